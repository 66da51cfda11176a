//! Who does what in a tree: deep subjects and objects through passives, relative clauses, coordination, control and light verbs.
//!
//! A frame says `subj`; these functions know where that is. English function words come from `shared/grammar.toml`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chancery_text::{Analysis, Rel, Upos, WordIdx};
use serde::Deserialize;

/// Function words and light verbs that the grammatical functions need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrammarWords {
    /// Verbs that lend their subject to a noun in their object ("launch an attack").
    pub light: BTreeSet<String>,
    /// Prepositions of a passive agent ("by").
    pub agent: BTreeSet<String>,
    /// Prepositions of a noun's object or possessor ("of").
    pub of: BTreeSet<String>,
    /// Prepositions that say where or whose somebody is ("rebels *in* Darfur", "the president *of* Mali").
    pub belonging: BTreeSet<String>,
    /// Prepositions that say where something happens ("*in* Vienna", "*near* the border").
    pub place: BTreeSet<String>,
    /// Prepositions by which an act takes part in another ("in a meeting", "during the talks"): who does the one does the other.
    pub within: BTreeSet<String>,
    /// Verbs whose infinitive shares their subject though they have an object ("promised him to go").
    pub subject_control: BTreeSet<String>,
    /// Nouns that say who had part in an act ("a *role* in the attack", "*responsibility* for it").
    pub part: BTreeSet<String>,
    /// Nouns that count or group what follows "of" ("dozens of soldiers", "a group of refugees").
    pub partitive: BTreeSet<String>,
    /// Words that tell where an act takes place.
    pub scene: SceneWords,
}

/// Words that tell where an act takes place, by lemma.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SceneWords {
    /// Prepositions of entering ("troops *into* Syria").
    pub into: BTreeSet<String>,
    /// Prepositions of a goal or a post ("flew *to* Paris", "the ambassador *to* Turkey").
    pub toward: BTreeSet<String>,
    /// Prepositions of leaving ("withdrew *from* Syria").
    pub away: BTreeSet<String>,
    /// Prepositions that may say what talk is about ("talks *on* Syria").
    pub topic: BTreeSet<String>,
    /// Verbs and nouns of going, sending and coming, whose goal is where they lead.
    pub moving: BTreeSet<String>,
    /// Verbs and nouns of leaving: the act is where they lead away from.
    pub leaving: BTreeSet<String>,
    /// Nouns of somebody or something posted to a country ("ambassador").
    pub posts: BTreeSet<String>,
    /// Verbs whose subject undergoes what happens in it ("Turkey has *suffered* attacks").
    pub undergoing: BTreeSet<String>,
    /// Nouns of meetings and agreements that are called by their town ("the Geneva *agreement*").
    pub venues: BTreeSet<String>,
    /// Relative adverbs of place ("where").
    pub r#where: BTreeSet<String>,
}

/// The grammatical functions over one analysis.
#[derive(Clone, Copy)]
pub struct Grammar<'a> {
    /// The tree.
    pub analysis: &'a Analysis,
    /// The words.
    pub words: &'a GrammarWords,
}

/// How far inherited subjects and light verbs are followed; deeper trees are no news prose.
const DEPTH: u32 = 6;

/// The lemma in lower case (headlines capitalise common words).
pub fn lower_lemma(analysis: &Analysis, word: WordIdx) -> Cow<'_, str> {
    let lemma = analysis.lemma(word);
    if lemma.chars().any(char::is_uppercase) { Cow::Owned(lemma.to_lowercase()) } else { Cow::Borrowed(lemma) }
}

pub(crate) fn is_auxiliary(analysis: &Analysis, word: WordIdx) -> bool {
    matches!(analysis.rel(word), Rel::Aux | Rel::AuxPass)
}

pub(crate) fn has_open_complement(analysis: &Analysis, word: WordIdx) -> bool {
    analysis.kids_by(word, Rel::Xcomp).next().is_some()
}

impl<'a> Grammar<'a> {
    /// Whether the word heads a clause as verb, or as predicate with a copula.
    pub fn is_predicate(&self, word: WordIdx) -> bool {
        matches!(self.analysis.upos(word), Upos::Verb | Upos::Aux | Upos::Adj)
            || self.analysis.kids_by(word, Rel::Cop).next().is_some()
    }

    fn is_verb(&self, word: WordIdx) -> bool {
        matches!(self.analysis.upos(word), Upos::Verb | Upos::Aux)
    }

