//! Datelines: "ERBIL (Kurdistan24) —", "BAGHDAD, Jan. 18 (Reuters) -", the words before a report that say where, when and by which outlet.

use chancery_base::{Day, Span};

use crate::dates::{date_at, full_dates, partial_date_at};
use crate::paragraphs::{trimmed, words};
use crate::rules::{Cue, Rules};

/// A dateline is over within this many bytes.
const LONGEST: usize = 140;
/// Names of cities and of regions have no more words than this.
const LONGEST_NAME: usize = 6;

/// A place that shows by its capitals alone has no more words than this: "RIO DE JANEIRO", not a headline.
const LONGEST_BARE_NAME: usize = 3;

/// Where, when and by which outlet a report was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The whole dateline, its dash included.
    pub span: Span,
    /// The city.
    pub place: Option<Span>,
    /// What the dateline names behind the city: "Kenya", "Ky.".
    pub region: Option<Span>,
    /// The outlet, by its usual name where it is known.
    pub outlet: Option<String>,
    /// The day, where it is written out with its year.
    pub day: Option<(Span, Day)>,
}

/// How much a dateline may rest on its looks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trust {
    /// The paragraph is the first of the body: "Erbil, Iraq — The" may be a dateline.
    pub(crate) first: bool,
    /// A colon may end the dateline: "TEHRAN: The". Not in a transcript, where it follows the speaker.
    pub(crate) colon: bool,
}

/// The dateline at the start of a paragraph, if there is one.
pub(crate) fn dateline_at(text: &str, paragraph: Span, trust: Trust, rules: &Rules) -> Option<Dateline> {
    let mut limit = paragraph.end.min(paragraph.start + LONGEST);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = Span::new(paragraph.start, limit);
    let (separator, is_colon) = separator(text, head, trust, rules)?;
    let follows = trimmed(text, Span::new(separator.end, paragraph.end)).of(text);
    let dateline = read(text, Span::new(head.start, separator.start), rules)?;
    let known = dateline.outlet.as_deref().is_some_and(|outlet| rules.outlet(outlet).is_some());
    let dated = dateline.dated;
    let told = follows.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"'“‘«$€£".contains(c));
    let short = dateline.place.is_some_and(|place| place.of(text).split_whitespace().count() <= LONGEST_BARE_NAME);
    let look = Look::of(text, &dateline, rules);
    let fits = match look {
        Look::None => known,
        Look::Capitals if dateline.outlet.is_some() || dated => !is_colon,
        Look::Capitals => told && short && (trust.first || dateline.region.is_some()),
        Look::Title if known || dated => !is_colon,
        Look::Title => told && trust.first && !is_colon && dateline.region.is_some(),
        Look::No => false,
    };
    // Without a dash, only an outlet that we know tells a dateline from an abbreviation put in brackets.
    let bare = separator.is_empty();
    (fits && !follows.is_empty() && !(bare && !(known && told && look == Look::Capitals))).then(|| Dateline {
        span: Span::new(paragraph.start, trimmed(text, Span::new(paragraph.start, separator.end)).end),
        place: dateline.place,
        region: dateline.region,
        outlet: dateline.outlet.map(|name| rules.outlet(&name).map_or(name, |outlet| outlet.name.clone())),
        day: dateline.day,
    })
}

/// The dateline that is a whole paragraph: "Washington (CNN)".
pub(crate) fn dateline_alone(text: &str, paragraph: Span, rules: &Rules) -> Option<Dateline> {
    let said = paragraph.of(text).ends_with(')').then(|| read(text, paragraph, rules)).flatten()?;
    let look = Look::of(text, &said, rules);
    let outlet = said.outlet.as_deref().and_then(|name| rules.outlet(name))?.name.clone();
    let fits = matches!(look, Look::Capitals | Look::Title);
    fits.then_some(Dateline { span: paragraph, place: said.place, region: said.region, outlet: Some(outlet), day: said.day })
}

