//! Times that are counted from other times: "a month later", "the same day", "a week after", "for a fifth day", "at the weekend".

use chancery_base::DayRange;
use chancery_lexicon::{Direction, Unit};
use chancery_text::WordIdx;

use super::calendar::{later, past, shift, unit_near};
use super::read::{Meaning, Reader};

impl Reader<'_> {
    /// "a month later", "two days after": counted from the time that the text named before.
    pub(super) fn later(&self, at: usize) -> Option<Meaning> {
        let (number, next) = self.count(at)?;
        let unit = self.words.unit(self.lemma(next))?;
        let after = self.form(next + 1);
        if self.words.is_later(after) {
            let range = number.zip(self.anchor).and_then(|(count, anchor)| later(anchor, i64::from(count), unit, 1));
            return Some(Meaning::new(next + 2 - at, range));
        }
        if !self.words.is_after(after) || self.is_clause_end(next + 2) {
            return None;
        }
        // "It comes a week after 44 people died": the other act is so much earlier than the report.
        let word = WordIdx(next as u32);
        let verb = self.analysis.head(word).filter(|verb| self.words.is_comes(self.analysis.lemma(*verb)));
        let counted = verb.and_then(|verb| {
            let told = self.analysis.feature(verb, "Tense") != Some("Past");
            let from = self.published.filter(|_| told).map(DayRange::day).or(self.anchor)?;
            let sign = if self.words.is_ago(after) { 1 } else { -1 };
            later(from, i64::from(number?), unit, sign)
        });
        let holder = self.analysis.head(WordIdx(next as u32 + 1));
        Some(Meaning { holder, length_only: counted.is_none(), ..Meaning::new(next + 2 - at, counted) })
    }

    fn is_clause_end(&self, at: usize) -> bool {
        self.form(at).chars().all(|one| !one.is_alphanumeric())
    }

    /// "the same day", "that day", "the next day", "the following week": beside the time that the text named before.
    pub(super) fn beside(&self, at: usize) -> Option<Meaning> {
        let first = self.form(at);
        let skip = usize::from(self.words.is_whole(first));
        let word = self.form(at + skip);
        let unit = self.words.unit(self.lemma(at + skip + 1))?;
        if self.words.is_same(word) && unit == Unit::Day && !self.words.is_detached(self.lemma(at + skip + 2)) {
            return Some(Meaning::new(skip + 2, self.anchor));
        }
        let direction = self.words.direction(word).filter(|one| skip == 1 && *one != Direction::This)?;
        if unit == Unit::Day {
            let anchor = self.anchor.filter(|anchor| anchor.first == anchor.last)?;
            let step = if direction == Direction::Forward { 1 } else { -1 };
            return Some(Meaning::new(3, shift(anchor.first, step).map(DayRange::day)));
        }
        // "the past week" is the seven days up to now; "the last year", too.
        (direction == Direction::Back).then(|| Meaning::new(skip + 2, self.published.and_then(|day| past(day, 1, unit))))
    }

    /// "for a fifth day", "on the third day of": from the first day to the time that the sentence names, else to the report's day.
    pub(super) fn rank(&self, at: usize) -> Option<Meaning> {
        let rank = self.words.rank(self.form(at))?;
        let next = at + 1 + usize::from(self.words.is_running(self.form(at + 1)));
        let unit = self.words.unit(self.lemma(next)).filter(|unit| *unit == Unit::Day)?;
        let named = (self.start..self.end)
            .filter(|other| !(at..=next).contains(other))
            .filter_map(|other| self.weekday(other, None).or_else(|| self.date(other)))
            .find_map(|meaning| meaning.range);
        let last = named.map(|range| range.first).or(self.published);
        let range = last.and_then(|last| past(last, i64::from(rank) - 1, unit));
        Some(Meaning::new(next + 1 - at, range))
    }

    /// "at the weekend", "over the weekend"; "the end of the year", "the beginning of last month".
    pub(super) fn whole(&self, at: usize) -> Option<Meaning> {
        if self.words.is_whole(self.form(at)) && self.words.unit(self.lemma(at + 1)) == Some(Unit::Weekend) {
            let direction = if self.is_coming(at + 1) { Direction::Forward } else { Direction::This };
            return Some(Meaning::new(2, self.published.and_then(|day| unit_near(day, Unit::Weekend, direction))));
        }
        let (end, start) = (self.words.is_end(self.form(at)), self.words.is_start(self.form(at)));
        if !(end || start) || !self.words.is_within(self.form(at + 1)) {
            return None;
        }
        let direction = match self.words.direction(self.form(at + 2)) {
            None if self.words.is_whole(self.form(at + 2)) => Direction::This,
            found => found?,
        };
        let unit = self.words.unit(self.lemma(at + 3)).filter(|unit| matches!(unit, Unit::Week | Unit::Month | Unit::Year))?;
        let range = self.published.and_then(|day| unit_near(day, unit, direction));
        Some(Meaning::new(4, range.map(|range| DayRange::day(if end { range.last } else { range.first }))))
    }
}