    /// Whether "not" or the like hangs on the word.
    pub fn is_negated(&self, word: WordIdx) -> bool {
        self.analysis.kids(word).iter().any(|kid| self.analysis.feature(*kid, "Polarity") == Some("Neg"))
    }

    /// Whether a verb stands in the passive, or is a bare past participle behind a noun ("troops deployed in Mali").
    pub fn is_passive(&self, verb: WordIdx) -> bool {
        let kids = self.analysis.kids(verb);
        if kids.iter().any(|kid| matches!(self.analysis.rel(*kid), Rel::AuxPass | Rel::OblAgent)) {
            return true;
        }
        let no_auxiliary = !kids.iter().any(|kid| is_auxiliary(self.analysis, *kid));
        // The subject of a plain past form is none of a passive, whatever the tree says ("Protests erupted in Conakry").
        let is_past = &*self.analysis.word(verb).xpos == "VBD" && no_auxiliary;
        if !is_past && kids.iter().any(|kid| matches!(self.analysis.rel(*kid), Rel::NsubjPass | Rel::CsubjPass)) {
            return true;
        }
        let participle = self.analysis.feature(verb, "VerbForm") == Some("Part")
            && self.analysis.feature(verb, "Tense") == Some("Past")
            || &*self.analysis.word(verb).xpos == "VBN";
        let own_subject = kids.iter().any(|kid| matches!(self.analysis.rel(*kid), Rel::Nsubj | Rel::Obj));
        match self.analysis.rel(verb) {
            Rel::Acl | Rel::Advcl | Rel::Xcomp | Rel::Amod => participle && no_auxiliary && !own_subject,
            Rel::Conj => {
                participle && no_auxiliary && !own_subject && self.analysis.head(verb).is_some_and(|first| self.is_passive(first))
            }
            _ => false,
        }
    }

    /// A relative pronoun stands for the noun that its clause belongs to.
    fn unfold(&self, word: WordIdx) -> WordIdx {
        let relative = self.analysis.feature(word, "PronType").is_some_and(|kind| kind.contains("Rel"));
        if !relative {
            return word;
        }
        let clauses = std::iter::successors(self.analysis.head(word), |at| self.analysis.head(*at)).take(DEPTH as usize);
        let clause = clauses.into_iter().find(|at| matches!(self.analysis.rel(*at), Rel::AclRelcl | Rel::Acl));
        clause.and_then(|clause| self.analysis.head(clause)).unwrap_or(word)
    }

    fn kids_in(&self, word: WordIdx, rels: &[Rel]) -> Vec<WordIdx> {
        self.analysis
            .kids(word)
            .iter()
            .filter(|kid| rels.contains(&self.analysis.rel(**kid)))
            .map(|kid| self.unfold(*kid))
            .collect()
    }

    /// The subject as it stands before the verb, whatever the voice; inherited where the verb has none of its own.
    fn surface_subjects(&self, verb: WordIdx, depth: u32) -> Vec<WordIdx> {
        let own = self.kids_in(verb, &[Rel::Nsubj, Rel::NsubjPass, Rel::NsubjOuter]);
        if !own.is_empty() || depth == 0 {
            return own;
        }
        let Some(head) = self.analysis.head(verb) else { return own };
        match self.analysis.rel(verb) {
            Rel::Conj | Rel::Parataxis if self.is_predicate(head) => self.surface_subjects(head, depth - 1),
            Rel::Xcomp => self.controller(head, depth - 1),
            Rel::Advcl | Rel::Ccomp if self.is_predicate(head) => self.surface_subjects(head, depth - 1),
            Rel::Acl if self.is_infinitive(verb) => self.noun_subjects(head, depth - 1),
            Rel::Acl => vec![self.unfold(head)],
            Rel::AclRelcl => vec![head],
            Rel::Advcl => self.noun_subjects(head, depth - 1),
            _ => own,
        }
    }

    fn is_infinitive(&self, verb: WordIdx) -> bool {
        self.analysis.feature(verb, "VerbForm") == Some("Inf") || &*self.analysis.word(verb).xpos == "VB"
    }