/// Whether the paragraph begins like a speaker in a transcript: "TRUMP: We".
pub(crate) fn begins_with_capitals_and_colon(text: &str, paragraph: Span) -> bool {
    let inside = paragraph.of(text);
    inside.find(':').is_some_and(|at| {
        let name = &inside[..at];
        name.len() <= 60 && name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
    })
}

/// What ends the dateline: a dash, a colon, or nothing behind the bracket of a known outlet.
fn separator(text: &str, head: Span, trust: Trust, rules: &Rules) -> Option<(Span, bool)> {
    let inside = head.of(text);
    let long = ["—", "–", "―", "--"].iter().filter_map(|dash| inside.find(dash).map(|at| (at, dash.len())));
    let spaced = [" - ", " _ ", ") -", ") _"].iter().filter_map(|dash| inside.find(dash).map(|at| (at + 1, dash.len() - 1)));
    let dash = long.chain(spaced).min();
    let colon = inside.find(':').filter(|at| trust.first && trust.colon && dash.is_none_or(|(dash, _)| *at < dash));
    let bracket = inside.find(") ").filter(|at| {
        let opens = inside[..*at].rfind('(').unwrap_or(*at);
        inside.get(opens + 1..*at).is_some_and(|name| rules.outlet(name).is_some())
    });
    if let Some(at) = colon {
        return Some((Span::new(head.start + at, head.start + at + 1), true));
    }
    if let Some((at, mut len)) = dash {
        // "--" may be written longer: the whole row of dashes is the separator.
        len += inside[at + len..].len() - inside[at + len..].trim_start_matches(['-', '—', '–']).len();
        // A dash further on belongs to the sentence, if a bracket closed before it: "(RNS) Leaders - among them".
        let within_reach = bracket.is_none_or(|bracket| inside[bracket + 1..at.max(bracket + 1)].trim().is_empty());
        if within_reach {
            return Some((Span::new(head.start + at, head.start + at + len), false));
        }
    }
    bracket.map(|at| (Span::new(head.start + at + 1, head.start + at + 1), false))
}

/// What the words before the dash say.
struct Said {
    place: Option<Span>,
    region: Option<Span>,
    outlet: Option<String>,
    day: Option<(Span, Day)>,
    dated: bool,
}

/// Reads "CITY, Region, date (Outlet, date)": all of it, or nothing.
fn read(text: &str, head: Span, rules: &Rules) -> Option<Said> {
    let head = trimmed(text, head);
    let mut said = Said { place: None, region: None, outlet: None, day: None, dated: false };
    let mut rest = head;
    let inside = head.of(text);
    if let Some(open) = inside.ends_with(')').then(|| inside.rfind('(')).flatten() {
        let bracket = Span::new(head.start + open + 1, head.end - 1);
        read_bracket(text, bracket, rules, &mut said)?;
        rest = trimmed(text, Span::new(head.start, head.start + open));
    }
    let words: Vec<(Span, &str)> = words(text, rest).collect();
    let mut at = 0;
    while at < words.len() {
        let left = &words[at..];
        if let Some((taken, span, day)) = date_at(text, left, &rules.calendar) {
            said.day = Some((span, day));
            said.dated = true;
            at += taken;
        } else if let Some(taken) = partial_date_at(left, &rules.calendar) {
            said.dated = true;
            at += taken;
        } else if at > 0 && rules.calendar.weekday(left[0].1).is_some() {
            at += 1;
        } else {
            let taken = name_length(left, rules);
            let span = name_span(text, left[0].0.cover(left[taken - 1].0));
            match (said.place, said.region) {
                (None, _) => said.place = Some(span),
                (_, None) => said.region = Some(span),
                _ => return None,
            }
            at += taken;
        }
    }
    (taken_names(&said, text) && (said.place.is_some() || said.outlet.is_some())).then_some(said)
}

/// How many words a name takes: up to a comma or a date.
fn name_length(words: &[(Span, &str)], rules: &Rules) -> usize {
    let ends = |at: &usize| {
        words[*at - 1].1.ends_with(',') || *at == words.len() || partial_date_at(&words[*at..], &rules.calendar).is_some()
    };
    (1..=words.len()).find(ends).unwrap_or(words.len())
}

