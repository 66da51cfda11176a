//! The types of the record, field for field in the order of the contract (`record.md`, schema `chancery/1`).

use chancery_base::{Country, Day, DayRange, NoticeCode, Sector};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Span, written};

/// Name and version of the layout; the first field of every record.
pub const SCHEMA: &str = "chancery/1";

/// Everything Chancery tells about one report: one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Which report.
    pub report: ReportHead,
    /// Who is named.
    pub entities: Vec<Entity>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who said what, whether or not it holds an event.
    pub attributions: Vec<Attribution>,
    /// Every place named, with coordinates, events or not.
    pub places: Vec<Place>,
}

impl Record {
    /// A record that tells nothing yet.
    pub fn new(report: ReportHead) -> Self {
        Record {
            schema: SCHEMA.to_owned(),
            report,
            entities: Vec::new(),
            events: Vec::new(),
            attributions: Vec::new(),
            places: Vec::new(),
        }
    }
}

/// Which report the record is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportHead {
    /// The id given with the input, else the first 16 hexadecimal digits of the SHA-256 of the text.
    pub id: String,
    /// The outlet.
    pub source: Option<String>,
    /// Where the report was found.
    pub url: Option<String>,
    /// The title given or the headline read.
    pub title: Option<String>,
    /// Language, as `en`.
    pub language: Option<String>,
    /// Day of publication.
    #[serde(with = "written::maybe")]
    pub published: Option<Day>,
    /// On what the day of publication rests.
    pub published_basis: Option<PublishedBasis>,
    /// The parts of the text, in order.
    pub parts: Vec<Part>,
    /// What a person should know before trusting the record.
    pub notices: Vec<Notice>,
    /// The id of the earlier report that tells the same in the same words; such a report is coded once. Written only where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// Fields of the input line that Chancery does not know, carried through as they were.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

impl ReportHead {
    /// A head with nothing but an id.
    pub fn new(id: impl Into<String>) -> Self {
        ReportHead { id: id.into(), ..ReportHead::default() }
    }
}

/// On what the day of publication rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedBasis {
    /// It was given with the input.
    Given,
    /// It stands in the page's metadata.
    Metadata,
    /// It stands in the text, as in a dateline.
    Text,
}

/// One part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What kind of part.
    pub kind: PartKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// The title above the report.
    Headline,
    /// A sentence or two below the headline.
    Deck,
    /// Who wrote it.
    Byline,
    /// Where, when and by which outlet it was sent.
    Dateline,
    /// What a picture shows.
    Caption,
    /// The report itself, a part a paragraph.
    Body,
    /// What belongs to the page, not to the report.
    Boilerplate,
}

/// What a person should know about the report before trusting its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The kind, for programs.
    pub code: String,
    /// One sentence, for people.
    pub message: String,
    /// The words that show it.
    pub spans: Vec<Span>,
}

impl Notice {
    /// A notice with the code's public name.
    pub fn new(code: NoticeCode, message: impl Into<String>, spans: Vec<Span>) -> Self {
        Notice { code: code.as_str().to_owned(), message: message.into(), spans }
    }
}

/// Somebody or something the report names, with all its mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// `E1`, `E2` and so on within the record.
    pub id: String,
    /// The fullest name.
    pub name: String,
    /// What kind.
    pub kind: EntityKind,
    /// The country it belongs to, or the code of a body above states.
    #[serde(with = "written::maybe")]
    pub country: Option<Country>,
    /// The parts of society it belongs to.
    #[serde(with = "written::list")]
    pub sectors: Vec<Sector>,
    /// The office held on the day of the report.
    pub office: Option<String>,
    /// The id in the knowledge base.
    pub known_as: Option<String>,
    /// Where it is named.
    pub mentions: Vec<Span>,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// One person.
    Person,
    /// People without an organisation: "40 demonstrators".
    Group,
    /// A ministry, party, army, company, body.
    Organisation,
    /// A state or its government.
    State,
    /// A place as a place.
    Place,
}

/// Somebody who takes part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The entity's id.
    pub entity: String,
    /// The words of `span`.
    pub text: String,
    /// The mention.
    pub span: Span,
    /// Country or code of a body above states.
    #[serde(with = "written::maybe")]
    pub country: Option<Country>,
    /// Parts of society.
    #[serde(with = "written::list")]
    pub sectors: Vec<Sector>,
}

