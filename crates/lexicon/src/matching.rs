//! Finds the frames that fit a tree: triggers, role fillers, conditions, and for each frame that came near the reason why it failed.

use chancery_base::Sector;
use chancery_text::{Analysis, Rel, Upos, WordIdx};

use crate::frame::{Frame, FrameId, Political};
use crate::grammar::{Grammar, lower_lemma};
use crate::kind::{AskKind, Kind};
use crate::path::{Path, Step};
use crate::pattern::{Category, Hit};
use crate::read::Lexicon;

/// One word that fills a role, with the path that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filler {
    /// Head of the phrase.
    pub word: WordIdx,
    /// The path as the frame writes it.
    pub path: String,
}

/// A frame that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The frame.
    pub frame: FrameId,
    /// The pattern that fits, as written.
    pub pattern: String,
    /// Whether the trigger is a verb, noun or adjective.
    pub category: Category,
    /// Where.
    pub hit: Hit,
    /// Who acts.
    pub actors: Vec<Filler>,
    /// Who is acted on.
    pub recipients: Vec<Filler>,
    /// Heads of what is only demanded, threatened, promised or refused.
    pub content: Vec<WordIdx>,
    /// The match whose content this one lies in: then it is no event of its own.
    pub inside: Option<usize>,
}

/// A frame that came near, and what was missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The frame.
    pub frame: FrameId,
    /// Where its trigger stands.
    pub head: WordIdx,
    /// Why it does not fit; [`Lexicon::why`] says it in words.
    pub why: Misfit,
}

/// Why a frame whose trigger stands somewhere does not fit there. Put into words only where somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// What it needs is not there: position in [`Frame::need`].
    Unmet(usize),
    /// What it must not have is there: position in [`Frame::bar`].
    Barred(usize),
    /// Nobody takes part whom politics knows.
    Unpolitical,
    /// Another frame asks for more and fits.
    Outdone(FrameId),
}

/// What matching found in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Frames that fit, at most one a trigger, in the order of the text.
    pub fitting: Vec<Match>,
    /// Frames that came near, in the order of the text.
    pub near: Vec<NearMiss>,
}

impl Lexicon {
    /// Matches all frames against all sentences.
    pub fn matches(&self, analysis: &Analysis, ask: &dyn AskKind) -> Matches {
        let grammar = Grammar { analysis, words: &self.words };
        let mut found = Matches::default();
        for at in 0..analysis.words().len() {
            self.match_word(&grammar, ask, WordIdx(at as u32), &mut found);
        }
        drop_nouns_of_other_triggers(&mut found.fitting);
        mark_content(&grammar, &mut found.fitting);
        found
    }

    /// The surest frame whose trigger stands at this word; the others that stand there too become near misses.
    fn match_word(&self, grammar: &Grammar<'_>, ask: &dyn AskKind, head: WordIdx, found: &mut Matches) {
        let lemma = lower_lemma(grammar.analysis, head);
        let mut hits: Vec<_> = self
            .candidates(&lemma)
            .filter_map(|(id, pattern)| pattern.find(grammar, head).map(|hit| (id, pattern, hit)))
            .collect();
        // Surest first: longer patterns, then more conditions; the order of the files decides the rest.
        hits.sort_by_key(|(id, pattern, _)| std::cmp::Reverse((pattern.weight(), self.frame(*id).need.len())));
        let mut best: Option<Match> = None;
        for (id, pattern, hit) in hits {
            if let Some(best) = &best {
                if best.frame != id {
                    found.near.push(NearMiss { frame: id, head, why: Misfit::Outdone(best.frame) });
                }
                continue;
            }
            let expects_recipient = self.ontology.get(self.frame(id).event_type).expects_recipient;
            match fill(grammar, ask, self.frame(id), pattern.category, expects_recipient, &hit) {
                Ok((actors, recipients, content)) => {
                    let pattern_text = pattern.text.clone();
                    let category = pattern.category;
                    best = Some(Match {
                        frame: id,
                        pattern: pattern_text,
                        category,
                        hit,
                        actors,
                        recipients,
                        content,
                        inside: None,
                    });
                }
                Err(why) => found.near.push(NearMiss { frame: id, head, why }),
            }
        }
        found.fitting.extend(best);
    }

