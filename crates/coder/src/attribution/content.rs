//! Words → spans: how far source, cue and content reach, and which quotations belong to a content.

use std::collections::BTreeSet;

use chancery_base::Span;
use chancery_lexicon::SpeechKind;
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use super::Attribution;
use super::cue::Found;
use super::quote::Quote;

/// The text that spans are made over.
pub(crate) struct Extent<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) quotes: &'a [Quote],
}

impl Extent<'_> {
    /// What was found as spans; none where no content is left.
    pub(crate) fn attribution(&self, found: Found) -> Option<Attribution> {
        let cue: BTreeSet<WordIdx> = found.cue.iter().copied().collect();
        let source = self.source_words(&found, &cue);
        let mut content: BTreeSet<WordIdx> = found.content.iter().copied().collect();
        content.retain(|word| !cue.contains(word) && !source.contains(word));
        let cue_spans = self.pieces(&cue);
        let source_spans = self.pieces(&source);
        let mut pieces = self.pieces(&content);
        let by_tree = !pieces.is_empty();
        if found.takes_quotes {
            let own: Vec<Span> = cue_spans.iter().chain(&source_spans).copied().collect();
            self.take_quotes(&own, self.analysis.word(found.cue_head).span, &mut pieces);
        }
        if pieces.is_empty() {
            return None;
        }
        let quoted = self.quotes.iter().any(|quote| pieces.iter().any(|piece| quote.outer.overlaps(*piece)));
        Some(Attribution {
            source: source_spans,
            source_head: found.source.map(|source| source.head),
            cue: cue_spans,
            cue_head: Some(found.cue_head),
            content: pieces,
            quoted,
            kind: found.kind,
            speech_act: found.speech_act,
            asserts: found.asserts,
            in_quotation: self.quotes.iter().any(|quote| quote.outer.contains(self.analysis.word(found.cue_head).span)),
            certain: found.certain && by_tree,
        })
    }

    /// The words of the source: all below it, but not the cue and what hangs on it ("officials *saying that …*").
    fn source_words(&self, found: &Found, cue: &BTreeSet<WordIdx>) -> BTreeSet<WordIdx> {
        let Some(source) = found.source else { return BTreeSet::new() };
        let below_cue = !self.analysis.is_below(source.word, found.cue_head);
        let mut words: BTreeSet<WordIdx> = self.analysis.subtree(source.word).into_iter().collect();
        words.retain(|word| !(cue.contains(word) || below_cue && self.analysis.is_below(*word, found.cue_head)));
        for kid in self.analysis.kids(source.word) {
            // The preposition of "by the ministry" is no part of the ministry; nor is a possessive's ending, nor a misread clause.
            if matches!(self.analysis.rel(*kid), Rel::Case | Rel::Parataxis | Rel::Mark) {
                for below in self.analysis.subtree(*kid) {
                    words.remove(&below);
                }
            }
        }
        let content: BTreeSet<WordIdx> = found.content.iter().copied().collect();
        if !content.contains(&source.word) {
            words.retain(|word| !content.contains(word));
        }
        words
    }

    /// Runs of words as spans; punctuation between two words of a run belongs to it, punctuation at its ends does not.
    pub(crate) fn pieces(&self, words: &BTreeSet<WordIdx>) -> Vec<Span> {
        let mut runs: Vec<(WordIdx, WordIdx)> = Vec::new();
        for word in words.iter().copied().filter(|word| self.analysis.upos(*word) != Upos::Punct) {
            let joins = |last: WordIdx| (last.at() + 1..word.at()).all(|at| self.analysis.words()[at].upos == Upos::Punct);
            match runs.last_mut() {
                Some((_, last)) if joins(*last) => *last = word,
                _ => runs.push((word, word)),
            }
        }
        runs.into_iter().map(|(first, last)| self.analysis.word(first).span.cover(self.analysis.word(last).span)).collect()
    }

    /// A content that touches a quotation takes all of it; so does a cue beside one. A cue inside a quotation stays in it.
    fn take_quotes(&self, own: &[Span], cue: Span, pieces: &mut Vec<Span>) {
        if let Some(around) = self.quotes.iter().find(|quote| quote.outer.contains(cue)) {
            for piece in pieces.iter_mut() {
                let start = piece.start.clamp(around.inner.start, around.inner.end);
                *piece = Span::new(start, piece.end.clamp(start, around.inner.end));
            }
            pieces.retain(|piece| !piece.is_empty());
            return;
        }
        let taken: Vec<Quote> = self
            .quotes
            .iter()
            .filter(|quote| {
                pieces.iter().any(|piece| piece.overlaps(quote.inner) || self.abuts(*piece, quote))
                    || self.is_beside(own, cue, quote)
            })
            .copied()
            .collect();
        for quote in taken {
            add(pieces, trim(self.analysis.text(), quote.inner));
        }
    }

    /// Whether only commas, colons and blanks stand between a quotation and source and cue.
    fn is_beside(&self, own: &[Span], cue: Span, quote: &Quote) -> bool {
        let text = self.analysis.text();
        let near = own.iter().filter(|span| span.overlaps(cue) || span.start.abs_diff(cue.start) < 200);
        let whole = near.copied().reduce(Span::cover).unwrap_or(cue);
        let gap = |from: usize, to: usize| {
            from <= to
                && text.get(from..to).is_some_and(|gap| {
                    gap.len() < 4 && !gap.contains('\n') && gap.chars().all(|one| one.is_whitespace() || ",:".contains(one))
                })
        };
        let utterance = quote.inner.len() > 8;
        utterance && (gap(quote.outer.end, whole.start) && ends_open(text, quote) || gap(whole.end, quote.outer.start))
    }

    /// "has “kept us safe”": a quotation that goes on a piece without any punctuation between them.
    fn abuts(&self, piece: Span, quote: &Quote) -> bool {
        let text = self.analysis.text();
        let blank = |from: usize, to: usize| {
            from <= to
                && to - from <= 2
                && text.get(from..to).is_some_and(|gap| gap.chars().all(|one| one == ' ' || one == '\u{a0}'))
        };
        blank(piece.end, quote.outer.start) || blank(quote.outer.end, piece.start)
    }

    /// Quotations that no cue has: they go on the quotation before them, of the same speaker.
    pub(crate) fn follow(&self, attributions: &mut [Attribution]) {
        let text = self.analysis.text();
        for (at, quote) in self.quotes.iter().enumerate() {
            let taken = attributions.iter().any(|one| utters(one) && one.content.iter().any(|piece| piece.overlaps(quote.inner)));
            if taken {
                continue;
            }
            let speaker = if quote.continues {
                let before = at.checked_sub(1).map(|before| self.quotes[before].inner);
                before.and_then(|before| {
                    attributions.iter().position(|one| utters(one) && one.content.iter().any(|piece| piece.overlaps(before)))
                })
            } else {
                self.speaker_before(text, quote, attributions)
            };
            if let Some(speaker) = speaker {
                add(&mut attributions[speaker].content, trim(text, quote.inner));
                attributions[speaker].quoted = true;
            }
        }
    }

    /// The speaker of the sentence that ends right before a quotation: "… ," she said. “And then …”
    fn speaker_before(&self, text: &str, quote: &Quote, attributions: &[Attribution]) -> Option<usize> {
        let before = text.get(..quote.outer.start)?.trim_end_matches([' ', '\t', '\u{a0}']);
        let ended = before.trim_end_matches(['”', '"', '\'', '’', ')']);
        if before.ends_with('\n') || !ended.ends_with(['.', '!', '?']) {
            return None;
        }
        let end = ended.len();
        let sentence = self.analysis.sentences().iter().rfind(|sentence| sentence.span.start < end)?;
        let in_sentence = |span: &Span| sentence.span.start <= span.start && span.end <= before.len();
        let spoken = |one: &Attribution| {
            let near = one.cue.iter().any(in_sentence);
            let through = one.content.iter().any(|piece| piece.end <= before.len() && before.len() - piece.end <= 3);
            utters(one) && one.quoted && (near || through)
        };
        attributions.iter().rposition(spoken)
    }
}

