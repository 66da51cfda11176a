//! The marks by which a short paragraph shows what it is: byline, day of publication, caption, boilerplate.

use chancery_base::{Day, Span};

use crate::dates::full_dates;
use crate::paragraphs::words;
use crate::rules::{Cue, Rules};

/// Longest byline, in words.
const LONGEST_BYLINE: usize = 25;
/// Longest line that tells the day of publication, in words.
const LONGEST_PUBLISHED: usize = 14;
/// Longest caption with a credit or a lead of its own, in words.
const LONGEST_CAPTION: usize = 60;
/// Longest caption that shows by a position or a date alone, in words.
const LONGEST_PLAIN_CAPTION: usize = 45;
/// Longest line of boilerplate, in words.
const LONGEST_BOILERPLATE: usize = 40;

/// Whether the line belongs to the page, not to the report.
pub(crate) fn is_boilerplate(line: &str, rules: &Rules) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    let lead = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    line.split_whitespace().count() <= LONGEST_BOILERPLATE
        && (rules.is(Cue::BoilerplateWhole, bare)
            || rules.begins(Cue::BoilerplateLead, lead).is_some()
            || rules.within(Cue::BoilerplateWithin, line))
}

/// Whether most of the longer words begin with capitals, as in American headlines.
pub(crate) fn is_title_case(line: &str) -> bool {
    let long: Vec<&str> = line
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 4)
        .collect();
    let capitals = long.iter().filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())).count();
    long.len() >= 3 && capitals * 5 >= long.len() * 4
}

/// Whether the paragraph says who wrote the report: "By Jane Doe", "Jane Doe in Baghdad", or an outlet alone.
pub(crate) fn is_byline(text: &str, span: Span, rules: &Rules) -> bool {
    let line = span.of(text);
    if line.split_whitespace().count() > LONGEST_BYLINE {
        return false;
    }
    if rules.outlet(line).is_some() {
        return true;
    }
    match rules.begins(Cue::BylineLead, line) {
        Some(lead) => is_list_of_names(line[lead..].trim_start_matches([':', ' ', '\u{A0}']), rules),
        None => is_name_in_place(line, rules),
    }
}

/// Names, and between them nothing but commas, bars and the words of bylines.
fn is_list_of_names(names: &str, rules: &Rules) -> bool {
    let first = names.split_whitespace().next().unwrap_or("");
    let fits = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || bare.is_empty()
            || rules.is(Cue::BylineWord, bare)
            || word.contains('@')
    };
    let dated = rules.calendar.weekday(first).or(rules.calendar.month(first)).is_some();
    let named = first.starts_with(char::is_uppercase) || rules.is(Cue::BylineWord, first);
    named && !dated && names.split_whitespace().all(fits)
}

/// "Jane Doe in Baghdad": two to four capitalised words, then a place, and no stop.
fn is_name_in_place(line: &str, rules: &Rules) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| rules.is(Cue::BylineIn, word)) else { return false };
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let (names, places) = (&words[..at], &words[at + 1..]);
    let joined = |word: &&str| capital(word) || rules.is(Cue::BylineWord, word) || rules.is(Cue::BylineIn, word);
    (2..=8).contains(&names.len())
        && capital(&names[0])
        && capital(&names[1])
        && names.iter().all(joined)
        && (1..=8).contains(&places.len())
        && capital(&places[0])
        && places.iter().all(joined)
        && !line.ends_with(['.', '!', '?'])
        // A headline has capitals throughout as well; one that says what happened has longer words before its place than names are.
        && names.iter().all(|word| !word.contains(|c: char| c.is_numeric()))
}

/// The outlet that a byline names behind its last comma, bar or bracket, or alone.
pub(crate) fn byline_outlet(line: &str, rules: &Rules) -> Option<String> {
    let pieces = line.split([',', '|', '/', '(', ')', '•', '-', '–', '—']).rev().chain(std::iter::once(line));
    let mut pieces = pieces.map(|piece| rules.begins(Cue::BylineLead, piece).map_or(piece, |lead| &piece[lead..]));
    pieces.find_map(|piece| rules.outlet(piece)).map(|outlet| outlet.name.clone())
}

