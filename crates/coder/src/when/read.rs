//! Finds the words that name a time and reckons their days.

use chancery_base::{Day, DayRange};
use chancery_lexicon::{Direction, TimeWords, Unit};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use super::TimeExpression;
use super::calendar::{ago, day_of_month, month, month_near, past, shift, unit_near, weekday_near, year};

/// What the words at a place mean.
pub(super) struct Meaning {
    /// How many words.
    pub(super) length: usize,
    pub(super) range: Option<DayRange>,
    pub(super) weekday: Option<i8>,
    pub(super) exact: bool,
    pub(super) length_only: bool,
    /// The word whose time it is, where the tree does not say so.
    pub(super) holder: Option<WordIdx>,
}

impl Meaning {
    pub(super) fn new(length: usize, range: Option<DayRange>) -> Self {
        Meaning { length, range, weekday: None, exact: false, length_only: false, holder: None }
    }

    fn exact(length: usize, range: DayRange) -> Self {
        Meaning { exact: true, ..Meaning::new(length, Some(range)) }
    }
}

/// A sentence being read.
pub(super) struct Reader<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) words: &'a TimeWords,
    pub(super) published: Option<Day>,
    /// The time that the text named last, here or a little before.
    pub(super) anchor: Option<DayRange>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A time named more sentences ago than this is no longer counted from.
const ANCHOR_REACH: usize = 3;

/// All times of a text.
pub(super) fn times(analysis: &Analysis, published: Option<Day>, words: &TimeWords) -> Vec<TimeExpression> {
    let mut found = Vec::new();
    let mut anchor: Option<(usize, DayRange)> = None;
    for (number, sentence) in analysis.sentences().iter().enumerate() {
        let near = anchor.filter(|(named, _)| number - named <= ANCHOR_REACH).map(|(_, range)| range);
        let (start, end) = (sentence.words.start, sentence.words.end);
        let mut reader = Reader { analysis, words, published, anchor: near, start, end };
        let mut at = reader.start;
        while at < reader.end {
            match reader.meaning(at) {
                Some(meaning) if meaning.length > 0 => {
                    let length = meaning.length;
                    let time = reader.expression(at, meaning);
                    if let Some(range) = time.range.filter(|_| !time.length_only) {
                        anchor = Some((number, range));
                        reader.anchor = Some(range);
                    }
                    found.push(time);
                    at += length;
                }
                _ => at += 1,
            }
        }
    }
    found
}

