//! The words of time: weekdays, months, units, numbers, and the small words that say before, after, how long.

use std::collections::{BTreeMap, BTreeSet};

use chancery_base::Problem;
use serde::Deserialize;

use super::parse;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Shorter than a day.
    Hour,
    /// A day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// Which of several a modifier points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// "last week".
    Back,
    /// "this week".
    This,
    /// "next week".
    Forward,
}

/// A day told by its distance from the report's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelativeDay {
    /// Days after the report's day.
    pub offset: i32,
}

/// All words of time, lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeWords {
    /// Weekdays, 1 for Monday.
    weekdays: BTreeMap<String, i8>,
    /// Months, 1 for January; abbreviations without their stop.
    months: BTreeMap<String, i8>,
    /// Months whose name is a common word too: only beside a day or year, or written large behind a preposition.
    ambiguous_months: BTreeSet<String>,
    /// Days by their distance.
    days: BTreeMap<String, i32>,
    /// Units by lemma.
    units: BTreeMap<String, Unit>,
    /// Modifiers of a unit, weekday or month.
    directions: BTreeMap<String, Direction>,
    /// Words of number.
    numbers: BTreeMap<String, u32>,
    /// Words of an unknown small number.
    some: BTreeSet<String>,
    /// Behind a length of time, it ended now.
    ago: BTreeSet<String>,
    /// Before a time, it goes on from there.
    since: BTreeSet<String>,
    /// Before a time, it ends there.
    until: BTreeSet<String>,
    /// Before a length of time, it lasts.
    lasting: BTreeSet<String>,
    /// Before two times, it is from one to the other.
    between: BTreeSet<String>,
    /// Between the two.
    joining: BTreeSet<String>,
    /// Behind the number of a day.
    ordinals: BTreeSet<String>,
    /// Prepositions that may stand before a lone month or year.
    within: BTreeSet<String>,
    /// Adverbs that may stand before a weekday ("earlier Sunday").
    softeners: BTreeSet<String>,
    /// Day's parts that may stand behind a weekday or day ("Sunday evening").
    parts: BTreeSet<String>,
    /// Nouns of a day before another ("on the eve of").
    eves: BTreeSet<String>,
    /// Words that tell a clause as coming.
    coming: BTreeSet<String>,
    /// Days that reach back into the day before.
    nights: BTreeSet<String>,
    /// Verbs that tell an appointment by their present tense.
    scheduled: BTreeSet<String>,
    /// Behind a length of time: counted from a time named before.
    later: BTreeSet<String>,
    /// Behind a length of time: counted from what follows.
    after: BTreeSet<String>,
    /// Verbs that tell a clause as coming so long after another.
    comes: BTreeSet<String>,
    /// Before a unit: the one named before.
    same: BTreeSet<String>,
    /// Prepositions by which one act is part of another.
    inside: BTreeSet<String>,
    /// Before a unit: counted back from now, not by the calendar.
    rolling: BTreeSet<String>,
    /// Adverbs by which a speaker goes on.
    further: BTreeSet<String>,
    /// Words of order, by their number.
    ranks: BTreeMap<String, u32>,
    /// Words that may stand between a word of order and its unit.
    running: BTreeSet<String>,
    /// Nouns of a unit's last day.
    ends: BTreeSet<String>,
    /// Nouns of a unit's first day.
    starts: BTreeSet<String>,
    /// Articles of a unit as a whole.
    whole: BTreeSet<String>,
    /// Verbs whose object has a time of its own.
    detached: BTreeSet<String>,
    /// Verbs that tell when a noun's act happens.
    happening: BTreeSet<String>,
}

impl TimeWords {
    /// Weekday of a word, 1 for Monday.
    pub fn weekday(&self, word: &str) -> Option<i8> {
        self.weekdays.get(plain(word).as_str()).copied()
    }

    /// Month of a word, 1 for January.
    pub fn month(&self, word: &str) -> Option<i8> {
        self.months.get(plain(word).as_str()).copied()
    }

    /// Whether a month's name is a common word too.
    pub fn is_ambiguous(&self, word: &str) -> bool {
        self.ambiguous_months.contains(&plain(word))
    }

    /// A day told by its distance.
    pub fn day(&self, word: &str) -> Option<RelativeDay> {
        self.days.get(plain(word).as_str()).map(|offset| RelativeDay { offset: *offset })
    }

    /// Unit of a lemma.
    pub fn unit(&self, lemma: &str) -> Option<Unit> {
        self.units.get(plain(lemma).as_str()).copied()
    }

    /// Which one a modifier points to.
    pub fn direction(&self, word: &str) -> Option<Direction> {
        self.directions.get(plain(word).as_str()).copied()
    }

    /// A number in words or figures.
    pub fn number(&self, word: &str) -> Option<u32> {
        word.parse().ok().or_else(|| self.numbers.get(plain(word).as_str()).copied())
    }

    /// Whether the word is an unknown small number.
    pub fn is_some(&self, word: &str) -> bool {
        self.some.contains(&plain(word))
    }