/// The day that a line of nothing but date, weekday and time tells, or one led by "Published".
pub(crate) fn published_line(text: &str, span: Span, rules: &Rules) -> Option<(Span, Day)> {
    let line = span.of(text);
    let count = line.split_whitespace().count();
    if count > LONGEST_PUBLISHED {
        return None;
    }
    let day = *full_dates(text, span, &rules.calendar).first()?;
    let led = rules.begins(Cue::PublishedLead, line).is_some();
    let before = Span::new(span.start, day.0.start).of(text);
    let after = Span::new(day.0.end, span.end).of(text);
    let only_weekday =
        before.split_whitespace().all(|word| rules.calendar.weekday(word).is_some() || !word.contains(char::is_alphabetic));
    // Behind the date may stand a time and a zone, but no words.
    let only_time = after.split_whitespace().all(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters <= 4
            && (letters == 0 || word.contains(char::is_numeric) || word.chars().all(|c| !c.is_lowercase()) || letters <= 2)
    });
    (led || only_weekday && only_time).then_some(day)
}

/// Where a paragraph stands, as far as it matters for captions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaptionPlace {
    /// Before the body.
    pub(crate) early: bool,
    /// It comes again further on, as captions of a gallery do.
    pub(crate) repeated: bool,
}

/// Whether the paragraph tells what a picture shows.
pub(crate) fn is_caption(text: &str, span: Span, place: CaptionPlace, rules: &Rules) -> bool {
    let line = span.of(text);
    let count = line.split_whitespace().count();
    if !(2..=LONGEST_CAPTION).contains(&count) {
        return false;
    }
    if rules.begins(Cue::CaptionLead, line.trim_start_matches(['(', '['])).is_some() || has_credit(line, rules) {
        return true;
    }
    let telling = line.split_whitespace().any(|word| rules.is(Cue::Telling, word.trim_matches(|c: char| !c.is_alphanumeric())));
    let apart = place.early || place.repeated;
    if count > LONGEST_PLAIN_CAPTION || telling && !apart {
        return false;
    }
    has_position(line, rules)
        || apart && !telling && (ends_in_date(text, span, rules) || place.repeated)
        || place.early && ends_in_outlet(line, rules)
}

/// A credit among the last words, or in brackets.
fn has_credit(line: &str, rules: &Rules) -> bool {
    let all: Vec<(Span, &str)> = words(line, Span::new(0, line.len())).collect();
    let tail = all.len().checked_sub(8).map_or(line, |at| &line[all[at].0.start..]);
    let bracket = line.ends_with(')').then(|| line.rfind('(')).flatten().map_or("", |open| &line[open..]);
    let last_sentence = tail.trim_end_matches(['.', ' ', ')']).rfind(". ").map(|at| &tail[at..]);
    let slash = tail.rfind('/').map_or("", |at| &tail[at + 1..]);
    [Some(bracket), last_sentence, Some(slash)].into_iter().flatten().any(|piece| rules.within(Cue::Credit, piece))
}

/// A name, then "left" or "L" between commas or in brackets.
fn has_position(line: &str, rules: &Rules) -> bool {
    let commas: Vec<&str> = line.split(',').collect();
    let between = commas.windows(2).enumerate().any(|(at, pair)| {
        let last = pair[0].split_whitespace().next_back().unwrap_or("");
        let closed = at + 2 < commas.len() || pair[1].trim_end().ends_with('.');
        closed && last.starts_with(char::is_uppercase) && rules.is(Cue::Position, pair[1].trim().trim_end_matches('.'))
    });
    let brackets = line.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inside, _)| inside.trim());
    let mut bracketed: Vec<&str> = brackets.filter(|inside| rules.is(Cue::Position, inside)).collect();
    bracketed.sort_unstable();
    bracketed.dedup();
    // One letter alone may be a party: "Gov. Pat McCrory (R)". Two different ones are sides.
    between || bracketed.len() > 1 || bracketed.iter().any(|words| words.chars().count() > 1)
}

fn ends_in_date(text: &str, span: Span, rules: &Rules) -> bool {
    let dates = full_dates(text, span, &rules.calendar);
    dates.last().is_some_and(|(date, _)| !Span::new(date.end, span.end).of(text).contains(char::is_alphanumeric))
}