    /// Why a frame did not fit, in words.
    pub fn why(&self, near: &NearMiss) -> String {
        let frame = self.frame(near.frame);
        match near.why {
            Misfit::Unmet(at) => format!("needs {} at {}", frame.need[at].text, frame.need[at].path.text),
            Misfit::Barred(at) => format!("must not have {} at {}", frame.bar[at].text, frame.bar[at].path.text),
            Misfit::Unpolitical => "nobody political takes part".into(),
            Misfit::Outdone(better) => format!("{} fits better here", self.frame(better).id),
        }
    }
}

/// How deep below the trigger the other side is looked for.
const REACH: usize = 4;

type Roles = (Vec<Filler>, Vec<Filler>, Vec<WordIdx>);

fn fill(
    grammar: &Grammar<'_>,
    ask: &dyn AskKind,
    frame: &Frame,
    category: Category,
    expects_recipient: bool,
    hit: &Hit,
) -> Result<Roles, Misfit> {
    if let Some(unmet) = frame.need.iter().position(|condition| !condition.holds(grammar, ask, hit)) {
        return Err(Misfit::Unmet(unmet));
    }
    if let Some(met) = frame.bar.iter().position(|condition| condition.holds(grammar, ask, hit)) {
        return Err(Misfit::Barred(met));
    }
    let (actor, recipient) = match category {
        Category::Noun => (&frame.noun_actor, &frame.noun_recipient),
        _ => (&frame.actor, &frame.recipient),
    };
    let mut actors = first_fillers(grammar, ask, actor, hit, &[]);
    for path in &frame.reciprocal {
        let found = first_fillers(grammar, ask, std::slice::from_ref(path), hit, &actors);
        actors.extend(found);
    }
    let mut recipients = first_fillers(grammar, ask, recipient, hit, &actors);
    if recipients.is_empty() && expects_recipient && !actors.is_empty() && !recipient.is_empty() {
        recipients.extend(nearest_below(grammar, ask, hit, &actors));
    }
    let political = |fillers: &[Filler]| fillers.iter().any(|filler| ask.is_political(filler.word));
    let (actor_political, recipient_political) = (political(&actors), political(&recipients));
    let enough = match frame.political {
        Political::Nobody => true,
        Political::Either => actor_political || recipient_political,
        Political::Actor => actor_political,
        Political::Recipient => recipient_political,
        Political::Both => actor_political && recipient_political,
    };
    if !enough {
        return Err(Misfit::Unpolitical);
    }
    let content = frame.content.iter().flat_map(|path| path.words(grammar, hit.head, &hit.slots)).collect();
    Ok((actors, recipients, content))
}

/// The fillers of the first path that leads to something that can act; where none does, a place that is the object ("bombed *Aleppo*").
fn first_fillers(grammar: &Grammar<'_>, ask: &dyn AskKind, paths: &[Path], hit: &Hit, taken: &[Filler]) -> Vec<Filler> {
    let found = acting_fillers(grammar, ask, paths, hit, taken);
    if !found.is_empty() {
        return found;
    }
    let objects = paths.iter().filter(|path| path.steps.last() == Some(&Step::Obj));
    let mut places = objects.flat_map(|path| path.words(grammar, hit.head, &hit.slots).into_iter().map(move |word| (path, word)));
    let place = places.find(|(_, word)| ask.kinds(*word).has(Kind::Place) && !hit.words.contains(word));
    place.map(|(path, word)| Filler { word, path: path.text.clone() }).into_iter().collect()
}

/// The fillers of the first path that leads to something that can act. What is a mere thing gives its owner ("*Iraqi* positions").
fn acting_fillers(grammar: &Grammar<'_>, ask: &dyn AskKind, paths: &[Path], hit: &Hit, taken: &[Filler]) -> Vec<Filler> {
    for path in paths {
        let words = path.words(grammar, hit.head, &hit.slots);
        for word in &words {
            let fillers: Vec<Filler> = grammar
                .coordinated(*word)
                .into_iter()
                .filter(|word| !hit.words.contains(word))
                .filter_map(|word| acting(grammar, ask, word, path))
                .filter(|word| !taken.iter().any(|filler| ask.are_same(filler.word, *word)))
                .filter(|word| !are_own_forces(grammar, ask, *word, taken))
                .map(|word| Filler { word, path: path.text.clone() })
                .collect();
            if !fillers.is_empty() {
                return fillers;
            }
        }
        // A noun of the trigger is no party, but its owner may be: "accepted *Iran’s* invitation".
        let own = words.into_iter().filter(|word| hit.slots.contains(word));
        let owner = own.flat_map(|slot| grammar.owners(slot)).find(|word| ask.kinds(*word).has(Kind::Actor));
        if let Some(word) = owner.filter(|word| !taken.iter().any(|filler| ask.are_same(filler.word, *word))) {
            return vec![Filler { word, path: format!("{}.owner", path.text) }];
        }
    }
    Vec::new()
}