impl Reader<'_> {
    pub(super) fn form(&self, at: usize) -> &str {
        if at < self.end { self.analysis.form(WordIdx(at as u32)) } else { "" }
    }

    pub(super) fn lemma(&self, at: usize) -> &str {
        if at < self.end { self.analysis.lemma(WordIdx(at as u32)) } else { "" }
    }

    fn before(&self, at: usize) -> &str {
        if at > self.start { self.form(at - 1) } else { "" }
    }

    /// The expression over the words, hung by the one of them whose head lies outside.
    fn expression(&self, at: usize, meaning: Meaning) -> TimeExpression {
        let last = (at + meaning.length - 1).min(self.end - 1);
        let inside = |word: WordIdx| at <= word.at() && word.at() <= last;
        let mut all = (at..=last).map(|at| WordIdx(at as u32));
        let outward = |word: &WordIdx| {
            self.analysis.upos(*word) != Upos::Punct && self.analysis.head(*word).is_none_or(|head| !inside(head))
        };
        let head = all.find(outward).unwrap_or(WordIdx(at as u32));
        let span = self.analysis.word(WordIdx(at as u32)).span.cover(self.analysis.word(WordIdx(last as u32)).span);
        let Meaning { mut range, weekday, exact, mut length_only, holder, .. } = meaning;
        let before = self.before(at);
        let mut began = None;
        if self.words.is_since(before) {
            began = range;
            range = range
                .and_then(|range| self.published.filter(|day| range.first <= *day).map(|day| DayRange::new(range.first, day)));
        } else if self.words.is_later(before) {
            // "later this week": from today.
            range = range.map(|range| match self.published {
                Some(day) if range.first <= day && day < range.last => DayRange::new(day, range.last),
                _ => range,
            });
        } else if self.words.is_ago(before) {
            // "earlier this week": before today.
            let yesterday = self.published.and_then(|day| shift(day, -1));
            range = range.map(|range| match yesterday {
                Some(day) if range.first <= day && day < range.last => DayRange::new(range.first, day),
                _ => range,
            });
        } else if self.words.is_until(before) {
            length_only = true;
        } else if at >= self.start + 3 && self.words.is_eve(self.form(at - 2)) {
            range = range.and_then(|range| shift(range.first, -1)).map(DayRange::day);
        }
        if let Some(day) = self.published {
            // What happened did so before the report, and what is to come will come after it.
            range = range.map(|range| match range.first < day && day < range.last {
                true if self.is_coming(at) => DayRange::new(day, range.last),
                true => DayRange::new(range.first, day),
                false => range,
            });
        }
        let holder = holder.or_else(|| self.analysis.head(head));
        TimeExpression { span, head, holder, range, began, weekday, exact, length_only }
    }

    fn meaning(&self, at: usize) -> Option<Meaning> {
        self.between(at)
            .or_else(|| self.days(at))
            .or_else(|| self.date(at))
            .or_else(|| self.beside(at))
            .or_else(|| self.whole(at))
            .or_else(|| self.directed(at))
            .or_else(|| self.weekday(at, None))
            .or_else(|| self.near_day(at))
            .or_else(|| self.lasting(at))
            .or_else(|| self.distance(at))
            .or_else(|| self.later(at))
            .or_else(|| self.rank(at))
            .or_else(|| self.lone_month(at, None))
            .or_else(|| self.lone_year(at))
    }

    /// "between 2 and 5 May", "from Monday to Wednesday".
    fn between(&self, at: usize) -> Option<Meaning> {
        if !self.words.is_between(self.form(at)) {
            return None;
        }
        let single = |at: usize| {
            self.date(at)
                .or_else(|| self.weekday(at, None))
                .or_else(|| self.near_day(at))
                .or_else(|| self.lone_month(at, None))
                .or_else(|| self.lone_year(at))
        };
        if let Some(first) = single(at + 1) {
            let joint = at + 1 + first.length;
            if self.words.is_joining(self.form(joint))
                && let Some(second) = single(joint + 1)
            {
                let range = first.range.zip(second.range).filter(|(first, second)| first.first <= second.last);
                let range = range.map(|(first, second)| DayRange::new(first.first, second.last));
                let exact = first.exact && second.exact;
                return Some(Meaning { exact, ..Meaning::new(joint + 1 + second.length - at, range) });
            }
        }
        let first: i8 = self.day_number(self.form(at + 1))?;
        let second = self.words.is_joining(self.form(at + 2)).then(|| self.date(at + 3)).flatten()?;
        let last = second.range?;
        let first = Day::new(last.first.year(), last.first.month(), first).ok()?;
        Some(Meaning { exact: second.exact, ..Meaning::new(3 + second.length, Some(DayRange::new(first, last.last))) })
    }

    /// The number of a day, "3" or "3rd".
    fn day_number(&self, form: &str) -> Option<i8> {
        let digits = form.trim_end_matches(|one: char| one.is_alphabetic());
        let ending = form.get(digits.len()..)?;
        let number: i8 = digits.parse().ok()?;
        (digits.len() <= 2 && (1..=31).contains(&number) && (ending.is_empty() || self.words.is_ordinal_ending(ending)))
            .then_some(number)
    }

    fn year_number(form: &str) -> Option<i16> {
        let number: i16 = form.parse().ok().filter(|_| form.len() == 4)?;
        (1000..2200).contains(&number).then_some(number)
    }

    /// "3 May 2019", "3rd of May", "May 3, 2019", "Jan. 18", "2019-05-03", "May 2019".
    pub(super) fn date(&self, at: usize) -> Option<Meaning> {
        if let Ok(day) = self.form(at).parse::<Day>() {
            return (self.form(at).len() == 10).then(|| Meaning::exact(1, DayRange::day(day)));
        }
        if let Some(day) = self.day_number(self.form(at)) {
            let mut next = at + 1;
            if self.words.is_within(self.form(next)) {
                next += 1;
            }
            let month = self.month_word(next)?;
            return self.day_and_month(at, next + 1, day, month);
        }
        let number = self.month_word(at)?;
        if let Some(day) = self.day_number(self.form(at + 1)) {
            return self.day_and_month(at, at + 2, day, number);
        }
        let comma = usize::from(self.form(at + 1) == ",");
        let year = Self::year_number(self.form(at + 1 + comma))?;
        month(year, number).map(|range| Meaning::exact(2 + comma, range))
    }

    /// A month's name; common words only where written large.
    fn month_word(&self, at: usize) -> Option<i8> {
        let form = self.form(at);
        let number = self.words.month(form)?;
        (!self.words.is_ambiguous(form) || form.starts_with(char::is_uppercase)).then_some(number)
    }

    fn day_and_month(&self, at: usize, next: usize, day: i8, month: i8) -> Option<Meaning> {
        let comma = usize::from(self.form(next) == ",");
        if let Some(year) = Self::year_number(self.form(next + comma)) {
            let found = Day::new(year, month, day).ok()?;
            return Some(Meaning::exact(next + comma + 1 - at, DayRange::day(found)));
        }
        // A day that no month has is no date.
        Day::new(2000, month, day).ok()?;
        let told = self.is_coming(at);
        let range = self.published.and_then(|near| day_of_month(near, month, day, told || self.is_sooner(at, near, month, day)));
        let range = range.map(DayRange::day);
        Some(Meaning::new(next - at, range))
    }

    /// "24-25 April", "10 and 11 September", "May 16-18".
    fn days(&self, at: usize) -> Option<Meaning> {
        if let Some(first) = self.day_number(self.form(at)) {
            let second = (self.words.is_joining(self.form(at + 1)) && self.day_number(self.form(at + 2)).is_some())
                .then(|| self.date(at + 2))
                .flatten()?;
            return Some(self.since_day(2, first, second));
        }
        self.month_word(at)?;
        let last = self.day_number(self.form(at + 3)).filter(|_| self.words.is_joining(self.form(at + 2)))?;
        let first = self.date(at).filter(|found| found.length == 2)?;
        let range = first.range.and_then(|range| {
            let last = Day::new(range.first.year(), range.first.month(), last).ok()?;
            (range.first <= last).then(|| DayRange::new(range.first, last))
        });
        Some(Meaning { exact: first.exact, ..Meaning::new(4, range) })
    }

    /// A day of the same month before a date.
    fn since_day(&self, words: usize, first: i8, date: Meaning) -> Meaning {
        let range = date.range.and_then(|range| {
            let first = Day::new(range.last.year(), range.last.month(), first).ok()?;
            (first <= range.last).then(|| DayRange::new(first, range.last))
        });
        Meaning { exact: date.exact, ..Meaning::new(words + date.length, range) }
    }

    /// "last week", "this month", "next Friday", "last January", "the past two weeks".
    fn directed(&self, at: usize) -> Option<Meaning> {
        let direction = self.words.direction(self.form(at))?;
        if let Some(found) = self.weekday(at + 1, Some(direction)).or_else(|| self.lone_month(at + 1, Some(direction))) {
            return Some(Meaning { length: found.length + 1, ..found });
        }
        if let Some(unit) = self.words.unit(self.lemma(at + 1)) {
            // "the next day" is the day after something else.
            if unit == Unit::Day && direction != Direction::This || unit == Unit::Hour {
                return None;
            }
            let days = |day| match self.words.is_rolling(self.form(at)) {
                true => past(day, 1, unit),
                false => unit_near(day, unit, direction),
            };
            return Some(Meaning::new(2, self.published.and_then(days)));
        }
        let count = self.words.number(self.form(at + 1))?;
        let unit = self.words.unit(self.lemma(at + 2))?;
        let range = match direction {
            Direction::Back => self.published.and_then(|day| past(day, i64::from(count), unit)),
            _ => None,
        };
        Some(Meaning::new(3, range))
    }

    /// "Sunday", "earlier Sunday", "Sunday evening"; a capital is wanted.
    pub(super) fn weekday(&self, at: usize, direction: Option<Direction>) -> Option<Meaning> {
        let form = self.form(at);
        let weekday = self.words.weekday(form)?;
        if !form.starts_with(char::is_uppercase) || self.words.is_ambiguous(form) && !form.ends_with('.') {
            return None;
        }
        // "on Sundays", "Sunday Times": no day of an event.
        if self.is_name_part(at) {
            return None;
        }
        let coming = match direction {
            Some(Direction::Forward) => true,
            Some(Direction::Back) => false,
            _ => self.is_coming(at),
        };
        let strictly = matches!(direction, Some(Direction::Back | Direction::Forward));
        let range = self.published.and_then(|day| weekday_near(day, weekday, coming, strictly)).map(DayRange::day);
        let length = 1 + usize::from(self.words.is_part(self.lemma(at + 1)));
        let found = Meaning { weekday: Some(weekday), ..Meaning::new(length, range) };
        Some(self.dated(at, &found).or_else(|| self.week_of(at, &found)).unwrap_or(found))
    }

    /// "Tuesday (May 16)", "Tuesday, 16 May": the date decides.
    fn dated(&self, at: usize, found: &Meaning) -> Option<Meaning> {
        let mark = self.form(at + found.length);
        let skip = usize::from(matches!(mark, "(" | ","));
        let date = self.date(at + found.length + skip)?;
        let closing = usize::from(mark == "(" && self.form(at + found.length + skip + date.length) == ")");
        Some(Meaning { length: found.length + skip + date.length + closing, weekday: found.weekday, ..date })
    }

    /// "Tuesday last week", "Friday of this week".
    fn week_of(&self, at: usize, found: &Meaning) -> Option<Meaning> {
        let skip = usize::from(self.words.is_within(self.form(at + found.length)));
        let next = at + found.length + skip;
        let direction = self.words.direction(self.form(next))?;
        self.words.unit(self.lemma(next + 1)).filter(|unit| *unit == Unit::Week)?;
        let week = self.published.and_then(|day| unit_near(day, Unit::Week, direction));
        let day = week.zip(found.weekday).and_then(|(week, weekday)| shift(week.first, i64::from(weekday) - 1));
        Some(Meaning { weekday: found.weekday, ..Meaning::new(found.length + skip + 2, day.map(DayRange::day)) })
    }

    /// Whether a word is part of a name: another name depends on it, or it on one, side by side.
    fn is_name_part(&self, at: usize) -> bool {
        let here = WordIdx(at as u32);
        let joined = |word: WordIdx| matches!(self.analysis.rel(word), Rel::Compound | Rel::Flat);
        let name =
            |word: WordIdx| self.analysis.upos(word) == Upos::Propn && self.words.weekday(self.analysis.form(word)).is_none();
        joined(here)
            && self.analysis.head(here).is_some_and(|head| name(head) && head.at().abs_diff(at) == 1)
            && self.words.month(self.form(at + 1)).is_none()
    }

    /// "today", "yesterday", "overnight".
    fn near_day(&self, at: usize) -> Option<Meaning> {
        let offset = self.words.day(self.form(at))?.offset;
        let owner = at + 1 < self.end && self.analysis.rel(WordIdx(at as u32)) == Rel::NmodPoss;
        let mut range = self.published.and_then(|day| shift(day, i64::from(offset))).map(DayRange::day);
        if self.words.is_night(self.form(at)) {
            range = range.and_then(|range| shift(range.first, -1).map(|first| DayRange::new(first, range.last)));
        }
        let found = Meaning::new(1, range);
        // "today's Iraq" is no time of an act, "today's attack" is.
        Some(Meaning { length_only: owner && self.analysis.upos(WordIdx(at as u32 + 1)) == Upos::Propn, ..found })
    }

    /// "for three days", "within hours".
    fn lasting(&self, at: usize) -> Option<Meaning> {
        if !self.words.is_lasting(self.form(at)) {
            return None;
        }
        let (number, next) = self.count(at + 1)?;
        self.words.unit(self.lemma(next))?;
        let _ = number;
        Some(Meaning { length_only: true, ..Meaning::new(next + 1 - at, None) })
    }

    /// "two weeks ago", "three days earlier", "decades ago".
    fn distance(&self, at: usize) -> Option<Meaning> {
        let (number, next) = self.count(at)?;
        let unit = self.words.unit(self.lemma(next))?;
        if !self.words.is_ago(self.form(next + 1)) {
            return None;
        }
        let count = number.unwrap_or(3);
        // "two days before the vote" is no time before the report, nor before what is named next.
        if self.words.is_after(self.form(next + 1)) && !self.form(next + 2).chars().all(|one| !one.is_alphanumeric()) {
            return None;
        }
        let range = self.published.and_then(|day| ago(day, i64::from(count), unit, -1));
        // "two days earlier", not "ago", may be before another time: then the words give no day.
        let range = range.filter(|_| number.is_some() || matches!(unit, Unit::Decade | Unit::Century | Unit::Year));
        Some(Meaning::new(next + 2 - at, range))
    }

    /// A number, "several", or nothing before a plural unit; with the place behind it.
    pub(super) fn count(&self, at: usize) -> Option<(Option<u32>, usize)> {
        if let Some(number) = self.words.number(self.form(at)) {
            let next = if self.words.is_within(self.form(at + 1)) { at + 2 } else { at + 1 };
            if self.words.is_some(self.form(at + 1)) {
                return Some((None, at + 2));
            }
            return Some((Some(number), next));
        }
        if self.words.is_some(self.form(at)) {
            return Some((None, at + 1));
        }
        let plural = at < self.end && self.analysis.feature(WordIdx(at as u32), "Number") == Some("Plur");
        (plural && self.words.unit(self.lemma(at)).is_some()).then_some((None, at))
    }

    /// "in January", "last January".
    fn lone_month(&self, at: usize, direction: Option<Direction>) -> Option<Meaning> {
        let number = self.month_word(at)?;
        let form = self.form(at);
        let noun = matches!(self.analysis.upos(WordIdx(at as u32)), Upos::Propn | Upos::Noun);
        if !noun || direction.is_none() && self.words.is_ambiguous(form) && !self.words.is_within(self.before(at)) {
            return None;
        }
        let coming = match direction {
            Some(Direction::Forward) => true,
            Some(_) => false,
            None => self.is_coming(at),
        };
        // "last April", told in April, is a year ago.
        let strictly = matches!(direction, Some(Direction::Back));
        let near = self.published.and_then(|day| if strictly { shift(day, -i64::from(day.day())) } else { Some(day) });
        Some(Meaning::new(1, near.and_then(|day| month_near(day, number, coming))))
    }

    /// "in 2018"; a number alone is no year.
    fn lone_year(&self, at: usize) -> Option<Meaning> {
        let number = Self::year_number(self.form(at)).filter(|number| (1800..2100).contains(number))?;
        let told = self.words.is_within(self.before(at))
            || matches!(self.analysis.rel(WordIdx(at as u32)), Rel::Obl | Rel::NmodUnmarked | Rel::OblUnmarked);
        let counts = self.analysis.rel(WordIdx(at as u32)) == Rel::Nummod && !self.words.is_within(self.before(at));
        if !told || counts {
            return None;
        }
        year(number).map(|range| Meaning::exact(1, range))
    }
}