fn ends_in_outlet(line: &str, rules: &Rules) -> bool {
    let line = line.trim_end_matches('.');
    let bracket = line.strip_suffix(')').and_then(|line| line.rsplit_once('('));
    bracket.is_some_and(|(_, name)| name.split(['/', ',']).any(|name| rules.outlet(name).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::rules;

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    #[test]
    fn bylines() {
        let rules = rules();
        for (line, expected) in [
            ("By Jane Doe", true),
            ("BY JANE DOE AND JOHN ROE", true),
            ("By Jane Doe and Juan de la Cruz in Baghdad | Associated Press", true),
            ("By Reuters Staff", true),
            ("By HENRY MEYER, Associated Press Writer", true),
            ("Jane Doe in Baghdad", true),
            ("Jane Doe in Baghdad and John Roe in Erbil", true),
            ("Reuters", true),
            ("By Monday, Iran", false),
            ("By noon the army had withdrawn.", false),
            ("By signing the treaty Iran has agreed to talks.", false),
            ("Thousands protest in Baghdad", false),
            ("Jane Doe was arrested in Baghdad", false),
            ("Jane Doe arrived in Baghdad.", false),
        ] {
            assert_eq!(is_byline(line, whole(line), &rules), expected, "{line}");
        }
        assert_eq!(byline_outlet("By HENRY MEYER, AP", &rules).as_deref(), Some("Associated Press"));
        assert_eq!(byline_outlet("By Jane Doe", &rules), None);
    }

    #[test]
    fn lines_that_tell_the_day_of_publication() {
        let rules = rules();
        for (line, expected) in [
            ("January 18, 2026", Some("2026-01-18")),
            ("Sunday 18 January 2026 14.30 GMT", Some("2026-01-18")),
            ("Published: Jan. 18, 2026, 10:33 AM EST", Some("2026-01-18")),
            ("2026-01-18", Some("2026-01-18")),
            ("Jan. 18", None),
            ("Tehran, Jan. 18, 2026", None),
            ("January 18, 2026 was a Sunday", None),
            ("On January 18, 2026 Iran withdrew its troops.", None),
        ] {
            let found = published_line(line, whole(line), &rules).map(|(_, day)| day.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn captions() {
        let rules = rules();
        // Line; before the body; in the body.
        for (line, early, late) in [
            ("Iranian FM Abbas Araghchi, L, his Iraqi counterpart Fuad Hussein, Jan. 18, 2025.", true, true),
            ("Araghchi, left, and Hussein shake hands in Tehran.", true, true),
            ("Abbas Araghchi (L) and Fuad Hussein (R) in Tehran", true, true),
            ("Gov. Pat McCrory (R) blamed the court.", false, false),
            ("Richard Osman (left), 40.", true, true),
            ("The two ministers in Tehran, Jan. 18, 2025.", true, false),
            ("A soldier near Mosul. (Photo by John Roe/Getty Images)", true, true),
            ("Smoke over Gaza. Photograph: John Roe/AP", true, true),
            ("FILE PHOTO: The president of Kenya at a rally", true, true),
            ("The president of Kenya speaks to supporters (Reuters)", true, false),
            ("He turned, left the room, and said nothing.", false, false),
            ("The prime minister said the talks began on Jan. 18, 2025.", false, false),
            ("Getty Images sued the company in a court in London on Monday.", false, false),
            (
                "The minister spoke to the Associated Press (AP), and said the talks had failed, and that others would follow.",
                false,
                false,
            ),
            ("Iran agreed to talks, right after the attack, officials said.", false, false),
        ] {
            let is = |early| is_caption(line, whole(line), CaptionPlace { early, repeated: false }, &rules);
            assert_eq!((is(true), is(false)), (early, late), "{line}");
        }
    }

    #[test]
    fn boilerplate() {
        let rules = rules();
        for (line, expected) in [
            ("Read more: Iran and Iraq sign a treaty", true),
            ("Subscribe to our newsletter", true),
            ("Copyright 2025 The Associated Press. All rights reserved.", true),
            ("© 2025 Reuters", true),
            ("Follow us on Twitter", true),
            ("Advertisement", true),
            ("(Reporting by Jane Doe; Editing by John Roe)", true),
            ("Sign up for our daily briefing.", true),
            ("Share this article", true),
            ("Share prices fell in Tokyo on Monday.", false),
            ("Subscribers to the paper were told on Monday.", false),
            ("Copyright law was changed by parliament.", false),
            ("Read as a warning, the speech was clear.", false),
            ("Follow-up talks are to be held in Geneva.", false),
            ("Reporting by foreign media was banned.", false),
        ] {
            assert_eq!(is_boilerplate(line, &rules), expected, "{line}");
        }
    }
}
