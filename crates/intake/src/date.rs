//! Days as metadata writes them: ISO 8601, RFC 822, compact, Unix time, or written out. The day is the writer's own: no zone is applied.

use chancery_base::Day;
use chancery_report::{Rules, parse_day, written_day};

/// Years in which news that anybody codes was published; others are placeholders.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2200;

/// The day that a date of metadata names.
pub(crate) fn metadata_day(written: &str, rules: &Rules) -> Option<Day> {
    let written = written.trim();
    let day = parse_day(written)
        .or_else(|| compact(written))
        .or_else(|| slashed(written))
        .or_else(|| unix(written))
        .or_else(|| mail(written, rules))
        .or_else(|| written_day(written, rules))?;
    YEARS.contains(&day.year()).then_some(day)
}

/// The day in the path of an address: "/2026/01/18/".
pub(crate) fn day_of_url(url: &str) -> Option<Day> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    let day = parts.windows(3).find_map(|parts| {
        let [year, month, day] = parts else { return None };
        let fits = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        fits.then(|| Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()).flatten()
    })?;
    (1990..=2100).contains(&day.year()).then_some(day)
}

/// "20260118", also before a time: "20260118T100000", "20260118100000".
fn compact(written: &str) -> Option<Day> {
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 && digits != 14 {
        return None;
    }
    Day::new(written[..4].parse().ok()?, written[4..6].parse().ok()?, written[6..8].parse().ok()?).ok()
}

/// "2026/01/18".
fn slashed(written: &str) -> Option<Day> {
    let date = written.get(..10)?;
    date.get(4..5).filter(|c| *c == "/" || *c == ".").and_then(|_| parse_day(&date.replace(['/', '.'], "-")))
}

/// Seconds or milliseconds since 1970, in UTC.
fn unix(written: &str) -> Option<Day> {
    let number: i64 = written.parse().ok()?;
    let seconds = match written.len() {
        9..=10 => number,
        12..=13 => number / 1000,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(time).date())
}

/// "Sun, 18 Jan 2026 10:00:00 GMT" and "18 Jan 26": days of mail and of feeds. Weekdays and zones are often wrong, and not needed.
fn mail(written: &str, rules: &Rules) -> Option<Day> {
    let words: Vec<&str> = written.split([' ', '-', ',']).filter(|word| !word.is_empty()).take(8).collect();
    words.windows(3).find_map(|words| {
        let [first, second, year] = words else { return None };
        let (day, month) = match (rules.calendar.month(second), rules.calendar.month(first)) {
            (Some(month), _) => (first, month),
            (None, Some(month)) => (second, month),
            (None, None) => return None,
        };
        let number: i16 = year.parse().ok()?;
        let year = match year.len() {
            4 => number,
            // RFC 2822: 00 to 49 are of this century, 50 to 99 of the last.
            2 if number < 50 => number + 2000,
            2 => number + 1900,
            _ => return None,
        };
        Day::new(year, month, day.parse().ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::rules;

    #[test]
    fn days_are_read_as_they_are_written() {
        let rules = rules();
        for (written, expected) in [
            ("2026-01-18", Some("2026-01-18")),
            ("2026-01-18T23:59:00-10:00", Some("2026-01-18")),
            ("20260118", Some("2026-01-18")),
            ("20260118101500", Some("2026-01-18")),
            ("2026/01/18 10:00", Some("2026-01-18")),
            ("1768730400", Some("2026-01-18")),
            ("1768730400000", Some("2026-01-18")),
            ("Sun, 18 Jan 2026 10:00:00 GMT", Some("2026-01-18")),
            ("18 Jan 26 10:00 EST", Some("2026-01-18")),
            ("Sun Jan 18 2026", Some("2026-01-18")),
            ("January 18, 2026", Some("2026-01-18")),
            ("18/01/2026", None),
            ("0001-01-01T00:00:00", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(metadata_day(written, &rules).map(|day| day.to_string()).as_deref(), expected, "{written}");
        }
        assert_eq!(
            day_of_url("https://paper.example/2026/01/18/talks").map(|day| day.to_string()).as_deref(),
            Some("2026-01-18")
        );
        assert_eq!(day_of_url("https://paper.example/1234/56/78/"), None);
    }
}
