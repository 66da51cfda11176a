//! Cues in the tree: verbs, nouns, adjectives and adverbs of speech with their sources and contents.

use chancery_lexicon::{Slot, SpeechCue, SpeechCues, SpeechKind};
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use super::content::Extent;
use super::source::{self, Source};

/// A cue with its source and the words of its content.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) cue: Vec<WordIdx>,
    pub(crate) cue_head: WordIdx,
    pub(crate) source: Option<Source>,
    pub(crate) content: Vec<WordIdx>,
    pub(crate) kind: SpeechKind,
    pub(crate) speech_act: bool,
    pub(crate) asserts: bool,
    /// Whether a quotation beside the cue is its content.
    pub(crate) takes_quotes: bool,
    pub(crate) certain: bool,
}

impl Found {
    /// A plain word of somebody's, without an entry of its own.
    pub(crate) fn new(
        cue: Vec<WordIdx>,
        cue_head: WordIdx,
        source: Option<Source>,
        content: Vec<WordIdx>,
        kind: SpeechKind,
    ) -> Self {
        let asserts = !matches!(kind, SpeechKind::Seem);
        Found { cue, cue_head, source, content, kind, speech_act: false, asserts, takes_quotes: false, certain: true }
    }
}

/// How many words a misread speaker is looked for from its cue.
const NEAR: usize = 8;

/// What the search needs.
struct Finder<'a> {
    analysis: &'a Analysis,
    speech: &'a SpeechCues,
    extent: &'a Extent<'a>,
}

/// All cues of a text but the phrases.
pub(crate) fn find(analysis: &Analysis, speech: &SpeechCues, extent: &Extent<'_>) -> Vec<Found> {
    let finder = Finder { analysis, speech, extent };
    (0..analysis.words().len()).filter_map(|at| finder.at(WordIdx(at as u32))).collect()
}

