//! The cues of attribution: verbs, nouns, adjectives, adverbs and phrases by which a report hands a content to a source.

use std::collections::{BTreeSet, HashMap};

use chancery_base::Problem;
use chancery_text::{Analysis, WordIdx};
use serde::Deserialize;
use toml::Spanned;

use super::{Companions, Once, line_at, parse};

/// What kind of word of somebody's a cue tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeechKind {
    /// Says that something is so: say, add, according to.
    Report,
    /// Holds that something is so: believe, think.
    Belief,
    /// Wants something to be so: hope, plan.
    Wish,
    /// Asks: ask, wonder.
    Question,
    /// Does something by speaking, or takes a stand: accuse, call for, praise.
    Act,
    /// A thing that shows: a poll, a document.
    Show,
    /// It looks so, nobody says to whom: seem, reportedly.
    Seem,
}

/// Where in the tree the content of a cue may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A finite clause, also in front or around the cue, and a quotation beside it.
    Clause,
    /// An open complement.
    Infinitive,
    /// A noun phrase as object.
    Object,
    /// A complement with this preposition.
    Oblique(Box<str>),
}

/// One cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeechCue {
    companions: Companions,
    /// What kind of word it tells of.
    pub kind: SpeechKind,
    /// Whether it names an act that is an event of its own ("accused", "urged").
    pub speech_act: bool,
    /// Whether the source vouches for the content: only then is an event in the content told on its word.
    pub asserts: bool,
    /// Where the content stands.
    pub slots: Vec<Slot>,
    /// Whether the object is the one who is told ("told reporters").
    pub addressee: bool,
}

/// A preposition of several words before the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePhrase {
    /// Its words, lower case.
    pub words: Vec<String>,
    /// What kind of word it tells of.
    pub kind: SpeechKind,
}

/// A sentence that shows what a list is for, or, with no attributions, what it must leave alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueExample {
    /// File it stands in.
    pub file: String,
    /// Line it stands in.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// What is to be found, each as source, cue and content.
    pub attributions: Vec<ExpectedAttribution>,
}

/// One attribution of an example; its parts are words of the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAttribution {
    /// Words of the source; empty where there is none.
    #[serde(default)]
    pub source: String,
    /// Words of the cue.
    pub cue: String,
    /// Words of the content; pieces apart by " … ".
    pub content: String,
}

/// All cues of attribution.
#[derive(Clone, Debug, Default)]
pub struct SpeechCues {
    verbs: HashMap<String, Vec<SpeechCue>>,
    nouns: HashMap<String, Vec<SpeechCue>>,
    adjectives: HashMap<String, Vec<SpeechCue>>,
    adverbs: HashMap<String, SpeechKind>,
    phrases: Vec<SourcePhrase>,
    examples: Vec<CueExample>,
    words: WordLists,
}

impl SpeechCues {
    /// The cue of a verb here, with the words that belong to it; the entry with most words wins.
    pub fn verb(&self, analysis: &Analysis, at: WordIdx) -> Option<(&SpeechCue, Vec<WordIdx>)> {
        longest(&self.verbs, analysis, at)
    }

    /// The cue of a noun here.
    pub fn noun(&self, analysis: &Analysis, at: WordIdx) -> Option<(&SpeechCue, Vec<WordIdx>)> {
        longest(&self.nouns, analysis, at)
    }

    /// The cue of an adjective here.
    pub fn adjective(&self, analysis: &Analysis, at: WordIdx) -> Option<(&SpeechCue, Vec<WordIdx>)> {
        longest(&self.adjectives, analysis, at)
    }

    /// Whether the adverb says that somebody says so ("reportedly").
    pub fn adverb(&self, lemma: &str) -> Option<SpeechKind> {
        self.adverbs.get(lemma).copied()
    }

    /// The prepositions of several words that stand before a source.
    pub fn phrases(&self) -> &[SourcePhrase] {
        &self.phrases
    }

    /// Whether a noun names a medium of speech ("statement"), told with this preposition.
    pub fn is_medium(&self, preposition: &str, noun: &str) -> bool {
        self.words.media_with.contains(preposition) && self.words.media.contains(noun)
    }

    /// Whether the word joins a reporting clause by comparison ("as").
    pub fn is_comparing(&self, word: &str) -> bool {
        self.words.comparing.contains(word)
    }

    /// Whether the preposition stands before the one who does what a passive or a noun tells.
    pub fn is_agent(&self, preposition: &str) -> bool {
        self.words.agent.contains(preposition)
    }

    /// Whether the preposition stands before the one whose word a noun is.
    pub fn is_owning(&self, preposition: &str) -> bool {
        self.words.owning.contains(preposition)
    }

    /// Whether the verb lends its subject to a noun cue ("made the claim", "issued a statement").
    pub fn is_light(&self, lemma: &str) -> bool {
        self.words.light.contains(lemma)
    }

    /// Whether a noun with its owner hands the clause to it ("in his view").
    pub fn is_view(&self, lemma: &str) -> bool {
        self.words.views.contains(lemma)
    }

    /// Whether the preposition, before a noun phrase as content, is part of the cue ("spoke about").
    pub fn is_joining(&self, preposition: &str) -> bool {
        self.words.joining.contains(preposition)
    }

