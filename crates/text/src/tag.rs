//! The tags of Universal Dependencies for English: parts of speech and relations.

use std::fmt;

/// Universal part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upos {
    /// Adjective.
    Adj,
    /// Adposition.
    Adp,
    /// Adverb.
    Adv,
    /// Auxiliary.
    Aux,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Noun.
    Noun,
    /// Numeral.
    Num,
    /// Particle.
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction.
    Sconj,
    /// Symbol.
    Sym,
    /// Verb.
    Verb,
    /// Other.
    X,
}

const UPOS: [(Upos, &str); 17] = [
    (Upos::Adj, "ADJ"),
    (Upos::Adp, "ADP"),
    (Upos::Adv, "ADV"),
    (Upos::Aux, "AUX"),
    (Upos::Cconj, "CCONJ"),
    (Upos::Det, "DET"),
    (Upos::Intj, "INTJ"),
    (Upos::Noun, "NOUN"),
    (Upos::Num, "NUM"),
    (Upos::Part, "PART"),
    (Upos::Pron, "PRON"),
    (Upos::Propn, "PROPN"),
    (Upos::Punct, "PUNCT"),
    (Upos::Sconj, "SCONJ"),
    (Upos::Sym, "SYM"),
    (Upos::Verb, "VERB"),
    (Upos::X, "X"),
];

impl Upos {
    /// All parts of speech, in the order of their numbers.
    pub const ALL: [Upos; 17] = {
        let mut all = [Upos::X; 17];
        let mut at = 0;
        while at < all.len() {
            all[at] = UPOS[at].0;
            at += 1;
        }
        all
    };