    /// Whose act an open complement is: the object's ("urged Iraq to …"), else the subject's ("agreed to …").
    fn controller(&self, verb: WordIdx, depth: u32) -> Vec<WordIdx> {
        if !self.words.subject_control.contains(lower_lemma(self.analysis, verb).as_ref()) {
            let objects = self.kids_in(verb, &[Rel::Obj, Rel::Iobj]);
            if !objects.is_empty() {
                return objects;
            }
        }
        if self.is_predicate(verb) { self.surface_subjects(verb, depth) } else { self.noun_subjects(verb, depth) }
    }

    /// Who does it: for a verb its deep subject, for a noun its possessor, agent, modifier, or the subject of its light verb.
    pub fn subjects(&self, word: WordIdx) -> Vec<WordIdx> {
        if self.is_predicate(word) { self.deep_subjects(word, DEPTH) } else { self.noun_subjects(word, DEPTH) }
    }

    /// A passive verb's agent, any other's subject.
    fn deep_subjects(&self, verb: WordIdx, depth: u32) -> Vec<WordIdx> {
        if self.is_passive(verb) { self.agents(verb) } else { self.surface_subjects(verb, depth) }
    }

    fn agents(&self, word: WordIdx) -> Vec<WordIdx> {
        let kids = self.analysis.kids(word).iter().copied();
        kids.filter(|kid| {
            self.analysis.rel(*kid) == Rel::OblAgent
                || matches!(self.analysis.rel(*kid), Rel::Obl | Rel::Nmod)
                    && self.has_case(*kid, |lemma| self.words.agent.contains(lemma))
        })
        .collect()
    }

    fn noun_subjects(&self, noun: WordIdx, depth: u32) -> Vec<WordIdx> {
        let mut found = self.possessors(noun);
        found.extend(self.agents(noun));
        // "the arrest of the monk by police" may hang the agent on the monk.
        found.extend(self.objects(noun).into_iter().flat_map(|object| self.agents(object)));
        found.extend(self.modifiers(noun));
        if depth > 0
            && let Some(verb) = self.light_verb(noun)
        {
            found.extend(self.deep_subjects(verb, depth - 1));
        }
        if depth > 0
            && let Some(part) = self.part_noun(noun)
        {
            found.extend(self.noun_subjects(part, depth - 1));
        }
        found
    }

    /// "claimed *responsibility* for the bombing", "Russia's *role* in it": the noun that says who had part in the act.
    fn part_noun(&self, noun: WordIdx) -> Option<WordIdx> {
        let above = self.analysis.head(noun).filter(|_| matches!(self.analysis.rel(noun), Rel::Nmod | Rel::Obl))?;
        let says = |word: WordIdx| self.words.part.contains(lower_lemma(self.analysis, word).as_ref());
        let cased = self.has_case(noun, |lemma| self.words.within.contains(lemma));
        // The parser may hang "for the bombing" on the verb.
        let object = || self.kids_of_rel(above, &[Rel::Obj]).into_iter().find(|object| says(*object));
        if !cased {
            return None;
        }
        if says(above) { Some(above) } else { object() }
    }

    /// The light verb whose object the noun is ("launched an *attack*", "talks *held* in Vienna").
    pub fn light_verb(&self, noun: WordIdx) -> Option<WordIdx> {
        let is_light = |verb: WordIdx| self.is_verb(verb) && self.words.light.contains(lower_lemma(self.analysis, verb).as_ref());
        let head = self.analysis.head(noun)?;
        match self.analysis.rel(noun) {
            Rel::Obj | Rel::NsubjPass if is_light(head) => Some(head),
            Rel::Conj => self.light_verb(head),
            _ => self.kids_of_rel(noun, &[Rel::Acl, Rel::AclRelcl]).into_iter().find(|verb| is_light(*verb)),
        }
    }

    fn kids_of_rel(&self, word: WordIdx, rels: &[Rel]) -> Vec<WordIdx> {
        self.analysis.kids(word).iter().copied().filter(|kid| rels.contains(&self.analysis.rel(*kid))).collect()
    }