    /// The examples of the file.
    pub fn examples(&self) -> &[CueExample] {
        &self.examples
    }
}

fn longest<'a>(
    cues: &'a HashMap<String, Vec<SpeechCue>>,
    analysis: &Analysis,
    at: WordIdx,
) -> Option<(&'a SpeechCue, Vec<WordIdx>)> {
    // The lists are sorted by falling number of companions.
    let lemma = crate::grammar::lower_lemma(analysis, at);
    cues.get(lemma.as_ref())?.iter().find_map(|cue| cue.companions.find(analysis, at).map(|words| (cue, words)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeechFile {
    words: WordLists,
    #[serde(default)]
    verb: Vec<CueRow>,
    #[serde(default)]
    noun: Vec<CueRow>,
    #[serde(default)]
    adjective: Vec<CueRow>,
    #[serde(default)]
    adverb: Vec<AdverbRow>,
    #[serde(default)]
    phrase: Vec<PhraseRow>,
    #[serde(default)]
    example: Vec<ExampleRow>,
}

/// The lists of words that are told apart by nothing but their use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    media: BTreeSet<String>,
    media_with: BTreeSet<String>,
    comparing: BTreeSet<String>,
    agent: BTreeSet<String>,
    owning: BTreeSet<String>,
    light: BTreeSet<String>,
    views: BTreeSet<String>,
    joining: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    words: Vec<Spanned<String>>,
    kind: SpeechKind,
    content: Vec<Spanned<String>>,
    #[serde(default)]
    speech_act: bool,
    asserts: Option<bool>,
    #[serde(default)]
    addressee: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdverbRow {
    words: Vec<Spanned<String>>,
    kind: SpeechKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    words: Vec<Spanned<String>>,
    kind: SpeechKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleRow {
    text: Spanned<String>,
    attributions: Vec<ExpectedAttribution>,
}

/// Reads `speech.toml`.
pub(super) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> SpeechCues {
    let mut cues = SpeechCues::default();
    let Some(rows) = parse::<SpeechFile>(file, text, problems) else { return cues };
    let mut once = Once::new(file, text);
    cues.verbs = compile(&rows.verb, "verb", &mut once, problems);
    cues.nouns = compile(&rows.noun, "noun", &mut once, problems);
    cues.adjectives = compile(&rows.adjective, "adjective", &mut once, problems);
    for row in &rows.adverb {
        let words = row.words.iter().filter_map(|word| once.word("adverb", word, problems));
        cues.adverbs.extend(words.map(|word| (word, row.kind)));
    }
    for row in &rows.phrase {
        let words = row.words.iter().filter_map(|word| once.word("phrase", word, problems));
        let split = words.map(|phrase| phrase.split_whitespace().map(str::to_owned).collect());
        cues.phrases.extend(split.map(|words| SourcePhrase { words, kind: row.kind }));
    }
    cues.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    cues.words = rows.words;
    cues.examples = examples(file, text, rows.example, problems);
    cues
}

fn compile(
    rows: &[CueRow],
    list: &'static str,
    once: &mut Once<'_>,
    problems: &mut Vec<Problem>,
) -> HashMap<String, Vec<SpeechCue>> {
    let mut cues: HashMap<String, Vec<SpeechCue>> = HashMap::new();
    for row in rows {
        let slots: Vec<Slot> = row.content.iter().map(|slot| slot_named(slot.as_ref())).collect();
        let asserts = row.asserts.unwrap_or(matches!(row.kind, SpeechKind::Report | SpeechKind::Belief | SpeechKind::Show));
        for word in &row.words {
            let Some(phrase) = once.word(list, word, problems) else { continue };
            let (head, companions) = Companions::split(&phrase);
            let slots = slots.clone();
            let cue =
                SpeechCue { companions, kind: row.kind, speech_act: row.speech_act, asserts, slots, addressee: row.addressee };
            let known = cues.entry(head).or_default();
            let at = known.partition_point(|other| other.companions.len() >= cue.companions.len());
            known.insert(at, cue);
        }
    }
    cues
}

/// The three grammatical slots by name; any other name is a preposition.
fn slot_named(name: &str) -> Slot {
    match name {
        "clause" => Slot::Clause,
        "infinitive" => Slot::Infinitive,
        "object" => Slot::Object,
        preposition => Slot::Oblique(preposition.into()),
    }
}

fn examples(file: &str, text: &str, rows: Vec<ExampleRow>, problems: &mut Vec<Problem>) -> Vec<CueExample> {
    let mut found = Vec::new();
    for row in rows {
        let line = line_at(text, row.text.span().start);
        let sentence = row.text.into_inner();
        for one in &row.attributions {
            let parts = one.content.split(" … ").chain([one.source.as_str(), one.cue.as_str()]);
            for part in parts.filter(|part| !sentence.contains(part)) {
                problems.push(Problem::new(file, line, format!("the example does not hold {part:?}")));
            }
        }
        found.push(CueExample { file: file.to_owned(), line, text: sentence, attributions: row.attributions });
    }
    if !found.iter().any(|example| example.attributions.is_empty()) {
        problems.push(Problem::new(file, 0, "no near miss").hint("add an [[example]] with attributions = []"));
    }
    found
}
