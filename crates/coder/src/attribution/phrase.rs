//! Phrases before a source: "according to Iraqi officials", "in the words of", and "in his view".

use chancery_lexicon::{SpeechCues, SpeechKind};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use super::cue::Found;
use super::source::Source;

/// All of them in a text.
pub(crate) fn find(analysis: &Analysis, speech: &SpeechCues) -> Vec<Found> {
    let mut found = Vec::new();
    for sentence in analysis.sentences() {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let here = WordIdx(at as u32);
            let phrase = speech.phrases().iter().find(|phrase| stands(analysis, &phrase.words, at, sentence.words.end));
            if let Some(phrase) = phrase {
                found.extend(before_source(analysis, here, phrase.words.len(), phrase.kind));
                at += phrase.words.len();
                continue;
            }
            if speech.is_view(&analysis.lemma(here).to_lowercase()) {
                found.extend(view(analysis, here));
            }
            at += 1;
        }
    }
    found
}

fn stands(analysis: &Analysis, words: &[String], at: usize, end: usize) -> bool {
    at + words.len() <= end
        && words
            .iter()
            .zip(&analysis.words()[at..])
            .all(|(wanted, word)| word.span.of(analysis.text()).eq_ignore_ascii_case(wanted))
}

/// "according to X": X is the word that the phrase is the case of, or the next noun where the parser saw it otherwise.
fn before_source(analysis: &Analysis, first: WordIdx, length: usize, kind: SpeechKind) -> Option<Found> {
    let cue: Vec<WordIdx> = (first.at()..first.at() + length).map(|at| WordIdx(at as u32)).collect();
    let inside = |word: WordIdx| cue.contains(&word);
    let from_phrase = cue
        .iter()
        .filter_map(|word| analysis.head(*word))
        .find(|head| !inside(*head) && *head > first && analysis.upos(*head).is_nominal());
    let below = || {
        cue.iter()
            .flat_map(|word| analysis.kids(*word))
            .copied()
            .find(|kid| !inside(*kid) && *kid > first && analysis.upos(*kid).is_nominal())
    };
    let source = from_phrase.or_else(below)?;
    // The whole phrase hangs where its highest word hangs.
    let top = if analysis.is_below(first, source) {
        source
    } else {
        cue.iter().copied().find(|word| analysis.head(*word).is_none_or(|head| !inside(head)))?
    };
    let content = clause_of(analysis, top, first)?;
    Some(Found::new(cue, first, Some(Source { word: source, head: source }), content, kind))
}

/// The words of the clause that a phrase belongs to, without the phrase.
fn clause_of(analysis: &Analysis, top: WordIdx, cue: WordIdx) -> Option<Vec<WordIdx>> {
    let set_off = cue.at().checked_sub(1).is_some_and(|before| analysis.words()[before].upos == Upos::Punct)
        || analysis.sentences().get(analysis.sentence_of(cue)).is_some_and(|sentence| sentence.words.start == cue.at());
    let mut clause = analysis.head(top)?;
    while let Some(above) = analysis.head(clause) {
        let rel = analysis.rel(clause);
        let stops = matches!(rel, Rel::Ccomp | Rel::Parataxis)
            || !set_off && matches!(rel, Rel::AclRelcl | Rel::Acl | Rel::Advcl | Rel::Conj);
        if stops {
            break;
        }
        clause = above;
    }
    let phrase = analysis.subtree(top);
    Some(analysis.subtree(clause).into_iter().filter(|word| phrase.binary_search(word).is_err()).collect())
}

/// "in his view, …": a noun with its owner, told as the circumstance of a clause.
fn view(analysis: &Analysis, noun: WordIdx) -> Option<Found> {
    if !matches!(analysis.rel(noun), Rel::Obl | Rel::Nmod) || analysis.kids_by(noun, Rel::Case).next().is_none() {
        return None;
    }
    let owner = analysis.kids_by(noun, Rel::NmodPoss).next()?;
    let content = clause_of(analysis, noun, analysis.subtree(noun).first().copied()?)?;
    Some(Found::new(vec![noun], noun, Some(Source { word: owner, head: owner }), content, SpeechKind::Belief))
}
