//! Dates that cannot all be true: a caption's date, the weekdays that the text names, and the offices that its people hold.

use chancery_base::{Day, Notice, NoticeCode, Span};

use super::TimeExpression;
use super::calendar::weekday_of;

/// A full date that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDay {
    /// The day.
    pub day: Day,
    /// Its words, in bytes.
    pub span: Span,
}

/// A weekday on which the text says that something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWeekday {
    /// 1 for Monday.
    pub weekday: i8,
    /// Its words, in bytes.
    pub span: Span,
}

/// An office that the text gives somebody, with the terms in which that person held it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldOffice {
    /// The words that name person and office, in bytes.
    pub span: Span,
    /// Who.
    pub person: String,
    /// Which office.
    pub office: String,
    /// First and last day of each term; none: not known, or still in office.
    pub terms: Vec<(Option<Day>, Option<Day>)>,
}

impl HeldOffice {
    /// Whether the person held the office on the day. An office without known terms fits every day.
    fn fits(&self, day: Day) -> bool {
        self.terms.is_empty()
            || self
                .terms
                .iter()
                .any(|(first, last)| first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last))
    }
}

/// What a report says about its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateEvidence {
    /// The day given with the report.
    pub given: Option<Day>,
    /// Full dates in captions and datelines.
    pub dates: Vec<FoundDay>,
    /// Weekdays of events.
    pub weekdays: Vec<FoundWeekday>,
    /// Offices as the text names them.
    pub offices: Vec<HeldOffice>,
}

impl DateEvidence {
    /// The evidence in the times of a text: full dates inside `captions`, weekdays outside of them. Offices are the caller's.
    pub fn of(times: &[TimeExpression], captions: &[Span], given: Option<Day>) -> Self {
        let in_caption = |span: Span| captions.iter().any(|caption| caption.contains(span));
        let dates = times
            .iter()
            .filter(|time| time.exact && in_caption(time.span))
            .filter_map(|time| time.range.filter(|range| range.first == range.last).map(|range| (range.first, time.span)))
            .map(|(day, span)| FoundDay { day, span })
            .collect();
        let weekdays = times
            .iter()
            .filter(|time| !time.length_only && !time.exact && !in_caption(time.span))
            .filter_map(|time| time.weekday.map(|weekday| FoundWeekday { weekday, span: time.span }))
            .collect();
        DateEvidence { given, dates, weekdays, offices: Vec::new() }
    }

    fn misfits(&self, day: Day) -> Vec<Misfit<'_>> {
        let mut found = Vec::new();
        if let Some(first) = self.weekdays.first()
            && !self.weekdays.iter().any(|named| named.weekday == weekday_of(day))
        {
            found.push(Misfit::Weekday(first));
        }
        found.extend(self.offices.iter().filter(|office| !office.fits(day)).map(Misfit::Office));
        found
    }

    /// Whether a caption's date can be meant as the report's own and not as an old picture's.
    fn is_near_given(&self, day: Day) -> bool {
        let Some(given) = self.given else { return true };
        let days = |a: Day, b: Day| a.since(b).map_or(i64::MAX, |span| i64::from(span.get_days()).abs());
        let same_year = Day::new(given.year(), day.month(), day.day()).unwrap_or(day);
        days(given, day) <= NEAR_DAYS || days(given, same_year) <= NEAR_DAYS
    }
}

/// A caption this near to the report's day is about the report.
const NEAR_DAYS: i64 = 10;

/// How many years before and after are tried for a date with a wrong year.
const NEAR_YEARS: i16 = 3;

