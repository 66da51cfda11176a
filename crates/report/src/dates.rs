//! Days that a text writes out with their year: "Jan. 18, 2025", "18 January 2025", "2025-01-18". Others are not days but guesses.

use chancery_base::{Day, Span};

use crate::paragraphs::words;
use crate::rules::Calendar;

/// All full dates inside `span`, in order. "18/01/2025" is none: it means two different days in two countries.
pub(crate) fn full_dates(text: &str, span: Span, calendar: &Calendar) -> Vec<(Span, Day)> {
    let words: Vec<(Span, &str)> = words(text, span).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match date_at(text, &words[at..], calendar) {
            Some((n_words, span, day)) => {
                found.push((span, day));
                at += n_words;
            }
            None => at += 1,
        }
    }
    found
}

/// A full date that begins with the first word: how many words it takes, its span without brackets and stops, and the day.
pub(crate) fn date_at(text: &str, words: &[(Span, &str)], calendar: &Calendar) -> Option<(usize, Span, Day)> {
    let (first, word) = words.first()?;
    if let Some((span, day)) = iso(text, *first) {
        return Some((1, span, day));
    }
    let (second, third) = (words.get(1)?, words.get(2)?);
    let (month, day) = match (calendar.month(unbracketed(word)), calendar.month(second.1)) {
        (Some(month), _) => (month, number(second.1)?),
        (None, Some(month)) => (month, number(word)?),
        (None, None) => return None,
    };
    let (year, year_span) = year(text, third.0)?;
    let span = Span::new(unbracketed_span(text, *first).start, year_span.end);
    Some((3, span, Day::new(year, month, day).ok()?))
}

/// A day without a year that begins with the first word ("Jan. 18", "18 January"): how many words it takes.
pub(crate) fn partial_date_at(words: &[(Span, &str)], calendar: &Calendar) -> Option<usize> {
    let (first, second) = (unbracketed(words.first()?.1), words.get(1)?.1);
    let day_first = number(first).is_some() && calendar.month(second).is_some();
    let month_first = calendar.month(first).is_some() && number(second).is_some();
    (day_first || month_first).then_some(2)
}

/// A day of the month: "18", "18,", "18th".
fn number(word: &str) -> Option<i8> {
    let word = unbracketed(word);
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = &word[digits.len()..];
    let plain = rest.trim_end_matches([',', '.']).chars().all(char::is_alphabetic) && rest.len() <= 3;
    digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
}

/// Four digits, and nothing but punctuation behind them.
fn year(text: &str, word: Span) -> Option<(i16, Span)> {
    let span = unbracketed_span(text, word);
    let digits = span.of(text).get(..4)?;
    let after = &span.of(text)[4..];
    let year = digits.parse().ok().filter(|year| digits.bytes().all(|b| b.is_ascii_digit()) && (1000..=2999).contains(year))?;
    (!after.starts_with(char::is_alphanumeric)).then_some((year, Span::new(span.start, span.start + 4)))
}

/// "2025-01-18", with or without a time behind a T.
fn iso(text: &str, word: Span) -> Option<(Span, Day)> {
    let span = unbracketed_span(text, word);
    let date = span.of(text).get(..10)?;
    let after = &span.of(text)[10..];
    let shape = date.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    let day = shape.then(|| date.parse().ok()).flatten()?;
    (after.starts_with('T') || !after.starts_with(char::is_alphanumeric)).then_some((Span::new(span.start, span.start + 10), day))
}

fn unbracketed(word: &str) -> &str {
    word.trim_start_matches(['(', '[', '"', '“'])
}

fn unbracketed_span(text: &str, word: Span) -> Span {
    let inside = word.of(text);
    Span::new(word.end - unbracketed(inside).len(), word.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::rules;

    #[test]
    fn only_days_with_a_year_are_found() {
        let rules = rules();
        for (text, expected) in [
            ("Fuad Hussein, Jan. 18, 2025.", vec![("Jan. 18, 2025", "2025-01-18")]),
            ("(January 18, 2025)", vec![("January 18, 2025", "2025-01-18")]),
            ("on 18 January 2025, and 3rd Sept. 2024", vec![("18 January 2025", "2025-01-18"), ("3rd Sept. 2024", "2024-09-03")]),
            ("2025-01-18T10:00Z", vec![("2025-01-18", "2025-01-18")]),
            ("On Jan. 18 he left", vec![]),
            ("in May 2024", vec![]),
            ("Feb. 30, 2024", vec![]),
            ("18/01/2025", vec![]),
            ("May 5 2024ers", vec![]),
            ("2025-01-1893", vec![]),
            ("January 100, 2024", vec![]),
        ] {
            let found: Vec<_> = full_dates(text, Span::new(0, text.len()), &rules.calendar)
                .into_iter()
                .map(|(span, day)| (span.of(text), day.to_string()))
                .collect();
            let expected: Vec<_> = expected.into_iter().map(|(words, day)| (words, day.to_owned())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
