//! Attribution: who says what, by which words, and which words are theirs.
//!
//! Three steps. [`cue`](find) looks for cues (verbs, nouns, adjectives, adverbs, phrases of the lexicon) and gives each its source and
//! content from the tree; `quote` reads the quotation marks, and a content that touches a quotation takes all of it, with its
//! continuation; `content` turns words into spans. A cue without content is dropped.

mod content;
mod cue;
mod phrase;
mod quote;
mod source;

use std::collections::BTreeSet;

use chancery_base::Span;
use chancery_lexicon::{SpeechCues, SpeechKind};
use chancery_text::{Analysis, WordIdx};

use self::content::Extent;
use self::cue::Found;
use crate::event::Event;

/// One attribution: a source, a cue, and a content, each in pieces of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Who says it, in bytes; empty where nobody is named.
    pub source: Vec<Span>,
    /// Head word of the source; for "who" the noun that it stands for.
    pub source_head: Option<WordIdx>,
    /// The words that say that it is said, in bytes.
    pub cue: Vec<Span>,
    /// Head word of the cue.
    pub cue_head: Option<WordIdx>,
    /// What is said, in bytes.
    pub content: Vec<Span>,
    /// Whether some of the content stands between quotation marks.
    pub quoted: bool,
    /// What kind of word it is.
    pub kind: SpeechKind,
    /// Whether the cue is an act of its own that a frame may code ("accused").
    pub speech_act: bool,
    /// Whether the source vouches for the content.
    pub asserts: bool,
    /// Whether the cue itself stands inside a quotation: the speaker's own words, not the report's, tell of this source.
    pub in_quotation: bool,
    /// Whether the tree itself ties the content to the cue, and not only its place in the text.
    pub certain: bool,
}

/// All attributions of a text, in the order of their cues.
pub fn attribute(analysis: &Analysis, speech: &SpeechCues) -> Vec<Attribution> {
    let quotes = quote::quotes(analysis.text());
    let extent = Extent { analysis, quotes: &quotes };
    let mut found: Vec<Found> = cue::find(analysis, speech, &extent);
    found.extend(phrase::find(analysis, speech));
    found.sort_by_key(|one| (one.cue_head, one.cue.len()));
    let mut attributions: Vec<Attribution> = found.into_iter().filter_map(|one| extent.attribution(one)).collect();
    extent.follow(&mut attributions);
    drop_inner(&mut attributions);
    attributions
}

/// What somebody is said to want, like or ask for is no attribution of the report's own; what is said to be said stays.
fn drop_inner(attributions: &mut Vec<Attribution>) {
    let inner: Vec<bool> = attributions
        .iter()
        .map(|one| {
            let told = matches!(one.kind, SpeechKind::Report | SpeechKind::Show);
            let cue = one.cue.first().copied();
            !told
                && cue.is_some_and(|cue| attributions.iter().any(|outer| outer.kind == SpeechKind::Report && covers(outer, cue)))
        })
        .collect();
    let mut flags = inner.into_iter();
    attributions.retain(|_| !flags.next().unwrap_or(false));
}

/// The report's own attributions: a cue inside a quotation is the quoted one's own word ("“I think …”"), kept only where an event is
/// told on it.
pub(crate) fn of_report(mut attributions: Vec<Attribution>, events: &[Event]) -> Vec<Attribution> {
    let told: BTreeSet<Span> = events.iter().flat_map(|event| &event.according_to).filter_map(|source| source.cue).collect();
    attributions.retain(|one| !one.in_quotation || one.cue.iter().any(|cue| told.contains(cue)));
    attributions
}

/// Whether the content of an attribution holds the span; its source and cue do not count as content.
pub fn covers(attribution: &Attribution, trigger: Span) -> bool {
    attribution.content.iter().any(|piece| piece.contains(trigger))
        && !attribution.cue.iter().chain(&attribution.source).any(|piece| piece.contains(trigger))
}

/// The attributions on whose word the text tells what this word tells, as positions in `attributions`, outermost first.
///
/// Only those count whose source vouches for the content: what somebody wants or asks for is no word on what happened.
pub fn according_to(analysis: &Analysis, trigger: WordIdx, attributions: &[Attribution]) -> Vec<usize> {
    let span = analysis.word(trigger).span;
    let mut found: Vec<usize> = (0..attributions.len())
        .filter(|at| {
            let one = &attributions[*at];
            one.asserts && one.cue_head != Some(trigger) && covers(one, span)
        })
        .collect();
    // A longer content is farther out; of two alike, the one whose cue lies in the other's content is inside.
    let length = |one: &Attribution| one.content.iter().map(|piece| piece.len()).sum::<usize>();
    found.sort_by_key(|at| (std::cmp::Reverse(length(&attributions[*at])), *at));
    for at in 1..found.len() {
        let (outer, inner) = (&attributions[found[at - 1]], &attributions[found[at]]);
        if outer.cue.iter().any(|cue| covers(inner, *cue)) {
            found.swap(at - 1, at);
        }
    }
    found
}
