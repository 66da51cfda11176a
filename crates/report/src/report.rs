//! The report: a text as it was given, and what is known about it as a whole.

use chancery_base::{Day, Notice, NoticeCode, Span};
use serde_json::{Map, Value};

use crate::Dateline;

/// What the user says about a report beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Name of the report; without one, it is named after its text.
    pub id: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language, as `en`.
    pub language: Option<String>,
    /// Day of publication.
    pub date: Option<Day>,
    /// On what `date` rests: given with the input, or found in a page's metadata.
    pub date_basis: PublishedBasis,
    /// Fields that Chancery does not know.
    pub extra: Map<String, Value>,
}

/// A news text with its parts, its outlet and its day.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The given id, else the first 16 hexadecimal digits of the SHA-256 of the text.
    pub id: String,
    /// The text as it was given.
    pub text: String,
    /// The outlet: given, else from the dateline or byline.
    pub source: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The title: given, else the headline.
    pub title: Option<String>,
    /// Its language: given, else told by its words where it is not English.
    pub language: Option<String>,
    /// Day of publication; `None`: nothing says it.
    pub published: Option<Published>,
    /// The parts in the order of the text; they do not overlap.
    pub parts: Vec<Part>,
    /// Where and when it was sent, if the body begins with that.
    pub dateline: Option<Dateline>,
    /// Days that captions and datelines write out with their year: evidence, not decisions.
    pub dated: Vec<(Span, Day)>,
    /// What a person should know before trusting the record.
    pub notices: Vec<Notice>,
    /// The id of an earlier report with the same text, where somebody has looked ([`Duplicates`](crate::Duplicates)).
    pub duplicate_of: Option<String>,
    /// Fields of the input that Chancery does not know.
    pub extra: Map<String, Value>,
}

impl Report {
    /// Whether it is coded: not where it is in another language, or a page without its article.
    pub fn is_coded(&self) -> bool {
        !self.notices.iter().any(|notice| matches!(notice.code, NoticeCode::NotEnglish | NoticeCode::Stub))
    }

    /// What is to be analysed: headline, deck, captions and body, in the order of the text. Bylines, datelines and boilerplate are not.
    /// Nothing of a report that is [not to be coded](Report::is_coded).
    pub fn segments(&self) -> Vec<(PartKind, Span)> {
        if !self.is_coded() {
            return Vec::new();
        }
        self.parts.iter().filter(|part| part.kind.is_told()).map(|part| (part.kind, part.span)).collect()
    }
}

/// The day of publication and on what it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub day: Day,
    /// On what it rests.
    pub basis: PublishedBasis,
    /// The words that say it, where the text does.
    pub span: Option<Span>,
}

/// On what the day of publication rests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PublishedBasis {
    /// It was given with the input.
    #[default]
    Given,
    /// It stands in a page's metadata.
    Metadata,
    /// The text says it, as in a dateline.
    Text,
}

/// One part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What kind.
    pub kind: PartKind,
    /// Where, without the blanks around it.
    pub span: Span,
}

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What belongs to the page, not to the report; also a line that repeats an earlier one.
    Boilerplate,
}

impl PartKind {
    /// Whether parts of this kind tell news and are to be analysed.
    pub fn is_told(self) -> bool {
        matches!(self, PartKind::Headline | PartKind::Deck | PartKind::Caption | PartKind::Body)
    }

    /// The word of the record.
    pub fn as_str(self) -> &'static str {
        match self {
            PartKind::Headline => "headline",
            PartKind::Deck => "deck",
            PartKind::Byline => "byline",
            PartKind::Dateline => "dateline",
            PartKind::Caption => "caption",
            PartKind::Body => "body",
            PartKind::Boilerplate => "boilerplate",
        }
    }
}
