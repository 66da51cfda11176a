//! What linking looks at: an event as a few codes and numbers, small enough to keep beside it and quick to compare.
//!
//! Words are kept as hashes of their first letters, which is a stem in no language and near enough to one in most: "detained" and
//! "detention" stay apart, "protests" and "protesters" meet.

use std::collections::BTreeSet;

use chancery_record::{Aux, Event, Party, ReportHead};

use crate::days::{NO_DAY, to_number};

/// Letters of a word that count.
const STEM: usize = 6;
/// Words with fewer letters tell little.
const SHORTEST: usize = 4;
/// Letters of a name that count: "Iran" and "Iranian" meet.
const NAME_STEM: usize = 4;

/// One side of an event: a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    /// Country code; empty bytes where not known.
    pub(crate) country: [u8; 3],
    /// A bit for each sector.
    pub(crate) sectors: u32,
    /// Words of the name by which the report knows it, hashed.
    pub(crate) names: Vec<u32>,
}

impl Side {
    pub(crate) fn is_known(&self) -> bool {
        self.country != [0; 3]
    }

    pub(crate) fn code(&self) -> &str {
        if self.is_known() { std::str::from_utf8(&self.country).unwrap_or("") } else { "" }
    }
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    pub(crate) country: [u8; 3],
    pub(crate) name: u32,
    /// Degrees; none for the middle of a country, which is no point.
    pub(crate) point: Option<(f32, f32)>,
}

/// The features of an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    /// First day told, else the day of publication, else [`NO_DAY`].
    pub(crate) day: i32,
    pub(crate) last: i32,
    /// Whether the text tells the day.
    pub(crate) dated: bool,
    pub(crate) published: i32,
    pub(crate) aux: Option<Aux>,
    pub(crate) coop: bool,
    /// Thousandths.
    pub(crate) scale: i32,
    pub(crate) goldstein: Option<i32>,
    pub(crate) cameo: u32,
    pub(crate) outlet: u32,
    /// Hash of the id of the report of which this one is a copy; 0 where it is none.
    pub(crate) copy_of: u32,
    pub(crate) modes: Vec<u32>,
    pub(crate) actors: Vec<Side>,
    pub(crate) recipients: Vec<Side>,
    /// Whether the actors are each other's recipients.
    pub(crate) mutual: bool,
    pub(crate) spot: Option<Spot>,
    /// Words of the evidence that name neither parties nor place, sorted.
    pub(crate) words: Vec<u32>,
    /// Names in the evidence, by fewer letters so that a country and its adjective meet, sorted.
    pub(crate) names: Vec<u32>,
    /// Numbers in the evidence, sorted.
    pub(crate) numbers: Vec<u32>,
}

