//! The cues of modality: words that make an act untrue, coming, merely possible, or past background.

use std::collections::{BTreeSet, HashMap};

use chancery_base::Problem;
use chancery_text::{Analysis, WordIdx};
use serde::Deserialize;
use toml::Spanned;

use super::{Companions, Once, parse};

/// What a cue says of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// It did not happen.
    Negation,
    /// It is to come.
    Future,
    /// It is only possible.
    Hypothetical,
    /// It is background from well before.
    Historical,
}

/// Where the cue stands, seen from the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// It modifies the act: "*not* sign", "*no* talks", "*upcoming* visit".
    Modifier,
    /// It is an auxiliary of the act: "*will* sign".
    Auxiliary,
    /// It opens the act's clause: "*if* they sign".
    Mark,
    /// The act is its complement: "*plan* to sign", "*plans* for talks".
    Governor,
    /// It is a noun told as the circumstance of the act: "in the *war*".
    Circumstance,
}

/// What sort of complement a governor reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gate {
    /// "plans *to sign*".
    Infinitive,
    /// "denied *signing*".
    Gerund,
    /// "doubts *that they signed*".
    Clause,
    /// "cancelled *the talks*".
    Object,
    /// "*the talks* are due", "*the talks* were cancelled".
    Subject,
    /// "plans *for talks*", "the possibility *of talks*".
    Oblique,
}

/// One cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModalityCue {
    companions: Companions,
    /// What it says of the act.
    pub reading: Reading,
    /// What it says where a verb of the past reports it ("said they *would* sign"); none: the same.
    pub backshift: Option<Reading>,
    /// For a governor: which complements it reaches.
    pub gates: BTreeSet<Gate>,
}

/// All cues of modality.
#[derive(Clone, Debug, Default)]
pub struct ModalityCues {
    by_reach: HashMap<Reach, HashMap<String, Vec<ModalityCue>>>,
    words: WordLists,
}

impl ModalityCues {
    /// What this word says of an act that it reaches in this way, with the words that belong to it.
    pub fn find(&self, analysis: &Analysis, reach: Reach, at: WordIdx) -> Option<&ModalityCue> {
        let lemma = crate::grammar::lower_lemma(analysis, at);
        let form = analysis.form(at).to_lowercase();
        let cues = self.by_reach.get(&reach)?;
        let known = cues.get(lemma.as_ref()).or_else(|| cues.get(&form))?;
        known.iter().find(|cue| cue.companions.find(analysis, at).is_some())
    }

    /// Whether a verb carries out the noun in its object or passive subject ("held talks").
    pub fn is_carrier(&self, lemma: &str) -> bool {
        self.words.carriers.contains(lemma)
    }

    /// Whether a verb says that its subject happens ("the talks took place").
    pub fn is_happening(&self, lemma: &str) -> bool {
        self.words.happening.contains(lemma)
    }

    /// Whether the words are the verb and the particle of a coming act ("is to sign").
    pub fn is_coming(&self, verb: &str, particle: &str) -> bool {
        self.words.be.contains(verb) && self.words.to.contains(particle)
    }

    /// Whether the word is the particle of an infinitive.
    pub fn is_particle(&self, word: &str) -> bool {
        self.words.to.contains(word)
    }

    /// Whether the word makes a negation before it none ("not only").
    pub fn is_limiting(&self, word: &str) -> bool {
        self.words.limiting.contains(word)
    }

    /// Whether the preposition may stand before a circumstance.
    pub fn is_circumstance(&self, word: &str) -> bool {
        self.words.circumstance.contains(word)
    }

    /// Whether the word opens a condition ("if"), so that the main clause holds only with it.
    pub fn is_conditional(&self, word: &str) -> bool {
        self.words.conditional.contains(word)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalityFile {
    words: WordLists,
    #[serde(default)]
    cue: Vec<CueRow>,
}

/// The lists of words that are told apart by nothing but their use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    carriers: BTreeSet<String>,
    happening: BTreeSet<String>,
    be: BTreeSet<String>,
    to: BTreeSet<String>,
    conditional: BTreeSet<String>,
    limiting: BTreeSet<String>,
    circumstance: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    words: Vec<Spanned<String>>,
    reading: Reading,
    reach: Reach,
    backshift: Option<Reading>,
    #[serde(default)]
    complement: BTreeSet<Gate>,
}

/// Reads `modality.toml`.
pub(super) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> ModalityCues {
    let mut cues = ModalityCues::default();
    let Some(rows) = parse::<ModalityFile>(file, text, problems) else { return cues };
    let mut once = Once::new(file, text);
    for row in &rows.cue {
        if (row.reach == Reach::Governor) == row.complement.is_empty() {
            let line = row.words.first().map_or(0, |word| super::line_at(text, word.span().start));
            let fault = Problem::new(file, line, "a governor, and only a governor, names its complements");
            problems
                .push(fault.hint("complement = [\"infinitive\", \"gerund\", \"clause\", \"object\", \"subject\", \"oblique\"]"));
        }
        for word in &row.words {
            let Some(phrase) = once.word(reach_name(row.reach), word, problems) else { continue };
            let (head, companions) = Companions::split(&phrase);
            let cue = ModalityCue { companions, reading: row.reading, backshift: row.backshift, gates: row.complement.clone() };
            let known = cues.by_reach.entry(row.reach).or_default().entry(head).or_default();
            let at = known.partition_point(|other| other.companions.len() >= cue.companions.len());
            known.insert(at, cue);
        }
    }
    cues.words = rows.words;
    cues
}

fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Modifier => "modifier",
        Reach::Auxiliary => "auxiliary",
        Reach::Mark => "mark",
        Reach::Governor => "governor",
        Reach::Circumstance => "circumstance",
    }
}