/// A name without its comma; the stop of "Ky." stays.
fn name_span(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + span.of(text).trim_end_matches(',').len())
}

fn taken_names(said: &Said, text: &str) -> bool {
    [said.place, said.region].into_iter().flatten().all(|name| name.of(text).split_whitespace().count() <= LONGEST_NAME)
}

/// "(Reuters)", "(AP, Jan. 18)", "(Jan. 18, 2025)".
fn read_bracket(text: &str, bracket: Span, rules: &Rules, said: &mut Said) -> Option<()> {
    let name_end = bracket.of(text).find(',').map_or(bracket.end, |comma| bracket.start + comma);
    let dates = full_dates(text, bracket, &rules.calendar);
    let all: Vec<(Span, &str)> = words(text, bracket).collect();
    if partial_date_at(&all, &rules.calendar).is_some() || dates.first().is_some_and(|(span, _)| span.start == bracket.start) {
        said.dated = true;
        said.day = dates.first().copied();
        return Some(());
    }
    let name = Span::new(bracket.start, name_end).of(text).trim();
    let named = name
        .split_whitespace()
        .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || is_connector(word, rules));
    if name.is_empty() || !named || name.split_whitespace().count() > LONGEST_NAME {
        return None;
    }
    let rest: Vec<(Span, &str)> = all.into_iter().filter(|(span, _)| span.start > name_end).collect();
    said.day = dates.first().copied();
    said.dated = !rest.is_empty();
    if !rest.is_empty() && dates.is_empty() && partial_date_at(&rest, &rules.calendar).is_none() {
        return None;
    }
    said.outlet = Some(name.to_owned());
    Some(())
}

/// A word that may stand in a name without a capital.
fn is_connector(word: &str, rules: &Rules) -> bool {
    rules.is(Cue::PlaceWord, word)
}

/// How the names of a dateline are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// No place at all.
    None,
    /// CITY
    Capitals,
    /// City
    Title,
    /// Not like a place.
    No,
}

impl Look {
    fn of(text: &str, said: &Said, rules: &Rules) -> Look {
        let Some(place) = said.place.map(|span| span.of(text)) else { return Look::None };
        if rules.is(Cue::NotPlace, place) {
            return Look::No;
        }
        let region = said.region.map_or("", |span| span.of(text));
        let region_fits = region.split_whitespace().all(|word| begins_a_name(word, rules));
        if !region_fits || place.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace() && !"-'’./&".contains(c)) {
            return Look::No;
        }
        let all_capitals = place
            .split(|c: char| c.is_whitespace() || c == '-')
            .all(|word| is_connector(&word.to_lowercase(), rules) || !word.chars().any(char::is_lowercase));
        if all_capitals && place.chars().filter(|c| c.is_uppercase()).count() >= 4 {
            Look::Capitals
        } else if place.split_whitespace().all(|word| begins_a_name(word, rules)) {
            Look::Title
        } else {
            Look::No
        }
    }
}