    /// Who suffers it: for a verb its deep object, for a noun what follows "of".
    pub fn objects(&self, word: WordIdx) -> Vec<WordIdx> {
        if !self.is_predicate(word) {
            return self.with_case(word, |lemma| self.words.of.contains(lemma));
        }
        if self.is_passive(word) {
            return self.surface_subjects(word, DEPTH);
        }
        // "warned Vietnam of consequences": the only object may be called indirect.
        let own = [Rel::Obj, Rel::Iobj]
            .into_iter()
            .map(|rel| self.kids_in(word, &[rel]))
            .find(|found| !found.is_empty())
            .unwrap_or_default();
        if !own.is_empty() {
            return own;
        }
        let Some(head) = self.analysis.head(word) else { return own };
        let own_subject = self.kids_of_rel(word, &[Rel::Nsubj]);
        match self.analysis.rel(word) {
            // "the base that they left": the noun is the object of a clause that has a subject of its own and no object.
            Rel::AclRelcl if own_subject.iter().any(|subject| self.unfold(*subject) == *subject) => vec![head],
            // Coordinated verbs hang on the first, which alone may borrow the object of a later one.
            Rel::Conj if self.is_verb(head) => Vec::new(),
            _ => self.shared_object(word),
        }
    }

    /// "shelled and captured the town": the town hangs on the last verb, but is the object of both.
    fn shared_object(&self, verb: WordIdx) -> Vec<WordIdx> {
        let bare = self.kids_of_rel(verb, &[Rel::Obl, Rel::Xcomp, Rel::Ccomp]).is_empty();
        let next = self.kids_of_rel(verb, &[Rel::Conj]).into_iter().find(|next| self.is_verb(*next));
        match next {
            Some(next) if bare && !self.is_passive(next) => self.kids_in(next, &[Rel::Obj]),
            _ => Vec::new(),
        }
    }

    /// To or for whom, without a preposition.
    pub fn indirect_objects(&self, verb: WordIdx) -> Vec<WordIdx> {
        self.kids_in(verb, &[Rel::Iobj])
    }

    /// "Iraq’s" in "Iraq’s demand".
    pub fn possessors(&self, noun: WordIdx) -> Vec<WordIdx> {
        let own = self.kids_in(noun, &[Rel::NmodPoss]);
        // "his arrival and *reception*"
        match self.analysis.head(noun) {
            Some(first) if own.is_empty() && self.analysis.rel(noun) == Rel::Conj && !self.is_determined(noun) => {
                self.kids_in(first, &[Rel::NmodPoss])
            }
            _ => own,
        }
    }

    fn is_determined(&self, noun: WordIdx) -> bool {
        self.analysis.kids_by(noun, Rel::Det).next().is_some()
    }

    /// "Iraqi" in "the Iraqi demand", "US" in "US troops".
    pub fn modifiers(&self, noun: WordIdx) -> Vec<WordIdx> {
        self.kids_in(noun, &[Rel::Amod, Rel::Compound, Rel::NmodDesc, Rel::NmodUnmarked])
    }

    /// Whose a noun is: possessor, modifier, agent, "of".
    pub fn owners(&self, noun: WordIdx) -> Vec<WordIdx> {
        let mut found = self.possessors(noun);
        found.extend(self.modifiers(noun));
        found.extend(self.agents(noun));
        found.extend(self.with_case(noun, |lemma| self.words.of.contains(lemma)));
        // "property *seized by the army*"
        found.extend(self.kids_of_rel(noun, &[Rel::Acl]).into_iter().flat_map(|clause| self.agents(clause)));
        found
    }

    /// The heads of the clauses that are the content of a verb or noun, or of a noun of the trigger ("a threat to …").
    pub fn contents(&self, word: WordIdx, slots: &[WordIdx]) -> Vec<WordIdx> {
        let mut found = self.kids_of_rel(word, &[Rel::Ccomp, Rel::Xcomp, Rel::Csubj]);
        if found.is_empty() {
            found.extend(self.purposes(word));
        }
        if let Some(verb) = (!self.is_predicate(word)).then(|| self.light_verb(word)).flatten() {
            found.extend(self.purposes(verb));
        }
        // "ordered the *troops to leave*" may hang the infinitive on the object.
        if found.is_empty() && self.is_predicate(word) {
            let objects = self.kids_of_rel(word, &[Rel::Obj, Rel::Iobj, Rel::NsubjPass]);
            let clauses = objects.into_iter().flat_map(|object| self.kids_of_rel(object, &[Rel::Acl]));
            found.extend(clauses.filter(|clause| self.is_infinitive(*clause)));
        }
        let nouns = slots.iter().copied().chain((!self.is_predicate(word)).then_some(word));
        for noun in nouns {
            found.extend(self.kids_of_rel(noun, &[Rel::Acl, Rel::Ccomp]));
        }
        found
    }