/// Whether the cue is one that utters quotations.
fn utters(one: &Attribution) -> bool {
    matches!(one.kind, SpeechKind::Report | SpeechKind::Question) && !one.in_quotation
}

/// Whether a quotation ends in a mark that lets its cue follow: "…,” he said", "…?” he asked".
fn ends_open(text: &str, quote: &Quote) -> bool {
    quote.inner.of(text).trim_end().ends_with([',', '?', '!', '…', '-', '—', '.'])
        || text.get(quote.outer.end..).is_some_and(|rest| rest.starts_with(','))
}

/// Without blanks and commas at its ends.
fn trim(text: &str, span: Span) -> Span {
    let whole = span.of(text);
    let edge = |one: char| one.is_whitespace() || one == ',';
    let start = span.start + (whole.len() - whole.trim_start_matches(edge).len());
    let end = span.end - (whole.len() - whole.trim_end_matches(edge).len());
    if start < end { Span::new(start, end) } else { span }
}

/// Adds a piece, joined with those that it touches.
fn add(pieces: &mut Vec<Span>, new: Span) {
    let mut whole = new;
    pieces.retain(|piece| {
        let apart = !(piece.overlaps(whole) || piece.start.abs_diff(whole.end) <= 1 || whole.start.abs_diff(piece.end) <= 1);
        if !apart {
            whole = whole.cover(*piece);
        }
        apart
    });
    pieces.push(whole);
    pieces.sort_unstable();
}
