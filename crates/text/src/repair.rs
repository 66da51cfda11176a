//! Mends of trees that the treebanks teach too little of: reported speech as edited news writes it. The verbs are data (`speech.csv`).

use crate::model::Annotation;
use crate::rules::{Rules, SpeechVerb};
use crate::tag::{Rel, Upos};

/// Mends the tree of one sentence.
pub(crate) fn repair(words: &mut [Annotation], rules: &Rules) {
    (1..words.len()).for_each(|name| title_of_name(words, name - 1, name, rules));
    (0..words.len()).for_each(|title| case_of_title(words, title));
    (0..words.len()).for_each(|number| object_of_number(words, number));
    for verb in 0..words.len() {
        if words[verb].upos != Upos::Verb {
            continue;
        }
        let Some(kinds) = rules.speech.get(&*words[verb].lemma) else { continue };
        let (addressee, inserted) = (kinds.contains(&SpeechVerb::Addressee), kinds.contains(&SpeechVerb::Inserted));
        if addressee {
            clause_of_telling(words, verb, rules);
        }
        if inserted {
            inserted_verb(words, verb);
        }
    }
}

fn kids(words: &[Annotation], of: usize) -> impl Iterator<Item = usize> + '_ {
    (0..words.len()).filter(move |at| words[*at].head == Some(of))
}

fn is_subject(rel: Rel) -> bool {
    matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::Csubj)
}

/// "urged *Mr* Trump": a title never stands beside the name it belongs to, or above it.
fn title_of_name(words: &mut [Annotation], title: usize, name: usize, rules: &Rules) {
    let is_proper = |at: usize| words[at].upos == Upos::Propn;
    if !is_proper(title) || !is_proper(name) || words[title].rel == Rel::NmodDesc || !rules.is_title(&words[title].lemma) {
        return;
    }
    if words[name].head == Some(title) {
        let (head, rel) = (words[title].head, words[title].rel);
        for at in kids(words, title).collect::<Vec<_>>() {
            words[at].head = Some(name);
        }
        (words[name].head, words[name].rel) = (head, rel);
    } else if words[name].head != words[title].head || words[name].rel == Rel::Flat {
        return;
    }
    (words[title].head, words[title].rel) = (Some(name), Rel::NmodDesc);
}

/// "talks *with* President Karzai": the preposition belongs to the whole phrase, whose head is the name.
fn case_of_title(words: &mut [Annotation], title: usize) {
    let Some(name) = words[title].head.filter(|name| *name > title && words[title].rel == Rel::NmodDesc) else { return };
    let top = if words[name].rel == Rel::Flat { words[name].head.unwrap_or(name) } else { name };
    for at in kids(words, title).filter(|at| *at < title).collect::<Vec<_>>() {
        if matches!(words[at].rel, Rel::Case | Rel::Det) {
            words[at].head = Some(top);
        }
    }
}

/// "released at least 19 hostages": a preposition of the number makes no oblique of the object.
fn object_of_number(words: &mut [Annotation], number: usize) {
    let Some(noun) = words[number].head.filter(|_| words[number].rel == Rel::Nummod) else { return };
    let Some(verb) = words[noun].head.filter(|verb| words[*verb].upos == Upos::Verb && *verb < noun) else { return };
    let of_number = kids(words, number).any(|at| kids(words, at).any(|below| words[below].rel == Rel::Case));
    let is_bare = kids(words, noun).all(|at| !matches!(words[at].rel, Rel::Case | Rel::Mark));
    let has_object = kids(words, verb).any(|at| matches!(words[at].rel, Rel::Obj | Rel::Ccomp | Rel::AuxPass));
    if words[noun].rel == Rel::Obl && of_number && is_bare && !has_object {
        words[noun].rel = Rel::Obj;
    }
}