    /// Behind a length of time: it ended now.
    pub fn is_ago(&self, word: &str) -> bool {
        self.ago.contains(&plain(word))
    }

    /// Before a time: it goes on from there.
    pub fn is_since(&self, word: &str) -> bool {
        self.since.contains(&plain(word))
    }

    /// Before a time: it ends there.
    pub fn is_until(&self, word: &str) -> bool {
        self.until.contains(&plain(word))
    }

    /// Before a length of time: it lasts.
    pub fn is_lasting(&self, word: &str) -> bool {
        self.lasting.contains(&plain(word))
    }

    /// Before two times.
    pub fn is_between(&self, word: &str) -> bool {
        self.between.contains(&plain(word))
    }

    /// Between two times.
    pub fn is_joining(&self, word: &str) -> bool {
        self.joining.contains(&plain(word))
    }

    /// Behind the number of a day.
    pub fn is_ordinal_ending(&self, ending: &str) -> bool {
        self.ordinals.contains(&plain(ending))
    }

    /// May stand before a lone month or year.
    pub fn is_within(&self, word: &str) -> bool {
        self.within.contains(&plain(word))
    }

    /// May stand before a weekday.
    pub fn is_softener(&self, word: &str) -> bool {
        self.softeners.contains(&plain(word))
    }

    /// A part of a day.
    pub fn is_part(&self, word: &str) -> bool {
        self.parts.contains(&plain(word))
    }

    /// The day before.
    pub fn is_eve(&self, word: &str) -> bool {
        self.eves.contains(&plain(word))
    }

    /// Tells its clause as coming.
    pub fn is_coming(&self, lemma: &str) -> bool {
        self.coming.contains(&plain(lemma))
    }

    /// Reaches back into the day before.
    pub fn is_night(&self, word: &str) -> bool {
        self.nights.contains(&plain(word))
    }

    /// Tells an appointment by its present tense.
    pub fn is_scheduled(&self, lemma: &str) -> bool {
        self.scheduled.contains(&plain(lemma))
    }

    /// Behind a length of time: counted from a time named before.
    pub fn is_later(&self, word: &str) -> bool {
        self.later.contains(&plain(word))
    }

    /// Behind a length of time: counted from what follows.
    pub fn is_after(&self, word: &str) -> bool {
        self.after.contains(&plain(word))
    }

    /// Tells a clause as coming so long after another.
    pub fn is_comes(&self, lemma: &str) -> bool {
        self.comes.contains(&plain(lemma))
    }

    /// Before a unit: the one named before.
    pub fn is_same(&self, word: &str) -> bool {
        self.same.contains(&plain(word))
    }

    /// By which one act is part of another.
    pub fn is_inside(&self, lemma: &str) -> bool {
        self.inside.contains(&plain(lemma))
    }

    /// Before a unit: counted back from now.
    pub fn is_rolling(&self, word: &str) -> bool {
        self.rolling.contains(&plain(word))
    }

    /// By which a speaker goes on.
    pub fn is_further(&self, lemma: &str) -> bool {
        self.further.contains(&plain(lemma))
    }

    /// Number of a word of order.
    pub fn rank(&self, word: &str) -> Option<u32> {
        self.ranks.get(plain(word).as_str()).copied()
    }

    /// May stand between a word of order and its unit.
    pub fn is_running(&self, word: &str) -> bool {
        self.running.contains(&plain(word))
    }

    /// A unit's last day.
    pub fn is_end(&self, word: &str) -> bool {
        self.ends.contains(&plain(word))
    }

    /// A unit's first day.
    pub fn is_start(&self, word: &str) -> bool {
        self.starts.contains(&plain(word))
    }

    /// Article of a unit as a whole.
    pub fn is_whole(&self, word: &str) -> bool {
        self.whole.contains(&plain(word))
    }

    /// Whether the object of a verb has a time of its own.
    pub fn is_detached(&self, lemma: &str) -> bool {
        self.detached.contains(&plain(lemma))
    }

    /// Whether a verb behind a noun tells when its act happens.
    pub fn is_happening(&self, lemma: &str) -> bool {
        self.happening.contains(&plain(lemma))
    }
}

/// Lower case, without the stop of an abbreviation.
fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// Reads `time.toml`.
pub(super) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> TimeWords {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct TimeFile {
        time: TimeWords,
    }
    let words = parse::<TimeFile>(file, text, problems).map(|rows| rows.time).unwrap_or_default();
    let mut refuse = |message: String| problems.push(Problem::new(file, 0, message));
    if let Some((name, day)) = words.weekdays.iter().find(|(_, day)| !(1..=7).contains(*day)) {
        refuse(format!("weekday {name:?} is {day}; Monday is 1 and Sunday 7"));
    }
    if let Some((name, month)) = words.months.iter().find(|(_, month)| !(1..=12).contains(*month)) {
        refuse(format!("month {name:?} is {month}; January is 1 and December 12"));
    }
    words
}