    /// Infinitive clauses of purpose ("marched *to demand* …").
    fn purposes(&self, verb: WordIdx) -> Vec<WordIdx> {
        self.kids_of_rel(verb, &[Rel::Advcl]).into_iter().filter(|clause| self.is_infinitive(*clause)).collect()
    }

    /// Dependants with this preposition: of the word, of the trigger's nouns, of a noun's light verb, and last of a verb's object.
    pub fn with_preposition(&self, word: WordIdx, slots: &[WordIdx], preposition: &str) -> Vec<WordIdx> {
        let mut found = self.with_case(word, |lemma| lemma == preposition);
        for slot in slots {
            // "suspended supplies and *flights to Armenia*": what hangs on the last of several belongs to all.
            for noun in self.coordinated(*slot) {
                found.extend(self.with_case(noun, |lemma| lemma == preposition));
            }
        }
        if self.is_predicate(word) {
            for object in self.kids_of_rel(word, &[Rel::Obj, Rel::NsubjPass]) {
                found.extend(self.with_case(object, |lemma| lemma == preposition));
            }
        } else if let Some(verb) = self.light_verb(word) {
            found.extend(self.with_case(verb, |lemma| lemma == preposition));
        }
        // "his arrival and reception *by the minister*" may hang the agent on the first of the two.
        if let Some(first) = self.analysis.head(word).filter(|_| found.is_empty() && self.analysis.rel(word) == Rel::Conj)
            && !self.is_predicate(word)
        {
            found.extend(self.with_case(first, |lemma| lemma == preposition).into_iter().filter(|other| *other > word));
        }
        let mut seen = BTreeSet::new();
        found.retain(|word| seen.insert(*word));
        found
    }

    /// Nominal dependants that carry a case word of which `wanted` holds.
    pub fn with_case(&self, word: WordIdx, wanted: impl Fn(&str) -> bool) -> Vec<WordIdx> {
        let kids = self.analysis.kids(word).iter().copied();
        let nominal = kids.filter(|kid| {
            matches!(
                self.analysis.rel(*kid),
                Rel::Obl | Rel::Nmod | Rel::OblAgent | Rel::NmodDesc | Rel::Xcomp | Rel::Advcl | Rel::Acl
            )
        });
        nominal.filter(|kid| self.has_case(*kid, &wanted)).map(|kid| self.unfold(kid)).collect()
    }

    /// Whether one of the word's own case words is wanted.
    pub fn has_case(&self, word: WordIdx, wanted: impl Fn(&str) -> bool) -> bool {
        // Before a clause the preposition is a mark: "accused *of* firing".
        let cases = self.analysis.kids(word).iter().filter(|kid| matches!(self.analysis.rel(**kid), Rel::Case | Rel::Mark));
        cases.copied().any(|case| wanted(&lower_lemma(self.analysis, case)))
    }

    /// `of` each noun: the word itself if it is none of the trigger's, else each noun of the trigger.
    pub fn through(&self, word: WordIdx, slots: &[WordIdx], of: impl Fn(WordIdx) -> Vec<WordIdx>) -> Vec<WordIdx> {
        if slots.is_empty() { of(word) } else { slots.iter().flat_map(|slot| of(*slot)).collect() }
    }

    /// The word and all that is coordinated with it.
    pub fn coordinated(&self, word: WordIdx) -> Vec<WordIdx> {
        let mut found = vec![word];
        let mut next = 0;
        while next < found.len() {
            for kid in self.analysis.kids_by(found[next], Rel::Conj) {
                // A clause that hangs on a noun by mistake of the parser is no party.
                if !self.is_verb(kid) && !found.contains(&kid) {
                    found.push(kid);
                }
            }
            next += 1;
        }
        found
    }

    /// The head of a clause and the clauses coordinated with it.
    pub fn coordinated_clauses(&self, word: WordIdx) -> Vec<WordIdx> {
        std::iter::once(word).chain(self.analysis.kids_by(word, Rel::Conj)).collect()
    }

    /// What a counting noun counts: "soldiers" in "dozens of soldiers"; the word itself elsewhere.
    pub fn counted(&self, word: WordIdx) -> WordIdx {
        if self.words.partitive.contains(lower_lemma(self.analysis, word).as_ref()) {
            let members = self.with_case(word, |lemma| self.words.of.contains(lemma));
            return members.first().copied().unwrap_or(word);
        }
        word
    }
}