impl Finder<'_> {
    fn at(&self, at: WordIdx) -> Option<Found> {
        match self.analysis.upos(at) {
            Upos::Verb => {
                let (cue, words) = self.speech.verb(self.analysis, at)?;
                self.verb(at, cue, &words)
            }
            Upos::Noun => {
                let (cue, words) = self.speech.noun(self.analysis, at)?;
                self.noun(at, cue, &words)
            }
            Upos::Adj => {
                let (cue, words) = self.speech.adjective(self.analysis, at)?;
                self.adjective(at, cue, &words)
            }
            Upos::Adv => self.adverb(at),
            _ => None,
        }
    }

    fn verb(&self, at: WordIdx, cue: &SpeechCue, companions: &[WordIdx]) -> Option<Found> {
        let analysis = self.analysis;
        if matches!(analysis.rel(at), Rel::Amod | Rel::Compound | Rel::Case | Rel::Fixed)
            || self.is_quoting(at)
            || self.is_unreal(at) && !self.has_clause(at, cue)
        {
            return None;
        }
        let passive = source::is_passive(analysis, at);
        let source = match cue.kind {
            SpeechKind::Seem => None,
            _ => self
                .inverted(at, cue)
                .or_else(|| source::of_verb(analysis, self.speech, at))
                .or_else(|| self.adjacent(at))
                .or_else(|| self.of_sentence(at)),
        };
        let mut heads = self.content_heads(at, cue, companions, passive);
        heads.retain(|head| source.is_none_or(|source| source.word != *head));
        let mut content: Vec<WordIdx> = heads.iter().flat_map(|head| analysis.subtree(*head)).collect();
        self.join_cue(at, companions, &heads, source, &mut content);
        if let (Some(first), Some(last)) = (content.iter().min(), content.iter().max()) {
            // What stands between two parts of a content behind its cue belongs to it.
            if *first > at && cue.speech_act {
                content = (first.at()..=last.at()).map(|at| WordIdx(at as u32)).collect();
            }
        }
        let mut certain = true;
        let clause = cue.slots.contains(&Slot::Clause);
        if clause && !heads.iter().any(|head| matches!(analysis.rel(*head), Rel::Ccomp | Rel::Parataxis)) {
            if let Some(around) = self.clause_around(at) {
                content = around;
            } else if content.is_empty() && cue.kind == SpeechKind::Report {
                content = self.clause_before(at, source);
                certain = content.is_empty();
            }
        }
        let negated = analysis.kids(at).iter().any(|kid| analysis.feature(*kid, "Polarity") == Some("Neg"));
        let mut words = self.cue_words(at, companions);
        words.extend(heads.iter().flat_map(|head| self.joining(at, *head)));
        Some(Found {
            cue: words,
            cue_head: at,
            source,
            content,
            kind: cue.kind,
            speech_act: cue.speech_act,
            asserts: cue.asserts && !negated && !self.is_unreal(at),
            takes_quotes: clause && matches!(cue.kind, SpeechKind::Report | SpeechKind::Question | SpeechKind::Act),
            certain,
        })
    }

    /// "…,” said the minister": right behind a comma or mark and the verb, a noun phrase is the speaker, whatever the parser made of it.
    fn inverted(&self, at: WordIdx, cue: &SpeechCue) -> Option<Source> {
        let analysis = self.analysis;
        let report = cue.kind == SpeechKind::Report && cue.slots.contains(&Slot::Clause) && !cue.addressee;
        let sentence = analysis.sentences().get(analysis.sentence_of(at))?;
        let ended = at.at() > sentence.words.start && analysis.words()[at.at() - 1].upos == Upos::Punct;
        // Behind a mark the verb's own clause begins; behind a comma it may have its subject before an apposition.
        let quoted = ended && analysis.form(WordIdx(at.0 - 1)).ends_with(['”', '"', '\'', '»', '’', '?', '!']);
        let is_subject = |kid: &WordIdx| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass) && (*kid > at || !quoted);
        let own = analysis.kids(at).iter().any(is_subject);
        if !report || !ended || own || &*analysis.word(at).xpos == "VBG" || source::is_passive(analysis, at) {
            return None;
        }
        let next = WordIdx(at.0 + 1);
        let mut heads = (next.at()..sentence.words.end.min(next.at() + NEAR)).map(|at| WordIdx(at as u32));
        let speaker = heads.rfind(|word| analysis.upos(*word).is_nominal() && analysis.subtree(*word).first() == Some(&next))?;
        let phrase = (quoted || !matches!(analysis.rel(speaker), Rel::Nsubj | Rel::NsubjPass))
            && analysis.rel(speaker) != Rel::NmodPoss
            && !analysis.kids(speaker).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Case | Rel::Nsubj | Rel::Mark));
        phrase.then_some(Source { word: speaker, head: speaker })
    }

    /// "… , the minister said": a noun phrase right before a reporting verb for which the tree has no subject.
    fn adjacent(&self, at: WordIdx) -> Option<Source> {
        let analysis = self.analysis;
        let finite = matches!(&*analysis.word(at).xpos, "VBD" | "VBZ" | "VBP");
        if !finite || source::is_passive(analysis, at) || matches!(analysis.rel(at), Rel::Acl | Rel::AclRelcl) {
            return None;
        }
        let start = analysis.sentences().get(analysis.sentence_of(at))?.words.start;
        let between = |word: WordIdx| {
            (word.at() + 1..at.at())
                .map(|at| WordIdx(at as u32))
                .all(|one| analysis.is_below(one, word) || matches!(analysis.upos(one), Upos::Adv | Upos::Aux))
        };
        let mut words = (start..at.at()).rev().take(NEAR).map(|at| WordIdx(at as u32));
        let speaker = words.rfind(|word| analysis.upos(*word).is_nominal() && between(*word) && !analysis.is_below(at, *word))?;
        Some(Source { word: speaker, head: speaker })
    }

    /// A participle behind the main clause that the tree ties to no subject is its subject's: "went home, saying that …".
    fn of_sentence(&self, at: WordIdx) -> Option<Source> {
        let analysis = self.analysis;
        let participle = &*analysis.word(at).xpos == "VBG" && analysis.kids_by(at, Rel::Mark).next().is_none();
        let root = std::iter::successors(Some(at), |word| analysis.head(*word)).last()?;
        (participle && root < at).then(|| source::subject(analysis, root, 0)).flatten()
    }

    /// A clause begins right behind its cue: words between them that hang on nothing else of the cue are the clause's.
    fn join_cue(
        &self,
        at: WordIdx,
        companions: &[WordIdx],
        heads: &[WordIdx],
        source: Option<Source>,
        content: &mut Vec<WordIdx>,
    ) {
        let analysis = self.analysis;
        let clausal = heads.iter().any(|head| analysis.rel(*head) == Rel::Ccomp);
        let Some(first) = content.iter().min().copied().filter(|first| clausal && *first > at && first.at() - at.at() < 8) else {
            return;
        };
        let other = |word: WordIdx| {
            companions.contains(&word)
                || source.is_some_and(|source| analysis.is_below(word, source.word))
                || analysis.kids(at).iter().any(|kid| !heads.contains(kid) && analysis.is_below(word, *kid))
        };
        let between = (at.at() + 1..first.at()).map(|at| WordIdx(at as u32));
        content.extend(between.filter(|word| !other(*word)));
    }

    /// "will say", "to say": nobody has said it yet.
    fn is_unreal(&self, at: WordIdx) -> bool {
        let analysis = self.analysis;
        let modal = analysis.kids_by(at, Rel::Aux).any(|kid| &*analysis.word(kid).xpos == "MD");
        modal || analysis.kids_by(at, Rel::Mark).any(|kid| &*analysis.word(kid).xpos == "TO")
    }

    /// A word yet to be said is told as a claim only with a clause of its own: "to say that the vote was lost".
    fn has_clause(&self, at: WordIdx, cue: &SpeechCue) -> bool {
        cue.kind == SpeechKind::Report && self.analysis.kids_by(at, Rel::Ccomp).next().is_some()
    }

    /// The preposition that ties a cue to a noun phrase as its content is part of the cue: "spoke *about* the vote".
    fn joining(&self, cue: WordIdx, content: WordIdx) -> Option<WordIdx> {
        let analysis = self.analysis;
        let phrase = content > cue && matches!(analysis.rel(content), Rel::Obl | Rel::Nmod);
        let first = analysis.subtree(content).first().copied()?;
        let joins = phrase && analysis.rel(first) == Rel::Case && self.speech.is_joining(&analysis.lemma(first).to_lowercase());
        joins.then_some(first)
    }

    /// "was quoted as saying": the cue is the inner verb.
    fn is_quoting(&self, at: WordIdx) -> bool {
        source::is_passive(self.analysis, at) && self.quoted_verb(at).is_some()
    }

    fn quoted_verb(&self, at: WordIdx) -> Option<WordIdx> {
        self.analysis.kids(at).iter().copied().find(|kid| {
            matches!(self.analysis.rel(*kid), Rel::Advcl | Rel::Xcomp | Rel::Ccomp | Rel::Obl)
                && self.analysis.upos(*kid) == Upos::Verb
                && self.analysis.feature(*kid, "VerbForm") == Some("Ger")
                && self.has_mark(*kid, |lemma| self.speech.is_comparing(lemma))
                && self.speech.verb(self.analysis, *kid).is_some_and(|(cue, _)| cue.kind == SpeechKind::Report)
        })
    }

    fn has_mark(&self, word: WordIdx, wanted: impl Fn(&str) -> bool) -> bool {
        self.analysis.kids(word).iter().any(|kid| {
            matches!(self.analysis.rel(*kid), Rel::Mark | Rel::Case) && wanted(&self.analysis.lemma(*kid).to_lowercase())
        })
    }

    /// The heads of what fills the slots of a verb.
    fn content_heads(&self, at: WordIdx, cue: &SpeechCue, companions: &[WordIdx], passive: bool) -> Vec<WordIdx> {
        let analysis = self.analysis;
        let own = analysis.kids(at).iter().copied();
        let theirs = companions.iter().flat_map(|word| analysis.kids(*word)).copied();
        let kids: Vec<WordIdx> = own.chain(theirs).filter(|kid| !companions.contains(kid)).collect();
        let fills = |kid: &WordIdx| cue.slots.iter().any(|slot| self.fills(*kid, slot));
        let mut heads: Vec<WordIdx> = kids.iter().copied().filter(fills).collect();
        let has_clause = heads.iter().any(|kid| matches!(analysis.rel(*kid), Rel::Ccomp | Rel::Parataxis));
        if has_clause && !cue.speech_act {
            heads.retain(|kid| matches!(analysis.rel(*kid), Rel::Ccomp | Rel::Parataxis));
        }
        if cue.addressee {
            heads.retain(|kid| !matches!(analysis.rel(*kid), Rel::Obj | Rel::Iobj));
        }
        let takes_subject = passive && !cue.addressee || cue.kind == SpeechKind::Seem && !heads.is_empty();
        if takes_subject && (cue.slots.contains(&Slot::Object) || !heads.is_empty()) {
            heads.extend(kids.iter().copied().filter(|kid| matches!(analysis.rel(*kid), Rel::NsubjPass | Rel::Nsubj)));
        }
        heads
    }

    fn fills(&self, kid: WordIdx, slot: &Slot) -> bool {
        let rel = self.analysis.rel(kid);
        match slot {
            Slot::Clause => match rel {
                Rel::Ccomp => true,
                Rel::Parataxis => self.analysis.head(kid).is_some_and(|head| self.is_announced(head, kid)),
                _ => false,
            },
            Slot::Infinitive => rel == Rel::Xcomp,
            Slot::Object => rel == Rel::Obj && self.analysis.feature(kid, "Reflex").is_none(),
            Slot::Oblique(preposition) => {
                matches!(rel, Rel::Obl | Rel::Advcl | Rel::Xcomp | Rel::Nmod)
                    && self.has_mark(kid, |lemma| lemma == &**preposition)
            }
        }
    }

    /// Whether a loose clause behind the cue is announced by a colon, comma or quotation mark.
    fn is_announced(&self, cue: WordIdx, clause: WordIdx) -> bool {
        let first = self.analysis.subtree(clause).first().copied().unwrap_or(clause);
        let between = (cue.at() + 1..first.at() + 1).map(|at| self.analysis.words()[at].span.of(self.analysis.text()));
        clause > cue && between.into_iter().any(|form| form.contains([':', '"', '“', '«']) || form == "''" || form == "``")
    }

    /// The clause around or in front of a cue that is itself loose in it: "Prices, he said, rose", "as he said", "a gap that he says is wide".
    fn clause_around(&self, at: WordIdx) -> Option<Vec<WordIdx>> {
        let analysis = self.analysis;
        let head = analysis.head(at)?;
        let comparing = analysis.rel(at) == Rel::Advcl && self.has_mark(at, |lemma| self.speech.is_comparing(lemma));
        let loose = analysis.rel(at) == Rel::Parataxis
            && analysis.kids(at).iter().any(|kid| matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass));
        let relative = analysis.rel(at) == Rel::AclRelcl
            && analysis
                .kids_by(at, Rel::Nsubj)
                .any(|kid| analysis.feature(kid, "PronType").is_none_or(|kind| !kind.contains("Rel")));
        if !(comparing || loose || relative) {
            return None;
        }
        let own = analysis.subtree(at);
        Some(analysis.subtree(head).into_iter().filter(|word| own.binary_search(word).is_err()).collect())
    }

    /// What stands in the sentence before source and cue, if a comma or a closing mark ends it.
    fn clause_before(&self, at: WordIdx, source: Option<Source>) -> Vec<WordIdx> {
        let analysis = self.analysis;
        let Some(sentence) = analysis.sentences().get(analysis.sentence_of(at)) else { return Vec::new() };
        let Some(source) = source.filter(|source| analysis.is_below(source.word, at)) else { return Vec::new() };
        let first = analysis.subtree(source.word).first().copied().unwrap_or(at).min(at);
        let ended = first
            .at()
            .checked_sub(1)
            .is_some_and(|before| before >= sentence.words.start && analysis.words()[before].upos == Upos::Punct);
        let words = sentence.words.start..first.at();
        if ended && words.len() > 3 { words.map(|at| WordIdx(at as u32)).collect() } else { Vec::new() }
    }

    /// The verb with its auxiliaries, particles, companions, the adverbs between them, and the medium ("said in a statement").
    fn cue_words(&self, at: WordIdx, companions: &[WordIdx]) -> Vec<WordIdx> {
        let analysis = self.analysis;
        let mut words = vec![at];
        words.extend(companions);
        if let Some(above) = analysis.head(at).filter(|above| self.is_quoting(*above) && self.quoted_verb(*above) == Some(at)) {
            words.extend(self.cue_words(above, &[]));
            words.extend(analysis.kids(at).iter().filter(|kid| matches!(analysis.rel(**kid), Rel::Mark | Rel::Case)));
        }
        for kid in analysis.kids(at).iter().copied() {
            match analysis.rel(kid) {
                Rel::Aux | Rel::AuxPass | Rel::CompoundPrt => words.push(kid),
                Rel::Advmod if self.is_close(kid, at) => words.push(kid),
                Rel::Obl if kid > at && self.is_medium(kid) => {
                    words.extend(analysis.subtree(kid).into_iter().filter(|word| word.at() <= kid.at()));
                }
                Rel::Advmod | Rel::Cop | Rel::Mark => {}
                _ => {}
            }
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// A bare adverb right beside its cue ("openly said"), or before it with nothing but auxiliaries and such adverbs between.
    fn is_close(&self, adverb: WordIdx, cue: WordIdx) -> bool {
        let analysis = self.analysis;
        let within = adverb.0.min(cue.0) + 1..adverb.0.max(cue.0);
        let between = within.map(WordIdx).all(|one| matches!(analysis.upos(one), Upos::Aux | Upos::Adv | Upos::Part));
        between && analysis.kids(adverb).is_empty() && (adverb < cue || adverb.at() - cue.at() == 1)
    }

    fn is_medium(&self, noun: WordIdx) -> bool {
        let lemma = self.analysis.lemma(noun).to_lowercase();
        self.analysis
            .kids_by(noun, Rel::Case)
            .any(|case| self.speech.is_medium(&self.analysis.lemma(case).to_lowercase(), &lemma))
    }

    fn noun(&self, at: WordIdx, cue: &SpeechCue, companions: &[WordIdx]) -> Option<Found> {
        let analysis = self.analysis;
        let verb = source::light_verb(analysis, self.speech, at);
        let kids = analysis.kids(at).iter().chain(verb.iter().flat_map(|verb| analysis.kids(*verb))).copied();
        let fills = |kid: &WordIdx| {
            let rel = analysis.rel(*kid);
            cue.slots.iter().any(|slot| match slot {
                Slot::Clause => matches!(rel, Rel::Ccomp) || rel == Rel::Acl && self.is_finite(*kid),
                Slot::Infinitive => rel == Rel::Acl && !self.is_finite(*kid) && self.is_infinitive(*kid),
                Slot::Object => false,
                Slot::Oblique(preposition) => {
                    rel == Rel::Nmod && analysis.head(*kid) == Some(at) && self.has_mark(*kid, |lemma| lemma == &**preposition)
                }
            })
        };
        let mut heads: Vec<WordIdx> = kids.filter(fills).collect();
        if heads.iter().any(|kid| analysis.rel(*kid) != Rel::Nmod) {
            heads.retain(|kid| analysis.rel(*kid) != Rel::Nmod);
        }
        if heads.is_empty() {
            return None;
        }
        let source = source::of_noun(analysis, self.speech, at, &heads);
        let content = heads.iter().flat_map(|head| analysis.subtree(*head)).collect();
        let mut words = vec![at];
        words.extend(companions);
        words.extend(verb.filter(|verb| at.at().abs_diff(verb.at()) <= 3));
        words.extend(heads.iter().flat_map(|head| self.joining(at, *head)));
        let own =
            |kid: &WordIdx| *kid < at && matches!(analysis.rel(*kid), Rel::Det | Rel::Amod) && analysis.kids(*kid).is_empty();
        words.extend(analysis.kids(at).iter().copied().filter(own));
        Some(Found {
            cue: words,
            cue_head: at,
            source,
            content,
            kind: cue.kind,
            speech_act: cue.speech_act,
            asserts: cue.asserts,
            takes_quotes: false,
            certain: true,
        })
    }

    fn is_finite(&self, clause: WordIdx) -> bool {
        let analysis = self.analysis;
        analysis.feature(clause, "VerbForm") == Some("Fin")
            || analysis.kids(clause).iter().any(|kid| {
                matches!(analysis.rel(*kid), Rel::Nsubj | Rel::NsubjPass | Rel::Expl)
                    || matches!(analysis.rel(*kid), Rel::Aux | Rel::Cop | Rel::AuxPass)
                        && analysis.feature(*kid, "VerbForm") == Some("Fin")
            })
    }

    fn is_infinitive(&self, clause: WordIdx) -> bool {
        self.analysis.feature(clause, "VerbForm") == Some("Inf")
            || self.analysis.kids(clause).iter().any(|kid| self.analysis.feature(*kid, "VerbForm") == Some("Inf"))
    }

    /// "is confident that": an adjective as predicate.
    fn adjective(&self, at: WordIdx, cue: &SpeechCue, companions: &[WordIdx]) -> Option<Found> {
        let analysis = self.analysis;
        let heads: Vec<WordIdx> = analysis
            .kids(at)
            .iter()
            .copied()
            .filter(|kid| {
                let clausal = matches!(analysis.rel(*kid), Rel::Ccomp | Rel::Xcomp | Rel::Advcl);
                cue.slots.iter().any(|slot| match slot {
                    Slot::Clause => clausal && self.is_finite(*kid) && analysis.rel(*kid) == Rel::Ccomp,
                    Slot::Infinitive => clausal && self.is_infinitive(*kid),
                    slot => self.fills(*kid, slot),
                })
            })
            .collect();
        let source = source::subject(analysis, at, 4)?;
        if heads.is_empty() || analysis.upos(source.word) == Upos::Pron && analysis.rel(source.word) == Rel::Expl {
            return None;
        }
        let mut words = vec![at];
        words.extend(companions);
        words.extend(analysis.kids_by(at, Rel::Cop));
        words.extend(analysis.kids_by(at, Rel::Advmod).filter(|kid| self.is_close(*kid, at)));
        words.extend(heads.iter().flat_map(|head| self.joining(at, *head)));
        Some(Found {
            cue: words,
            cue_head: at,
            source: Some(source),
            content: heads.iter().flat_map(|head| analysis.subtree(*head)).collect(),
            kind: cue.kind,
            speech_act: cue.speech_act,
            asserts: cue.asserts,
            takes_quotes: false,
            certain: true,
        })
    }

    /// "reportedly": the clause is somebody's word, nobody says whose.
    fn adverb(&self, at: WordIdx) -> Option<Found> {
        let kind = self.speech.adverb(&self.analysis.lemma(at).to_lowercase())?;
        let head = self.analysis.head(at)?;
        let content = self.analysis.subtree(head).into_iter().filter(|word| *word != at).collect();
        let inside = self.extent.quotes.iter().any(|quote| quote.inner.contains(self.analysis.word(at).span));
        Some(Found { certain: !inside, ..Found::new(vec![at], at, None, content, kind) })
    }
}