/// "told reporters *that the visit had ended*": a clause with "that" and a subject of its own is told, and no relative clause of the
/// reporters.
fn clause_of_telling(words: &mut [Annotation], verb: usize, rules: &Rules) {
    let objects: Vec<usize> =
        kids(words, verb).filter(|at| *at > verb && matches!(words[*at].rel, Rel::Iobj | Rel::Obj | Rel::Obl)).collect();
    for object in objects {
        let clauses: Vec<usize> =
            kids(words, object).filter(|at| *at > object && matches!(words[*at].rel, Rel::AclRelcl | Rel::Acl)).collect();
        for clause in clauses {
            let is_that = |at: &usize| {
                *at > object
                    && *at < clause
                    && !is_subject(words[*at].rel)
                    && rules.speech.get(&*words[*at].lemma).is_some_and(|kinds| kinds.contains(&SpeechVerb::Clause))
                    && matches!(words[*at].upos, Upos::Pron | Upos::Sconj)
            };
            let Some(that) = kids(words, clause).find(is_that) else { continue };
            let has_subject = kids(words, clause).any(|at| at > that && at < clause && is_subject(words[at].rel));
            let is_told = kids(words, verb).any(|at| words[at].rel == Rel::Ccomp);
            if has_subject && !is_told {
                (words[clause].head, words[clause].rel) = (Some(verb), Rel::Ccomp);
                (words[that].rel, words[that].upos) = (Rel::Mark, Upos::Sconj);
            }
        }
    }
}

/// "The visit, the ambassador *said*, was a success": of two subjects the first belongs to what is said, which holds the verb of saying.
fn inserted_verb(words: &mut [Annotation], verb: usize) {
    let subjects: Vec<usize> = kids(words, verb).filter(|at| *at < verb && is_subject(words[*at].rel)).collect();
    let [said, speaker] = subjects[..] else { return };
    let clause = kids(words, verb).find(|at| *at > verb && matches!(words[*at].rel, Rel::Ccomp | Rel::Parataxis | Rel::Conj));
    let Some(clause) = clause.filter(|clause| words[*clause].upos != Upos::Punct) else { return };
    let has_subject = kids(words, clause).any(|at| is_subject(words[at].rel));
    let is_parted = (said..speaker).any(|at| words[at].upos == Upos::Punct);
    if has_subject || !is_parted {
        return;
    }
    let (head, rel) = (words[verb].head, words[verb].rel);
    (words[clause].head, words[clause].rel) = (head, rel);
    (words[verb].head, words[verb].rel) = (Some(clause), Rel::Parataxis);
    words[said].head = Some(clause);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Label;
    use crate::name::NameTag;

    fn word(lemma: &str, upos: Upos, head: usize, rel: Rel) -> Annotation {
        let none = Label::NONE;
        Annotation { upos, xpos: none, feats: none, lemma: lemma.into(), head: head.checked_sub(1), rel, name: NameTag::Outside }
    }

    fn repaired(mut words: Vec<Annotation>) -> Vec<(usize, Rel)> {
        repair(&mut words, &Rules::read(&chancery_data::texts("text/")).unwrap());
        words.iter().map(|word| (word.head.map_or(0, |head| head + 1), word.rel)).collect()
    }

    #[test]
    fn what_reporters_are_told_is_no_clause_about_them() {
        let told = |subject| {
            repaired(vec![
                word("he", Upos::Pron, 2, Rel::Nsubj),
                word("tell", Upos::Verb, 0, Rel::Root),
                word("reporter", Upos::Noun, 2, Rel::Iobj),
                word("that", Upos::Pron, 6, if subject { Rel::Nsubj } else { Rel::Obj }),
                word("talk", Upos::Noun, 6, if subject { Rel::Obj } else { Rel::Nsubj }),
                word("end", Upos::Verb, 3, Rel::AclRelcl),
            ])
        };
        assert_eq!(told(false)[3..], [(6, Rel::Mark), (6, Rel::Nsubj), (2, Rel::Ccomp)]);
        // "told reporters that wanted talks": a relative clause.
        assert_eq!(told(true)[5], (3, Rel::AclRelcl));
    }

    #[test]
    fn a_verb_of_saying_inside_what_is_said_hangs_on_it() {
        let said = |lemma| {
            repaired(vec![
                word("visit", Upos::Noun, 4, Rel::Nsubj),
                word(",", Upos::Punct, 1, Rel::Punct),
                word("envoy", Upos::Noun, 4, Rel::Nsubj),
                word(lemma, Upos::Verb, 0, Rel::Root),
                word("end", Upos::Verb, 4, Rel::Ccomp),
            ])
        };
        assert_eq!(said("say"), [(5, Rel::Nsubj), (1, Rel::Punct), (4, Rel::Nsubj), (5, Rel::Parataxis), (0, Rel::Root)]);
        assert_eq!(said("leave")[4], (4, Rel::Ccomp));
    }
}
