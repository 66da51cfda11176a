//! Reads the lexicon's files, checks them, and compiles the frames; all problems are collected before it gives up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chancery_base::Problem;
use serde::Deserialize;

use crate::condition::Condition;
use crate::family::{Example, Expected, FamilyFile, FrameRow, OneOrMany};
use crate::frame::{Frame, FrameId, Political};
use crate::grammar::{GrammarWords, SceneWords};
use crate::lemma::NamedSets;
use crate::ontology::Ontology;
use crate::path::Path;
use crate::pattern::{Category, Pattern};
use crate::place::{line_of, toml_problem};

/// All frames with the index that finds them by the lemma of their head.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// The event types.
    pub ontology: Ontology,
    /// Function words and light verbs.
    pub words: GrammarWords,
    frames: Vec<Frame>,
    examples: Vec<Example>,
    /// Head lemma to (frame, pattern), in the order of the files.
    index: HashMap<String, Vec<(FrameId, usize)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetsFile {
    sets: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightFile {
    light: LightRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightRow {
    verbs: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarFile {
    grammar: GrammarRow,
    #[serde(default)]
    scene: SceneWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarRow {
    agent: BTreeSet<String>,
    of: BTreeSet<String>,
    belonging: BTreeSet<String>,
    place: BTreeSet<String>,
    within: BTreeSet<String>,
    subject_control: BTreeSet<String>,
    partitive: BTreeSet<String>,
    part: BTreeSet<String>,
}

/// Collects problems while a reader goes on.
struct Checker<'a> {
    sets: NamedSets,
    ontology: &'a Ontology,
    ids: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Lexicon {
    /// Reads the frame files (`<type>/<family>.toml`) and the shared lists (`shared/sets.toml`, `light.toml`, `grammar.toml`), each as name
    /// and text. Other files of `shared/` belong to other readers and are passed over.
    pub fn read(ontology: Ontology, files: &[(&str, &str)]) -> Result<Lexicon, Vec<Problem>> {
        let mut checker = Checker { sets: NamedSets::default(), ontology: &ontology, ids: BTreeMap::new(), problems: Vec::new() };
        let (shared, families): (Vec<_>, Vec<_>) = files.iter().copied().partition(|(name, _)| name.contains("shared/"));
        let words = checker.shared(&shared);
        if !checker.problems.is_empty() {
            // Without the shared lists every family would complain of the same fault.
            return Err(checker.problems);
        }
        let mut frames = Vec::new();
        let mut examples = Vec::new();
        for (file, text) in families.into_iter().filter(|(file, _)| file.ends_with(".toml")) {
            match toml::from_str::<FamilyFile>(text) {
                Ok(family) => checker.family(file, text, family, &mut frames, &mut examples),
                Err(fault) => checker.problems.push(toml_problem(file, text, &fault)),
            }
        }
        if !checker.problems.is_empty() {
            return Err(checker.problems);
        }
        let mut index: HashMap<String, Vec<(FrameId, usize)>> = HashMap::new();
        for (at, frame) in frames.iter().enumerate() {
            for (pattern_at, pattern) in frame.patterns.iter().enumerate() {
                for head in pattern.heads() {
                    index.entry(head.clone()).or_default().push((FrameId(at as u32), pattern_at));
                }
            }
        }
        Ok(Lexicon { ontology, words, frames, examples, index })
    }

    /// One frame.
    pub fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.0 as usize]
    }

    /// All frames, in the order of the files.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// All examples, in the order of the files.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The lemmas of all verbs that head a trigger.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        let is_verb = |(id, pattern): &(FrameId, usize)| self.frame(*id).patterns[*pattern].category == Category::Verb;
        self.index.iter().filter(move |(_, found)| found.iter().any(is_verb)).map(|(lemma, _)| lemma.as_str())
    }

    /// The frames whose trigger may have this lemma as head, with the pattern.
    pub fn candidates(&self, lemma: &str) -> impl Iterator<Item = (FrameId, &Pattern)> {
        self.index.get(lemma).into_iter().flatten().map(|(id, pattern)| (*id, &self.frame(*id).patterns[*pattern]))
    }
}

impl Checker<'_> {
    fn parse<T: serde::de::DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        toml::from_str(text).map_err(|fault| self.problems.push(toml_problem(file, text, &fault))).ok()
    }

    fn shared(&mut self, files: &[(&str, &str)]) -> GrammarWords {
        let mut words = GrammarWords::default();
        for (file, text) in files {
            if file.ends_with("shared/sets.toml") {
                let sets = self.parse::<SetsFile>(file, text).map(|parsed| parsed.sets).unwrap_or_default();
                sets.into_iter().for_each(|(name, members)| self.sets.insert(name, &members));
            } else if file.ends_with("shared/light.toml") {
                words.light = self.parse::<LightFile>(file, text).map(|parsed| parsed.light.verbs).unwrap_or_default();
            } else if file.ends_with("shared/grammar.toml")
                && let Some(GrammarFile { grammar, scene }) = self.parse(file, text)
            {
                words.agent = grammar.agent;
                words.of = grammar.of;
                words.belonging = grammar.belonging;
                words.place = grammar.place;
                words.within = grammar.within;
                words.subject_control = grammar.subject_control;
                words.partitive = grammar.partitive;
                words.part = grammar.part;
                words.scene = scene;
            }
        }
        words
    }

    fn family(&mut self, file: &str, text: &str, family: FamilyFile, frames: &mut Vec<Frame>, examples: &mut Vec<Example>) {
        let Some(event_type) = self.ontology.find(&family.event_type) else {
            let message = format!("there is no event type {:?}", family.event_type);
            return self.problems.push(
                Problem::new(file, line_of(text, &family.event_type), message).hint("types stand in data/ontology/types.toml"),
            );
        };
        if !family.examples.iter().any(|example| example.events.is_empty()) {
            self.problems.push(Problem::new(file, 0, "no near miss").hint("add an [[example]] with events = []"));
        }
        for row in family.frames {
            let line = line_of(text, &format!("\"{}\"", row.id));
            let modes = row.modes.clone().unwrap_or_else(|| family.modes.clone());
            let known = &self.ontology.get(event_type).modes;
            for mode in modes.iter().filter(|mode| !known.iter().any(|known| known.name == **mode)) {
                self.problems.push(Problem::new(file, line, format!("{} has no mode {mode:?}", family.event_type)));
            }
            let cameo =
                row.cameo.clone().or_else(|| family.cameo.clone()).unwrap_or_else(|| self.ontology.get(event_type).cameo.clone());
            if let Some(first) = self.ids.insert(row.id.clone(), file.to_owned()) {
                self.problems.push(Problem::new(file, line, format!("the id {:?} stands in {first} already", row.id)));
            }
            match self.frame(row) {
                Ok(frame) => {
                    frames.push(Frame { file: file.into(), event_type, modes, cameo, about: family.about.clone(), ..frame })
                }
                Err(message) => {
                    self.problems.push(Problem::new(file, line, message).hint("docs/frames.md tells how frames are written"))
                }
            }
        }
        let list = |given: Option<OneOrMany>| given.map(OneOrMany::list);
        examples.extend(family.examples.into_iter().map(|row| {
            Example {
                file: file.into(),
                line: line_of(text, row.text.get(..row.text.len().min(40)).unwrap_or(&row.text)),
                date: row.date,
                fails: row.fails,
                events: row
                    .events
                    .into_iter()
                    .map(|event| Expected {
                        event_type: event.event_type.unwrap_or_else(|| family.event_type.clone()),
                        trigger: event.trigger,
                        frame: event.frame,
                        actor: list(event.actor),
                        recipient: list(event.recipient),
                        modes: event.modes,
                        aux: event.aux,
                    })
                    .collect(),
                text: row.text,
            }
        }));
    }

    /// Compiles what a frame says of itself; type, modes and file come from its family.
    fn frame(&self, row: FrameRow) -> Result<Frame, String> {
        let mut patterns = Vec::new();
        for (texts, category) in
            [(&row.verbs, Category::Verb), (&row.nouns, Category::Noun), (&row.adjectives, Category::Adjective)]
        {
            for text in texts {
                let mut add = |text: &str| {
                    let pattern = Pattern::parse(text, category, &self.sets).map_err(|why| format!("pattern {text:?}: {why}"))?;
                    patterns.push(pattern);
                    Ok::<(), String>(())
                };
                add(text)?;
                // The tokeniser takes "cease-fire" apart, but not "co-operation".
                if category == Category::Noun && text.contains('-') {
                    add(&text.replace('-', " "))?;
                }
            }
        }
        if patterns.is_empty() {
            return Err(format!("frame {:?} has no verbs, nouns or adjectives", row.id));
        }
        let paths = |texts: &[String]| texts.iter().map(|text| Path::parse(text)).collect::<Result<Vec<_>, _>>();
        let conditions = |table: &BTreeMap<String, Vec<String>>| {
            table.iter().map(|(path, kinds)| Condition::parse(path, kinds, &self.sets)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Frame {
            file: String::new(),
            event_type: crate::ontology::TypeId(0),
            modes: Vec::new(),
            cameo: String::new(),
            about: String::new(),
            patterns,
            actor: paths(&row.actor)?,
            recipient: paths(&row.recipient)?,
            noun_actor: paths(row.noun_actor.as_deref().unwrap_or(&row.actor))?,
            noun_recipient: paths(row.noun_recipient.as_deref().unwrap_or(&row.recipient))?,
            reciprocal: paths(&row.reciprocal)?,
            content: paths(&row.content)?,
            need: conditions(&row.need)?,
            bar: conditions(&row.bar)?,
            political: match row.political.as_deref() {
                None | Some("either") => Political::Either,
                Some("actor") => Political::Actor,
                Some("recipient") => Political::Recipient,
                Some("both") => Political::Both,
                Some("none") => Political::Nobody,
                Some(other) => return Err(format!("political = {other:?} is none of either, actor, recipient, both, none")),
            },
            id: row.id,
        })
    }
}