fn begins_a_name(word: &str, rules: &Rules) -> bool {
    let first = word.split('-').next().unwrap_or(word);
    word.starts_with(char::is_uppercase) || is_connector(first, rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::rules;

    fn read_one(text: &str) -> Option<Dateline> {
        dateline_at(text, Span::new(0, text.len()), Trust { first: true, colon: true }, &rules())
    }

    #[test]
    fn datelines_of_all_styles() {
        // Text; place, region, outlet, day; the first words of the body.
        for (text, place, region, outlet, day, body) in [
            ("ERBIL (Kurdistan24) — Iranian Foreign Minister", "ERBIL", "", "Kurdistan24", "", "Iranian"),
            ("BAGHDAD, Jan. 18 (Reuters) - Iraq said", "BAGHDAD", "", "Reuters", "", "Iraq"),
            ("LONDON — The government", "LONDON", "", "", "", "The"),
            ("LONDON—The government", "LONDON", "", "", "", "The"),
            ("GENEVA, 12 May 2024 (AFP) – Envoys", "GENEVA", "", "Agence France-Presse", "2024-05-12", "Envoys"),
            ("Beirut (AP) — A cease-fire", "Beirut", "", "Associated Press", "", "A"),
            ("NAIROBI, Kenya (AP) _ Police", "NAIROBI", "Kenya", "Associated Press", "", "Police"),
            ("EDMONTON, Ky. (WBKO) -- One man", "EDMONTON", "Ky.", "WBKO", "", "One"),
            ("NASHUA, N.H. - At the moment", "NASHUA", "N.H.", "", "", "At"),
            (
                "WASHINGTON (RNS) Evangelical leaders - some of them - are",
                "WASHINGTON",
                "",
                "Religion News Service",
                "",
                "Evangelical",
            ),
            ("(Reuters) - Iran said", "", "", "Reuters", "", "Iran"),
            ("TEHRAN: The foreign minister", "TEHRAN", "", "", "", "The"),
            (
                "SHARM EL-SHEIKH, Egypt, Oct. 13, 2025 (Xinhua) -- Leaders",
                "SHARM EL-SHEIKH",
                "Egypt",
                "Xinhua",
                "2025-10-13",
                "Leaders",
            ),
            ("UNITED NATIONS, Jan 18 (IPS) - Envoys", "UNITED NATIONS", "", "Inter Press Service", "", "Envoys"),
            ("Erbil, Iraq — “We will go”", "Erbil", "Iraq", "", "", "“We"),
            ("KABUL/ISLAMABAD (AP, Jan. 18, 2025) — The", "KABUL/ISLAMABAD", "", "Associated Press", "2025-01-18", "The"),
            ("RIO DE JANEIRO — Police", "RIO DE JANEIRO", "", "", "", "Police"),
            ("PARIS, Sunday, Jan. 18 — Police", "PARIS", "", "", "", "Police"),
        ] {
            let dateline = read_one(text).unwrap_or_else(|| panic!("no dateline in {text:?}"));
            let words = |span: Option<Span>| span.map_or("", |span| span.of(text));
            assert_eq!((words(dateline.place), words(dateline.region)), (place, region), "{text}");
            assert_eq!(dateline.outlet.as_deref().unwrap_or(""), outlet, "{text}");
            assert_eq!(dateline.day.map(|(_, day)| day.to_string()).unwrap_or_default(), day, "{text}");
            assert!(text[dateline.span.end..].trim_start().starts_with(body), "{text}: {:?}", dateline.span.of(text));
        }
    }

    #[test]
    fn a_dateline_may_be_a_paragraph() {
        for (text, expected) in [
            ("Washington (CNN)", true),
            ("NAIROBI, Kenya (AP)", true),
            ("The president of Kenya (Reuters)", false),
            ("Washington (Irving)", false),
            ("Washington", false),
        ] {
            assert_eq!(dateline_alone(text, Span::new(0, text.len()), &rules()).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn sentences_with_dashes_brackets_and_colons_are_not_datelines() {
        for text in [
            "NATO — the alliance of 32 states — said on Monday",
            "Ukraine — The country has asked for arms",
            "Trump – who won the election – said",
            "BREAKING: Iran says it has withdrawn",
            "BREAKING — Iran says it has withdrawn",
            "WATCH: The minister speaks",
            "The International Atomic Energy Agency (IAEA) said",
            "Hamas (Islamic Resistance Movement) — The group",
            "UN: The council met",
            "Police in Minsk - the capital - said",
            "The US-led coalition -- Iraq and others -- said",
            "On Jan. 18 (Sunday) the army left",
            "LONDON —",
            "POLLS SHOW STRONG LEAD IN FRANCE - The race",
            "",
        ] {
            assert_eq!(read_one(text), None, "{text}");
        }
        let text = "Erbil, Iraq — The army";
        assert!(dateline_at(text, Span::new(0, text.len()), Trust { first: false, colon: false }, &rules()).is_none());
        let text = "TRUMP: We will go";
        assert!(dateline_at(text, Span::new(0, text.len()), Trust { first: true, colon: false }, &rules()).is_none());
    }
}