    /// The tag as CoNLL-U writes it.
    pub fn as_str(self) -> &'static str {
        UPOS[self as usize].1
    }

    /// The tag of that name; `X` where there is none.
    pub fn parse(name: &str) -> Upos {
        UPOS.iter().find(|(_, known)| *known == name).map_or(Upos::X, |(upos, _)| *upos)
    }

    /// A noun, proper noun or pronoun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron)
    }
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Relation of a word to its head, with the subtypes of the English treebanks (UD 2.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rel {
    /// `acl`.
    Acl,
    /// `acl:relcl`.
    AclRelcl,
    /// `advcl`.
    Advcl,
    /// `advcl:relcl`.
    AdvclRelcl,
    /// `advmod`.
    Advmod,
    /// `amod`.
    Amod,
    /// `appos`.
    Appos,
    /// `aux`.
    Aux,
    /// `aux:pass`.
    AuxPass,
    /// `case`.
    Case,
    /// `cc`.
    Cc,
    /// `cc:preconj`.
    CcPreconj,
    /// `ccomp`.
    Ccomp,
    /// `compound`.
    Compound,
    /// `compound:prt`.
    CompoundPrt,
    /// `conj`.
    Conj,
    /// `cop`.
    Cop,
    /// `csubj`.
    Csubj,
    /// `csubj:outer`.
    CsubjOuter,
    /// `csubj:pass`.
    CsubjPass,
    /// `dep`.
    Dep,
    /// `det`.
    Det,
    /// `det:predet`.
    DetPredet,
    /// `discourse`.
    Discourse,
    /// `dislocated`.
    Dislocated,
    /// `expl`.
    Expl,
    /// `fixed`.
    Fixed,
    /// `flat`.
    Flat,
    /// `goeswith`.
    Goeswith,
    /// `iobj`.
    Iobj,
    /// `list`.
    List,
    /// `mark`.
    Mark,
    /// `nmod`.
    Nmod,
    /// `nmod:desc`.
    NmodDesc,
    /// `nmod:poss`.
    NmodPoss,
    /// `nmod:unmarked`.
    NmodUnmarked,
    /// `nsubj`.
    Nsubj,
    /// `nsubj:outer`.
    NsubjOuter,
    /// `nsubj:pass`.
    NsubjPass,
    /// `nummod`.
    Nummod,
    /// `obj`.
    Obj,
    /// `obl`.
    Obl,
    /// `obl:agent`.
    OblAgent,
    /// `obl:unmarked`.
    OblUnmarked,
    /// `orphan`.
    Orphan,
    /// `parataxis`.
    Parataxis,
    /// `punct`.
    Punct,
    /// `reparandum`.
    Reparandum,
    /// `root`.
    Root,
    /// `vocative`.
    Vocative,
    /// `xcomp`.
    Xcomp,
}

const RELS: [(Rel, &str); 51] = [
    (Rel::Acl, "acl"),
    (Rel::AclRelcl, "acl:relcl"),
    (Rel::Advcl, "advcl"),
    (Rel::AdvclRelcl, "advcl:relcl"),
    (Rel::Advmod, "advmod"),
    (Rel::Amod, "amod"),
    (Rel::Appos, "appos"),
    (Rel::Aux, "aux"),
    (Rel::AuxPass, "aux:pass"),
    (Rel::Case, "case"),
    (Rel::Cc, "cc"),
    (Rel::CcPreconj, "cc:preconj"),
    (Rel::Ccomp, "ccomp"),
    (Rel::Compound, "compound"),
    (Rel::CompoundPrt, "compound:prt"),
    (Rel::Conj, "conj"),
    (Rel::Cop, "cop"),
    (Rel::Csubj, "csubj"),
    (Rel::CsubjOuter, "csubj:outer"),
    (Rel::CsubjPass, "csubj:pass"),
    (Rel::Dep, "dep"),
    (Rel::Det, "det"),
    (Rel::DetPredet, "det:predet"),
    (Rel::Discourse, "discourse"),
    (Rel::Dislocated, "dislocated"),
    (Rel::Expl, "expl"),
    (Rel::Fixed, "fixed"),
    (Rel::Flat, "flat"),
    (Rel::Goeswith, "goeswith"),
    (Rel::Iobj, "iobj"),
    (Rel::List, "list"),
    (Rel::Mark, "mark"),
    (Rel::Nmod, "nmod"),
    (Rel::NmodDesc, "nmod:desc"),
    (Rel::NmodPoss, "nmod:poss"),
    (Rel::NmodUnmarked, "nmod:unmarked"),
    (Rel::Nsubj, "nsubj"),
    (Rel::NsubjOuter, "nsubj:outer"),
    (Rel::NsubjPass, "nsubj:pass"),
    (Rel::Nummod, "nummod"),
    (Rel::Obj, "obj"),
    (Rel::Obl, "obl"),
    (Rel::OblAgent, "obl:agent"),
    (Rel::OblUnmarked, "obl:unmarked"),
    (Rel::Orphan, "orphan"),
    (Rel::Parataxis, "parataxis"),
    (Rel::Punct, "punct"),
    (Rel::Reparandum, "reparandum"),
    (Rel::Root, "root"),
    (Rel::Vocative, "vocative"),
    (Rel::Xcomp, "xcomp"),
];

impl Rel {
    /// All relations, in the order of their numbers.
    pub const ALL: [Rel; 51] = {
        let mut all = [Rel::Dep; 51];
        let mut at = 0;
        while at < all.len() {
            all[at] = RELS[at].0;
            at += 1;
        }
        all
    };

    /// The relation as CoNLL-U writes it.
    pub fn as_str(self) -> &'static str {
        RELS[self as usize].1
    }

    /// The relation of that name; an unknown subtype falls back to its universal relation, an unknown relation to `dep`.
    pub fn parse(name: &str) -> Rel {
        let find = |name: &str| RELS.iter().find(|(_, known)| *known == name).map(|(rel, _)| *rel);
        find(name).or_else(|| name.split_once(':').and_then(|(universal, _)| find(universal))).unwrap_or(Rel::Dep)
    }
}

impl fmt::Display for Rel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back_from_their_names() {
        assert!(UPOS.iter().all(|(upos, name)| Upos::parse(name) == *upos && upos.as_str() == *name));
        assert!(RELS.iter().all(|(rel, name)| Rel::parse(name) == *rel && rel.as_str() == *name));
        assert_eq!(Rel::parse("nsubj:strange"), Rel::Nsubj);
        assert_eq!(Rel::parse("strange"), Rel::Dep);
    }
}
