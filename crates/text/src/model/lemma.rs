//! Lemmas: an edit of the form (letters cut off at the end, others added), chosen by a linear model from form and tag.

use super::features::{Features, Seen};

/// How a lemma is made from a form. Written as a class: "2e|l" cuts two characters, adds "e", and writes in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    lower: bool,
    cut: usize,
    add: Box<str>,
}

impl Edit {
    /// The edit that makes `lemma` from `form`.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn between(form: &str, lemma: &str) -> Edit {
        let is_lower = |text: &str| !text.chars().any(char::is_uppercase);
        let lower = !is_lower(form) && is_lower(lemma);
        let form: Vec<char> = if lower { form.to_lowercase() } else { form.to_string() }.chars().collect();
        let lemma: Vec<char> = lemma.chars().collect();
        let same = form.iter().zip(&lemma).take_while(|(a, b)| a == b).count();
        Edit { lower, cut: form.len() - same, add: lemma[same..].iter().collect::<String>().into() }
    }

    /// The lemma of a form; nothing where the edit does not fit.
    pub(crate) fn apply(&self, form: &str) -> Option<String> {
        let form = if self.lower { form.to_lowercase() } else { form.to_string() };
        let keep = form.chars().count().checked_sub(self.cut)?;
        let mut lemma: String = form.chars().take(keep).collect();
        lemma.push_str(&self.add);
        (!lemma.is_empty()).then_some(lemma)
    }

    /// As a class name.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn name(&self) -> Box<str> {
        format!("{}{}|{}", if self.lower { "l" } else { "=" }, self.cut, self.add).into()
    }

    /// From a class name.
    pub(crate) fn parse(name: &str) -> Option<Edit> {
        let (head, add) = name.split_once('|')?;
        let (case, cut) = head.split_at_checked(1)?;
        Some(Edit { lower: case == "l", cut: cut.parse().ok()?, add: add.into() })
    }
}

/// Features of the edit of the word at `at`.
pub(crate) fn features(words: &[Seen], xpos: &[u8], upos: &[u8], at: usize, f: &mut Features) {
    f.clear();
    let word = &words[at];
    let (x, u) = (u32::from(xpos[at]), u32::from(upos[at]));
    let first = u32::from(at == 0);
    f.add([x, u]);
    f.add([word.norm]);
    f.add([word.norm, x]);
    f.add([word.norm, u]);
    f.add([word.form, x]);
    for suffix in word.suffixes {
        f.add([suffix, x]);
    }
    f.add([word.suffixes[2], word.prefixes[1], x]);
    f.add([word.suffixes[4], word.prefixes[2], x]);
    f.add([word.suffixes[1], word.shape, x]);
    f.add([word.shape, x, first]);
    f.add([word.shape, u]);
    f.add([word.suffixes[0], word.shape, u]);
    f.add([word.prefixes[3], x]);
    f.add([word.norm, Seen::at(words, at as isize + 1).norm]);
    f.add([word.norm, xpos.get(at + 1).copied().map_or(0, u32::from)]);
    f.add([word.norm, at.checked_sub(1).map_or(0, |before| u32::from(xpos[before]))]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_makes_the_lemma_and_survives_its_name() {
        for (form, lemma) in
            [("killed", "kill"), ("Said", "say"), ("Iraq", "Iraq"), ("UN", "UN"), ("n’t", "not"), ("went", "go"), ("İ", "i")]
        {
            let edit = Edit::between(form, lemma);
            assert_eq!(Edit::parse(&edit.name()), Some(edit.clone()), "{form}");
            if form != "İ" {
                assert_eq!(edit.apply(form).as_deref(), Some(lemma));
            }
        }
        assert_eq!(Edit::between("held", "hold").apply("x"), None);
        assert_eq!(Edit::parse("nonsense"), None);
    }
}
