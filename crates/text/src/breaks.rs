//! Sentence ends: paragraphs and lines first, then a trained decision at each place between two tokens.

use crate::model::cues::{Features, Seen};
use crate::model::linear::{Scorer, Weights};
use crate::rules::{Abbreviation, Rules, asked};
use crate::token::{Token, is_gap};

/// No sentence has more words than this; a longer one is cut, at a semicolon or a dash if there is one.
pub(crate) const MOST_WORDS: usize = 200;

/// The stretches of a text that sentences do not cross: paragraphs, and lines that are no mere wrapping.
pub(crate) fn units(text: &str) -> Vec<(usize, usize)> {
    let mut units = Vec::new();
    let mut paragraph: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\u{2029}', '\u{2028}']) {
        let end = start + line.len();
        if line.chars().all(is_gap) {
            lines(text, &paragraph, &mut units);
            paragraph.clear();
        } else {
            paragraph.push((start, end));
        }
        start = end;
    }
    lines(text, &paragraph, &mut units);
    units
}

/// Joins the lines of a paragraph that was wrapped; keeps others apart.
fn lines(text: &str, paragraph: &[(usize, usize)], units: &mut Vec<(usize, usize)>) {
    let line = |at: usize| text[paragraph[at].0..paragraph[at].1].trim_matches(is_gap);
    let lengths: Vec<usize> = (0..paragraph.len()).map(|at| line(at).chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let starts_small = |at: usize| line(at).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let full = lengths.iter().take(lengths.len().saturating_sub(1)).all(|length| longest <= 110 && length * 10 >= longest * 7);
    let wrapped = full && longest >= 40 && (1..paragraph.len()).any(starts_small);
    for (at, (start, end)) in paragraph.iter().enumerate() {
        match units.last_mut() {
            Some(unit) if at > 0 && (wrapped || starts_small(at)) => unit.1 = *end,
            _ => units.push((*start, *end)),
        }
    }
}

#[cfg(feature = "train")]
/// Training samples: features of a place between two tokens, and whether a sentence ends there.
#[derive(Default)]
pub struct Samples(pub(crate) Vec<(Vec<u32>, bool)>);

/// Walks over the tokens of one unit.
struct Walk<'a> {
    text: &'a str,
    tokens: &'a [Token],
    seen: Vec<Seen>,
    kinds: Vec<u32>,
    /// First token of the sentence.
    start: usize,
    /// Quotation marks and brackets open since the start of the sentence.
    quotes: u32,
    brackets: u32,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, tokens: &'a [Token], rules: &Rules) -> Self {
        let form = |token: &Token| &text[token.start..token.end];
        let kinds = tokens.iter().map(|token| kind(form(token), rules)).collect();
        let seen = tokens.iter().map(|token| Seen::new(form(token))).collect();
        Walk { text, tokens, seen, kinds, start: 0, quotes: 0, brackets: 0 }
    }

    fn form(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Takes note of the token at `at`.
    fn pass(&mut self, at: usize) {
        match self.form(at) {
            "“" | "«" => self.quotes = 1,
            "”" | "»" => self.quotes = 0,
            "\"" | "''" | "``" => self.quotes = 1 - self.quotes,
            "(" | "[" => self.brackets += 1,
            ")" | "]" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// Begins a sentence with the token at `at`.
    fn begin(&mut self, at: usize) {
        self.start = at;
        self.brackets = 0;
    }

    /// White space before the token at `at`: none, a space, more, a line break.
    fn gap(&self, at: usize) -> u32 {
        match (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at)) {
            (Some(before), Some(token)) => {
                let gap = &self.text[before.end..token.start];
                if gap.contains('\n') { 3 } else { gap.chars().count().min(2) as u32 }
            }
            _ => 4,
        }
    }

    /// Whether a sentence may end before the token at `at`.
    fn may_end(&self, at: usize) -> bool {
        let (before, after) = (self.kinds[at - 1], self.kinds[at]);
        // Not behind a title or an opening mark; not in a dateline, "BAGHDAD (Reuters) -".
        let early = before == DASH && at > 1 && at - self.start < 12;
        let dateline = early && (self.kinds[at - 2] == BRACKET + 1 || matches!(self.form(at - 1), "–" | "—"));
        if matches!(before, TITLE | OPENING | BRACKET) || (before == BRACKET + 1 && after == DASH) || dateline {
            return false;
        }
        !self.tokens[at].continues && self.gap(at) > 0
            || (self.kinds[at - 1] >= STOP && !self.tokens[at].continues && self.kinds[at] == WORD)
    }

    fn features(&self, at: usize, f: &mut Features) {
        f.clear();
        let place = at as isize;
        let [w3, w2, w1, n1, n2, n3] = [-3, -2, -1, 0, 1, 2].map(|step| Seen::at(&self.seen, place + step));
        let kind = |step: isize| usize::try_from(place + step).ok().and_then(|at| self.kinds.get(at)).copied().unwrap_or(0);
        let [k3, k2, k1, m1, m2, m3] = [-3, -2, -1, 0, 1, 2].map(kind);
        let (gap, before_gap, after_gap) = (self.gap(at), self.gap(at.saturating_sub(1)), self.gap(at + 1));
        let length = (at - self.start).min(20) as u32;
        let length = if length > 6 { 6 + length / 10 } else { length };
        let first = Seen::at(&self.seen, self.start as isize);
        f.add([0]);
        f.add([w1.norm, gap]);
        f.add([k1, m1, gap]);
        f.add([k1, m1, m2]);
        f.add([k2, k1, m1]);
        f.add([k2, k1, m1, m2]);
        f.add([k3, k2, k1, m1, m2]);
        f.add([w1.norm, m1]);
        f.add([w1.norm, n1.form]);
        f.add([k1, n1.form]);
        f.add([k1, n1.form, n2.norm]);
        f.add([k1, m1, n2.norm]);
        f.add([w2.norm, w1.norm]);
        f.add([w2.norm, k1, m1]);
        f.add([k2, w1.norm, m1]);
        f.add([k1, n1.shape]);
        f.add([w1.shape, n1.shape]);
        f.add([w2.shape, k1, n1.shape]);
        f.add([k1, m1, self.quotes, before_gap, gap]);
        f.add([k2, k1, m1, self.quotes, before_gap, after_gap]);
        f.add([w1.norm, n1.norm, self.quotes, before_gap]);
        f.add([k1, m1, self.brackets.min(2)]);
        f.add([k1, m1, length]);
        f.add([k1, gap, length, m1]);
        f.add([first.norm, k1, length.min(4)]);
        f.add([k1, m1, m2, m3]);
        f.add([n1.form, n2.norm]);
        f.add([w1.form, n1.form]);
        f.add([w3.norm, k2, k1, m1]);
        f.add([w2.norm, w1.norm, n1.norm]);
        f.add([k1, n1.norm, n2.norm, n3.norm]);
    }
}

const WORD: u32 = 1;
const OPENING: u32 = 6;
const BRACKET: u32 = 10;
const DASH: u32 = 12;
const BULLET: u32 = 13;
const TITLE: u32 = 14;
const STOP: u32 = 20;

/// The kind of a token: what it is for the end of a sentence.
fn kind(form: &str, rules: &Rules) -> u32 {
    let first = form.chars().next().unwrap_or(' ');
    match form {
        "." | "。" => STOP,
        "!" | "?" | "?!" | "!?" | "！" | "？" => STOP + 1,
        "..." | "…" | ".." | "...." => STOP + 2,
        ":" => 3,
        ";" => 4,
        "," => 5,
        "“" | "«" | "``" => OPENING,
        "”" | "»" | "''" => 7,
        "\"" => 8,
        "'" | "’" | "‘" => 9,
        "(" | "[" => BRACKET,
        ")" | "]" => BRACKET + 1,
        "-" | "–" | "—" | "--" => DASH,
        "*" | "•" | "·" | "#" => BULLET,
        _ if form.len() > 1 && form.ends_with('.') => match rules.abbreviations.get(&asked(form)) {
            Some(Abbreviation::Title) => TITLE,
            Some(_) => 15,
            None if first.is_alphabetic() => 16,
            None => STOP + 3,
        },
        _ if form.ends_with(['!', '?']) => STOP + 1,
        _ if first.is_uppercase() => 17,
        _ if first.is_ascii_digit() => 18,
        _ if first.is_alphabetic() => WORD,
        _ => 19,
    }
}

/// Where the sentences of a unit end: positions one past their last tokens.
pub(crate) fn ends(text: &str, tokens: &[Token], rules: &Rules, weights: &Weights) -> Vec<usize> {
    let mut walk = Walk::new(text, tokens, rules);
    let mut features = Features::default();
    let mut ends = Vec::new();
    // The best place so far to cut a sentence that grows too long.
    let mut soft = 0;
    for at in 1..tokens.len() {
        walk.pass(at - 1);
        let mut end = None;
        if walk.may_end(at) {
            walk.features(at, &mut features);
            let mut scores = [0; 2];
            weights.score(&features.keys, &mut scores);
            let bullet = walk.form(at) == "•" && walk.kinds[at - 1] >= STOP;
            if scores[1] + 30 > scores[0] || bullet {
                end = Some(at);
            } else if matches!(walk.kinds[at - 1], 3 | 4 | 12) || walk.gap(at) == 3 {
                soft = at;
            }
        }
        if end.is_none() && at - walk.start >= MOST_WORDS {
            let cut = if soft > walk.start { soft } else { at };
            end = (cut..=at).find(|at| !tokens[*at].continues);
        }
        if let Some(end) = end {
            ends.push(end);
            walk.begin(end);
        }
    }
    if !tokens.is_empty() {
        ends.push(tokens.len());
    }
    ends
}

#[cfg(feature = "train")]
impl Samples {
    /// Adds one paragraph: its text, and the bytes at which its sentences end.
    pub(crate) fn add(&mut self, text: &str, sentence_ends: &[usize], rules: &Rules) {
        let tokens = crate::token::tokenise(text, rules);
        let mut walk = Walk::new(text, &tokens, rules);
        let mut features = Features::default();
        for at in 1..tokens.len() {
            walk.pass(at - 1);
            let is_end = sentence_ends.contains(&tokens[at - 1].end);
            if walk.may_end(at) {
                walk.features(at, &mut features);
                self.0.push((features.keys.clone(), is_end));
            }
            if is_end {
                walk.begin(at);
            }
        }
    }
}