/// "will withdraw *its troops* from Mali": one's own soldiers are a means of the act, not its other side.
fn are_own_forces(grammar: &Grammar<'_>, ask: &dyn AskKind, word: WordIdx, taken: &[Filler]) -> bool {
    let is_pronoun = |owner: &WordIdx| grammar.analysis.upos(*owner) == Upos::Pron;
    let own = grammar
        .possessors(word)
        .into_iter()
        .filter(is_pronoun)
        .any(|owner| taken.iter().any(|filler| ask.are_same(filler.word, owner)));
    let kinds = ask.kinds(word);
    // "his counterpart" is a minister of defence, and no soldier of his.
    own && kinds.has(Kind::Sector(Sector::Mil)) && !kinds.has(Kind::Sector(Sector::Gov))
}

/// Where no path leads to the other side: whoever stands nearest below the trigger, outside of clauses of their own ("condemned the killing
/// of civilians in the *Yemeni* port").
fn nearest_below(grammar: &Grammar<'_>, ask: &dyn AskKind, hit: &Hit, taken: &[Filler]) -> Option<Filler> {
    let analysis = grammar.analysis;
    let leads_on = |word: &WordIdx| {
        matches!(
            analysis.rel(*word),
            Rel::Obj | Rel::Iobj | Rel::Obl | Rel::Nmod | Rel::NmodPoss | Rel::NmodDesc | Rel::Amod | Rel::Compound
        )
    };
    let mut level: Vec<WordIdx> = std::iter::once(hit.head).chain(hit.slots.iter().copied()).collect();
    for _ in 0..REACH {
        level = level.iter().flat_map(|word| analysis.kids(*word)).copied().filter(leads_on).collect();
        let other = level.iter().copied().find(|word| {
            let kinds = ask.kinds(*word);
            let acts = kinds.has(Kind::Actor) || kinds.has(Kind::Place);
            acts && ask.is_political(*word)
                && !hit.words.contains(word)
                && !taken.iter().any(|filler| ask.are_same(filler.word, *word))
        });
        if let Some(word) = other {
            return Some(Filler { word, path: "below".into() });
        }
    }
    None
}

/// The word itself if it can act (a place can, behind a preposition), else what owns it, or owns what owns it.
fn acting(grammar: &Grammar<'_>, ask: &dyn AskKind, word: WordIdx, path: &Path) -> Option<WordIdx> {
    let word = grammar.counted(word);
    let kinds = ask.kinds(word);
    if kinds.has(Kind::Actor) || path.ends_in_preposition() && kinds.has(Kind::Place) {
        return Some(word);
    }
    if path.ends_in_place(grammar) {
        return grammar.possessors(word).into_iter().find(|owner| ask.kinds(*owner).has(Kind::Actor));
    }
    let owners = grammar.owners(word);
    let acts = |owner: &WordIdx| ask.kinds(*owner).has(Kind::Actor);
    let owned = owners.iter().copied().find(acts).or_else(|| owners.iter().flat_map(|owner| grammar.owners(*owner)).find(acts));
    // "released a *statement criticising* …": whoever made the thing.
    owned.or_else(|| grammar.light_verb(word).and_then(|verb| grammar.subjects(verb).into_iter().find(acts)))
}

/// "hold *talks*": the noun that belongs to another trigger is no trigger of its own.
fn drop_nouns_of_other_triggers(matches: &mut Vec<Match>) {
    let taken: Vec<(WordIdx, WordIdx)> = matches
        .iter()
        .flat_map(|one| one.hit.words.iter().filter(|word| **word != one.hit.head).map(|word| (*word, one.hit.head)))
        .collect();
    matches.retain(|one| !taken.iter().any(|(word, head)| *word == one.hit.head && *head != one.hit.head));
}

fn mark_content(grammar: &Grammar<'_>, matches: &mut [Match]) {
    let contents: Vec<Vec<WordIdx>> =
        matches.iter().map(|one| one.content.iter().flat_map(|word| grammar.coordinated_clauses(*word)).collect()).collect();
    for at in 0..matches.len() {
        let head = matches[at].hit.head;
        let holder = contents.iter().enumerate().position(|(holder, words)| {
            holder != at
                && words.iter().any(|word| grammar.analysis.is_below(head, *word))
                && !grammar.analysis.is_below(matches[holder].hit.head, head)
        });
        matches[at].inside = holder;
    }
}