/// The hash of a folded word.
pub(crate) fn hash(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for c in word.chars().flat_map(char::to_lowercase) {
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    // 0 stands for "none".
    hash.max(1)
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn stem(word: &str) -> u32 {
    cut(word, STEM)
}

fn cut(word: &str, letters: usize) -> u32 {
    let end = word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    hash(&word[..end])
}

/// Words with a capital, but for the first, which has one anyway.
fn names(text: &str) -> BTreeSet<u32> {
    let words = tokens(text).skip(1).filter(|word| word.chars().count() >= SHORTEST);
    words.filter(|word| word.starts_with(char::is_uppercase)).map(|word| cut(word, NAME_STEM)).collect()
}

fn stems(text: &str) -> impl Iterator<Item = u32> {
    tokens(text).filter(|word| word.chars().count() >= SHORTEST && word.chars().any(char::is_alphabetic)).map(stem)
}

/// The two sides of an event. Parties that act on each other without a recipient ("Iran and Iraq held talks") are each other's.
pub(crate) fn sides(event: &Event) -> (&[Party], &[Party]) {
    let other = if event.recipients.is_empty() && event.actors.len() > 1 { &event.actors } else { &event.recipients };
    (&event.actors, other)
}

impl Sketch {
    /// The features of an event of a report.
    pub(crate) fn new(head: &ReportHead, event: &Event) -> Self {
        let published = head.published.map_or(NO_DAY, to_number);
        let told = event.date.map(|range| (to_number(range.first), to_number(range.last)));
        let (day, last) = told.unwrap_or((published, published));
        let (actors, recipients) = sides(event);
        let mut known: BTreeSet<u32> = BTreeSet::new();
        for party in actors.iter().chain(recipients) {
            known.extend(stems(&party.text));
        }
        for source in &event.according_to {
            known.extend(stems(&source.text));
        }
        if let Some(place) = &event.place {
            known.extend(stems(&place.text));
        }
        let words: BTreeSet<u32> = stems(&event.text).filter(|word| !known.contains(word)).collect();
        let numbers: BTreeSet<u32> = tokens(&event.text).filter_map(|word| word.parse().ok()).filter(|n| !is_year(*n)).collect();
        Sketch {
            day,
            last,
            dated: told.is_some(),
            published,
            aux: event.aux,
            coop: event.quad <= 2,
            scale: thousandths(event.scale),
            goldstein: event.goldstein.map(thousandths),
            cameo: event.cameo.as_deref().map_or(0, hash),
            outlet: head.source.as_deref().map_or(0, hash),
            copy_of: duplicate_of(head).map_or(0, hash),
            modes: event.modes.iter().map(|mode| hash(mode)).collect(),
            actors: actors.iter().map(side).collect(),
            recipients: recipients.iter().map(side).collect(),
            mutual: event.recipients.is_empty() && event.actors.len() > 1,
            spot: event.place.as_ref().map(|place| Spot {
                country: place.country.map_or([0; 3], country),
                name: hash(place.name.as_deref().unwrap_or(&place.text)),
                point: place.lat.zip(place.lon).filter(|_| is_point(place)).map(|(lat, lon)| (lat as f32, lon as f32)),
            }),
            words: words.into_iter().collect(),
            names: names(&event.text).into_iter().collect(),
            numbers: numbers.into_iter().collect(),
        }
    }
}

impl Sketch {
    /// The directed pairs of countries, each once; empty where a side is not known.
    pub(crate) fn dyads(&self) -> BTreeSet<(&str, &str)> {
        let unknown = [Side { country: [0; 3], sectors: 0, names: Vec::new() }];
        let or_unknown = |sides: &[Side]| if sides.is_empty() { None } else { Some(sides.len()) };
        let mut pairs = BTreeSet::new();
        let n = (or_unknown(&self.actors).unwrap_or(1), or_unknown(&self.recipients).unwrap_or(1));
        for i in 0..n.0 {
            for j in (0..n.1).filter(|j| !self.mutual || i != *j) {
                let code = |sides: &'_ [Side], at: usize| sides.get(at).unwrap_or(&unknown[0]).country;
                pairs.insert((code(&self.actors, i), code(&self.recipients, j)));
            }
        }
        pairs.into_iter().map(|(actor, recipient)| (self.code(actor), self.code(recipient))).collect()
    }

    /// A country's code as text that lives as long as the sketch.
    fn code(&self, country: [u8; 3]) -> &str {
        self.actors.iter().chain(&self.recipients).find(|side| side.country == country).map_or("", Side::code)
    }

    /// Pairs of countries, without direction, by which records that may tell the same happening find each other. Where one side is not
    /// known, the country of the place stands in, else the other side.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        let place = self.spot.as_ref().map(|spot| spot.country).filter(|country| *country != [0; 3]);
        let mut keys = BTreeSet::new();
        for (actor, recipient) in self.dyads() {
            let place = place.as_ref().and_then(|country| std::str::from_utf8(country).ok());
            let one = [actor, place.unwrap_or(""), recipient].into_iter().find(|code| !code.is_empty());
            let other = [recipient, place.unwrap_or(""), actor].into_iter().find(|code| !code.is_empty());
            if let (Some(one), Some(other)) = (one, other) {
                keys.insert(format!("{} {}", one.min(other), one.max(other)));
            }
        }
        keys
    }
}

/// The id of the report of which this one is a copy, where whoever read the reports in said so.
pub(crate) fn duplicate_of(head: &ReportHead) -> Option<&str> {
    head.duplicate_of.as_deref().filter(|id| !id.is_empty())
}

/// The middle of a country or region is no place where anything happened.
fn is_point(place: &chancery_record::Place) -> bool {
    !matches!(place.precision.as_deref(), Some("country" | "region"))
}

/// A year is told by the date already.
fn is_year(number: u32) -> bool {
    (1900..2100).contains(&number)
}

pub(crate) fn thousandths(score: f64) -> i32 {
    (score * 1000.0).round() as i32
}

fn country(country: chancery_base::Country) -> [u8; 3] {
    country.as_str().as_bytes().try_into().unwrap_or([0; 3])
}

fn side(party: &Party) -> Side {
    let mut names: Vec<u32> = stems(&party.text).collect();
    names.sort_unstable();
    names.dedup();
    Side {
        country: party.country.map_or([0; 3], country),
        sectors: party.sectors.iter().fold(0, |bits, sector| bits | 1 << (*sector as u32 % 32)),
        names,
    }
}

#[cfg(test)]
mod tests {
    use chancery_record::Span;

    use super::*;

    #[test]
    fn words_meet_by_their_beginnings_and_parties_are_no_words() {
        let mut event = Event::new("V1", "COERCE", Span(16, 24), Span(0, 61));
        event.text = "Police in Minsk detained 40 protesters in 2026, it said.".to_owned();
        event.actors = vec![Party {
            entity: String::new(),
            text: "Police in Minsk".to_owned(),
            span: Span(0, 15),
            country: "BLR".parse().ok(),
            sectors: vec!["COP".parse().unwrap()],
        }];
        let sketch = Sketch::new(&ReportHead::new("a"), &event);
        assert_eq!(sketch.numbers, [40]);
        assert!(sketch.words.contains(&stem("protests")) && sketch.words.contains(&stem("detained")));
        assert!(!sketch.words.contains(&stem("Police")));
        assert_eq!((sketch.day, sketch.dated), (NO_DAY, false));
        assert_eq!(sketch.actors[0].code(), "BLR");
    }
}