enum Misfit<'a> {
    Weekday(&'a FoundWeekday),
    Office(&'a HeldOffice),
}

/// The notices on dates that contradict each other, and the day that fits all evidence, if the text gives one.
///
/// Without a contradiction the day is a caption's date that a weekday of the text bears out; with one, the same day and month of the
/// nearest year in which everything fits.
pub fn date_conflicts(evidence: &DateEvidence) -> (Vec<Notice>, Option<Day>) {
    let mut notices = Vec::new();
    let mut fitting: Option<Day> = None;
    let mut seen: Vec<Day> = Vec::new();
    for found in evidence.dates.iter().filter(|found| evidence.is_near_given(found.day)) {
        if seen.contains(&found.day) {
            continue;
        }
        seen.push(found.day);
        let misfits = evidence.misfits(found.day);
        if misfits.is_empty() {
            if !evidence.weekdays.is_empty() {
                fitting = fitting.or(Some(found.day));
            }
            continue;
        }
        let mended = same_day_of_other_year(evidence, found.day);
        notices.push(notice(found, &misfits, mended));
        fitting = fitting.or(mended);
    }
    if let Some(given) = evidence.given.filter(|_| notices.is_empty()) {
        let offices: Vec<Misfit<'_>> =
            evidence.misfits(given).into_iter().filter(|misfit| matches!(misfit, Misfit::Office(_))).collect();
        if !offices.is_empty() {
            let spans = offices.iter().map(Misfit::span).collect();
            let message = format!("The report is dated {}, but {}.", name_of(given), told(&offices, given));
            notices.push(Notice { code: NoticeCode::DateConflict, message, spans });
        }
    }
    (notices, fitting)
}

fn same_day_of_other_year(evidence: &DateEvidence, day: Day) -> Option<Day> {
    let mut years: Vec<i16> = (-NEAR_YEARS..=NEAR_YEARS).filter(|distance| *distance != 0).collect();
    // The slip of January is the old year: a later year is tried before an earlier one as near.
    years.sort_by_key(|distance| (distance.abs(), -distance));
    let mut days =
        years.into_iter().filter_map(|distance| Day::new(day.year().checked_add(distance)?, day.month(), day.day()).ok());
    days.find(|other| evidence.misfits(*other).is_empty())
}

fn notice(found: &FoundDay, misfits: &[Misfit<'_>], mended: Option<Day>) -> Notice {
    let mut message = format!("A date in the text is {}, but {}", name_of(found.day), told(misfits, found.day));
    match mended {
        Some(day) => message.push_str(&format!("; {} fits all of this.", name_of(day))),
        None => message.push('.'),
    }
    let spans = std::iter::once(found.span).chain(misfits.iter().map(Misfit::span)).collect();
    Notice { code: NoticeCode::DateConflict, message, spans }
}

fn told(misfits: &[Misfit<'_>], day: Day) -> String {
    let parts: Vec<String> = misfits.iter().map(|misfit| misfit.told(day)).collect();
    parts.join(", and ")
}

impl Misfit<'_> {
    fn span(&self) -> Span {
        match self {
            Misfit::Weekday(named) => named.span,
            Misfit::Office(held) => held.span,
        }
    }

    fn told(&self, day: Day) -> String {
        match self {
            Misfit::Weekday(named) => {
                let name = (0..7)
                    .filter_map(|ahead| super::calendar::shift(day, ahead))
                    .find(|other| weekday_of(*other) == named.weekday);
                format!("the text tells events of a {}", name.map_or_else(String::new, |other| other.strftime("%A").to_string()))
            }
            Misfit::Office(held) => {
                let first = held.terms.iter().filter_map(|(first, _)| *first).filter(|first| *first > day).min();
                let last = held.terms.iter().filter_map(|(_, last)| *last).filter(|last| *last < day).max();
                let term = match (first, last) {
                    (Some(first), _) => format!("only from {}", plain(first)),
                    (None, Some(last)) => format!("until {}", plain(last)),
                    (None, None) => "at another time".to_owned(),
                };
                format!("{} was {} {term}", held.person, held.office)
            }
        }
    }
}

fn plain(day: Day) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn name_of(day: Day) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn seed() -> DateEvidence {
        DateEvidence {
            given: None,
            dates: vec![FoundDay { day: day("2025-01-18"), span: Span::new(0, 13) }],
            weekdays: vec![FoundWeekday { weekday: 7, span: Span::new(20, 26) }],
            offices: Vec::new(),
        }
    }

    #[test]
    fn a_saturday_is_no_sunday_and_the_next_year_fits() {
        let (notices, fitting) = date_conflicts(&seed());
        assert_eq!(fitting, Some(day("2026-01-18")));
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].spans, vec![Span::new(0, 13), Span::new(20, 26)]);
        assert_eq!(
            notices[0].message,
            "A date in the text is Saturday, 18 January 2025, but the text tells events of a Sunday; Sunday, 18 January 2026 fits all of this."
        );
    }

    #[test]
    fn a_date_that_fits_is_no_conflict_and_dates_the_report() {
        let mut evidence = seed();
        evidence.dates[0].day = day("2026-01-18");
        assert_eq!(date_conflicts(&evidence), (Vec::new(), Some(day("2026-01-18"))));
        evidence.weekdays.clear();
        assert_eq!(date_conflicts(&evidence), (Vec::new(), None), "a date that nothing bears out is an old picture's perhaps");
    }

    #[test]
    fn an_office_not_yet_held_is_a_conflict() {
        let mut evidence = seed();
        evidence.weekdays[0].weekday = 6;
        let held = HeldOffice {
            span: Span::new(40, 52),
            person: "Ali Larijani".into(),
            office: "secretary of the council".into(),
            terms: vec![(Some(day("2025-08-05")), None)],
        };
        evidence.offices.push(held);
        let (notices, fitting) = date_conflicts(&evidence);
        assert!(
            notices[0].message.contains("Ali Larijani was secretary of the council only from 5 August 2025"),
            "{}",
            notices[0].message
        );
        assert_eq!(fitting, None, "18 January is a Saturday in 2025 only");
        evidence.weekdays[0].weekday = 7;
        assert_eq!(date_conflicts(&evidence).1, Some(day("2026-01-18")));
    }

    #[test]
    fn an_old_picture_in_a_dated_report_is_no_conflict() {
        let mut evidence = seed();
        evidence.given = Some(day("2026-06-01"));
        assert_eq!(date_conflicts(&evidence), (Vec::new(), None));
        evidence.given = Some(day("2026-01-19"));
        assert_eq!(date_conflicts(&evidence).0.len(), 1);
    }
}