/// Country and sectors as people write them, "BLR COP"; empty where neither is known.
pub fn codes(country: Option<Country>, sectors: &[Sector]) -> String {
    let country = country.as_ref().map(Country::as_str);
    country.into_iter().chain(sectors.iter().map(|sector| sector.as_str())).collect::<Vec<_>>().join(" ")
}

/// On whose word the report tells an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccordingTo {
    /// The entity's id.
    pub entity: String,
    /// The words of `span`.
    pub text: String,
    /// The mention.
    pub span: Span,
    /// Country or code of a body above states.
    #[serde(with = "written::maybe")]
    pub country: Option<Country>,
    /// Parts of society.
    #[serde(with = "written::list")]
    pub sectors: Vec<Sector>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// Whether the words stand in quotation marks.
    pub quoted: bool,
}

/// PLOVER's auxiliary value: in which sense the event did not simply happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aux {
    /// Background from well before the report.
    Historical,
    /// It is still to come.
    Future,
    /// If, might, would, is considered.
    Hypothetical,
    /// It did not happen.
    Negation,
}

impl Aux {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Aux::Historical => "historical",
            Aux::Future => "future",
            Aux::Hypothetical => "hypothetical",
            Aux::Negation => "negation",
        }
    }
}

/// One event: who did what to whom, when, where, on whose word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `V1`, `V2` and so on within the record.
    pub id: String,
    /// PLOVER event type, as `RETREAT`.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// In which sense it did not simply happen.
    pub aux: Option<Aux>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// PLOVER score, -10 (conflict) to 10 (cooperation).
    pub scale: f64,
    /// Goldstein score of the CAMEO code.
    pub goldstein: Option<f64>,
    /// The word that names the act.
    pub trigger: Span,
    /// The sentence that tells it.
    pub evidence: Span,
    /// The words of `evidence`.
    #[serde(default)]
    pub text: String,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// On whose word, outermost first; empty: the outlet's own voice.
    pub according_to: Vec<AccordingTo>,
    /// First and last day; `None`: the text gives no way to know.
    #[serde(with = "written::days")]
    pub date: Option<DayRange>,
    /// The words that date it.
    pub date_span: Option<Span>,
    /// Where it happened.
    pub place: Option<Place>,
    /// Probability that a careful reader agrees with type, actors and recipients.
    pub confidence: f64,
    /// The lexicon entry that fired.
    pub rule: String,
}

impl Event {
    /// An event with nothing but its type and its words; the rest is empty, unknown or zero.
    pub fn new(id: impl Into<String>, kind: impl Into<String>, trigger: Span, evidence: Span) -> Self {
        Event {
            id: id.into(),
            kind: kind.into(),
            modes: Vec::new(),
            contexts: Vec::new(),
            aux: None,
            cameo: None,
            quad: 0,
            scale: 0.0,
            goldstein: None,
            trigger,
            evidence,
            text: String::new(),
            actors: Vec::new(),
            recipients: Vec::new(),
            according_to: Vec::new(),
            date: None,
            date_span: None,
            place: None,
            confidence: 0.0,
            rule: String::new(),
        }
    }

    /// The words of the trigger, where `text` is filled and holds them.
    pub fn trigger_text(&self) -> Option<&str> {
        Some(self.trigger.relative_to(self.evidence.0)?.of(&self.text)).filter(|words| !words.is_empty())
    }
}

/// Who said what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words that name the speaker.
    pub source: Vec<Span>,
    /// The words of saying.
    pub cue: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
    /// The speaker's entity.
    pub speaker: Option<String>,
    /// Whether the content stands in quotation marks.
    pub quoted: bool,
}

/// A place the text names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The words of `span`.
    pub text: String,
    /// The mention.
    pub span: Span,
    /// The gazetteer's name.
    pub name: Option<String>,
    /// Country.
    #[serde(with = "written::maybe")]
    pub country: Option<Country>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// How precise the point is: the middle of a `country`, `region` or `county`, or a `city` or other `place`.
    #[serde(default)]
    pub precision: Option<String>,
    /// GeoNames id.
    pub geonameid: Option<u64>,
}
