//! The classes the network chooses from, and the forms it knows.

use std::collections::HashMap;

use super::file::{BadBytes, Reader};
use super::script::Script;

/// A combination of numbers of a part of speech, a Penn tag and a feature line.
pub(crate) type Reading = (u16, u16, u16);

/// A form, the number of its Penn tag, and its lemma.
pub(crate) type KnownLemma = (Box<str>, u16, Box<str>);

/// Known lemmas by form: tag and lemma.
pub(crate) type LemmasOf = HashMap<Box<str>, Vec<(u16, Box<str>)>>;

/// All lists of a model, each class at its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lists {
    /// Known forms; the row of the first is 1.
    pub(crate) words: Vec<Box<str>>,
    /// Penn tags.
    pub(crate) xpos: Vec<Box<str>>,
    /// Feature lines.
    pub(crate) feats: Vec<Box<str>>,
    /// Ways to make a lemma.
    pub(crate) scripts: Vec<Script>,
    /// Forms whose lemma is known under a Penn tag, sorted.
    pub(crate) lemmas: Vec<KnownLemma>,
    /// Words of known names, sorted, each with a bit for each kind of name that it occurs in.
    pub(crate) marks: Vec<(Box<str>, u8)>,
    /// The combinations of tags that occur: the network may choose no other.
    pub(crate) readings: Vec<Reading>,
}

impl Lists {
    /// Known forms with their rows.
    pub(crate) fn word_rows(&self) -> HashMap<Box<str>, u32> {
        self.words.iter().enumerate().map(|(at, word)| (word.clone(), at as u32 + 1)).collect()
    }

    /// Known lemmas by form.
    pub(crate) fn lemmas_of(&self) -> LemmasOf {
        let mut lemmas = LemmasOf::with_capacity(self.lemmas.len());
        for (form, xpos, lemma) in &self.lemmas {
            lemmas.entry(form.clone()).or_default().push((*xpos, lemma.clone()));
        }
        lemmas
    }

    /// Words of known names with the kinds of these names.
    pub(crate) fn marks_of(&self) -> HashMap<Box<str>, u8> {
        self.marks.iter().cloned().collect()
    }

    /// Reads what [`Lists::write`] wrote; `upos` is the number of parts of speech.
    pub(crate) fn read(reader: &mut Reader<'_>, upos: usize) -> Result<Lists, BadBytes> {
        let (words, xpos, feats) = (reader.strings()?, reader.strings()?, reader.strings()?);
        let scripts = reader.strings()?.iter().map(|name| Script::parse(name)).collect::<Option<Vec<_>>>().ok_or(BadBytes)?;
        let below = |reader: &mut Reader<'_>, end: usize| {
            let number = reader.number()?;
            if (number as usize) < end.min(1 << 16) { Ok(number as u16) } else { Err(BadBytes) }
        };
        let mut lemmas = Vec::new();
        for _ in 0..reader.count()? {
            let (form, tag, lemma) = (reader.string()?, below(reader, xpos.len())?, reader.string()?);
            lemmas.push((form.into(), tag, if lemma.is_empty() { form } else { lemma }.into()));
        }
        let mut marks = Vec::new();
        for _ in 0..reader.count()? {
            marks.push((reader.string()?.into(), reader.number()? as u8));
        }
        let mut readings = Vec::new();
        for _ in 0..reader.count()? {
            readings.push((below(reader, upos)?, below(reader, xpos.len())?, below(reader, feats.len())?));
        }
        if readings.is_empty() || scripts.is_empty() {
            return Err(BadBytes);
        }
        Ok(Lists { words, xpos, feats, scripts, lemmas, marks, readings })
    }

    /// Writes the lists.
    #[cfg(any(feature = "train", test))]
    pub(crate) fn write(&self, writer: &mut super::file::Writer) {
        writer.strings(&self.words);
        writer.strings(&self.xpos);
        writer.strings(&self.feats);
        writer.strings(&self.scripts.iter().map(|script| script.name().into()).collect::<Vec<_>>());
        writer.number(self.lemmas.len() as u32);
        for (form, xpos, lemma) in &self.lemmas {
            writer.string(form);
            writer.number(u32::from(*xpos));
            writer.string(if lemma == form { "" } else { lemma });
        }
        writer.number(self.marks.len() as u32);
        for (word, kinds) in &self.marks {
            writer.string(word);
            writer.number(u32::from(*kinds));
        }
        writer.number(self.readings.len() as u32);
        for (upos, xpos, feats) in &self.readings {
            for number in [upos, xpos, feats] {
                writer.number(u32::from(*number));
            }
        }
    }
}
