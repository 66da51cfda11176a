//! The tokeniser: a stretch of text → tokens in the manner of the English treebanks. It never changes the text.

use crate::rules::{Abbreviation, Rules, asked, is_apostrophe};

/// One syntactic word, in bytes of the stretch that was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Belongs to the surface token of the word before.
    pub(crate) continues: bool,
}

/// Cuts a stretch of text into tokens.
pub(crate) fn tokenise(text: &str, rules: &Rules) -> Vec<Token> {
    let mut cutter = Cutter { text, rules, tokens: Vec::new(), open_single: false };
    let mut chunk_start = None;
    for (at, c) in text.char_indices() {
        if is_gap(c) {
            if let Some(start) = chunk_start.take() {
                cutter.chunk(start, at);
            }
        } else if chunk_start.is_none() {
            chunk_start = Some(at);
        }
    }
    if let Some(start) = chunk_start {
        cutter.chunk(start, text.len());
    }
    cutter.tokens
}

/// White space, and invisible marks that stand between words.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A dash that is a token of its own, whatever stands around it.
fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '−')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A letter, digit, or a mark on one.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || c == '_' || c == '\u{ad}' || c == '\u{200c}'
}

/// A combining mark.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// A character that only changes or joins the picture before it.
fn joins_picture(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// No token has more bytes than this.
const LONGEST: usize = 400;

struct Cutter<'a> {
    text: &'a str,
    rules: &'a Rules,
    tokens: Vec<Token>,
    /// Whether a single quotation mark is open, so that the next one may close it.
    open_single: bool,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        self.tokens.push(Token { start, end, continues: false });
    }

    /// Cuts a run without white space.
    fn chunk(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            at = self.next(start, at, end).clamp(at + 1, end);
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Adds the token at `at` and says where it ends.
    fn next(&mut self, chunk: usize, at: usize, end: usize) -> usize {
        // No token looks further than this, so that a text without white space takes no longer than another.
        let end = (end.min(at + LONGEST)..=end).find(|end| self.text.is_char_boundary(*end)).unwrap_or(end);
        let rest = &self.text[at..end];
        let first = rest.chars().next().unwrap_or(' ');
        let stop = self
            .emoticon(chunk, at, rest)
            .or_else(|| address(rest, self.rules))
            .or_else(|| tag(rest, first))
            .or_else(|| number(rest, first))
            .map(|length| at + length);
        if let Some(stop) = stop {
            self.push(at, stop);
            return stop;
        }
        if is_word(first) {
            return self.word(at, end);
        }
        if is_apostrophe(first) {
            return self.apostrophe(chunk, at, end);
        }
        let length = symbol(rest, first);
        self.push(at, at + length);
        at + length
    }

    /// An emoticon that stands alone in its chunk, or at the end of one.
    fn emoticon(&self, chunk: usize, at: usize, rest: &str) -> Option<usize> {
        let emoticon = self.rules.emoticons.iter().find(|emoticon| rest.starts_with(emoticon.as_str()))?;
        let alone = rest.len() == emoticon.len() || rest[emoticon.len()..].chars().all(|c| !is_word(c));
        (alone && (at == chunk || !emoticon.chars().any(char::is_alphanumeric))).then_some(emoticon.len())
    }

    /// An apostrophe at the beginning of a word: of a short form ("'em", "'90s"), an ending cut off before, or a quotation mark.
    fn apostrophe(&mut self, chunk: usize, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let mark = rest.chars().next().map_or(1, char::len_utf8);
        if at == chunk {
            let word = rest.find(|c: char| !is_word(c) && !is_apostrophe(c)).unwrap_or(rest.len());
            let inside = &rest[mark..];
            let decade =
                inside.len() >= 3 && inside.as_bytes()[..2].iter().all(u8::is_ascii_digit) && inside[2..].starts_with('s');
            if self.rules.joined.contains(&asked(&rest[..word])) {
                self.push(at, at + word);
                return at + word;
            }
            if decade && inside[3..].chars().next().is_none_or(|c| !is_word(c)) {
                self.push(at, at + mark + 3);
                return at + mark + 3;
            }
        }
        let ending = self.rules.endings.iter().find_map(|ending| starts_with_ending(rest, ending));
        if let (true, Some(length)) = (at > chunk, ending) {
            self.push(at, at + length);
            return at + length;
        }
        let run = rest.find(|c: char| !rest.starts_with(c)).unwrap_or(rest.len());
        self.open_single = at == chunk && mark < rest.len();
        self.push(at, at + run);
        at + run
    }

    /// A word with what belongs to it: inner apostrophes, full stops of abbreviations, hyphens after prefixes.
    fn word(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let full = rest.trim_end_matches(|c: char| !is_word(c));
        if self.rules.joined.contains(&asked(full)) {
            self.push(at, at + full.len());
            return at + full.len();
        }
        if let Some(length) = self.dotted(at, rest) {
            self.push(at, at + length);
            return at + length;
        }
        let mut stop = run(rest);
        // "pro-Kurdish", "re-elected"
        while let Some(hyphen) = rest[stop..].chars().next().filter(|c| is_hyphen(*c)) {
            let after = stop + hyphen.len_utf8();
            let next = run(&rest[after..]);
            if next == 0 || !self.rules.prefixes.contains(&asked(&rest[..stop])) {
                break;
            }
            stop = after + next;
        }
        if stop < rest.len() && rest[stop..].starts_with('$') && rest[..stop].chars().all(char::is_uppercase) && stop <= 3 {
            self.push(at, at + stop + 1);
            return at + stop + 1;
        }
        self.split_unit(at, stop).unwrap_or_else(|| self.split_word(at, at + stop, end))
    }

    /// The length of an abbreviation or of initials at the beginning of the rest, full stop included.
    fn dotted(&self, at: usize, rest: &str) -> Option<usize> {
        let mut length = 0;
        let mut letters = 0;
        for part in rest.split_inclusive('.') {
            let mut chars = part.chars();
            let dotted = chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.');
            if !dotted {
                break;
            }
            letters += 1;
            length += part.len();
        }
        let after = &rest[length..];
        let next = after.chars().next();
        if letters >= 2 && next.is_some_and(char::is_alphabetic) && run(after) == next.map_or(0, char::len_utf8) {
            // "U.S.A", "p.m" without the last full stop
            return Some(length + run(after));
        }
        if letters >= 2 && next.is_none_or(|c| !is_word(c)) {
            return Some(length);
        }
        let short = rest.find(|c: char| !is_word(c) && c != '.').unwrap_or(rest.len());
        let short = rest[..short].trim_end_matches('.').len();
        if !rest[short..].starts_with('.') || rest[short..].starts_with("..") {
            return None;
        }
        let behind = &self.text[at + short + 1..];
        let follows = behind.trim_start_matches(is_gap).chars().next();
        match self.rules.abbreviations.get(&asked(&rest[..=short])) {
            Some(Abbreviation::Number) => return follows.is_some_and(|c| c.is_ascii_digit()).then_some(short + 1),
            Some(Abbreviation::Title) => return follows.is_some().then_some(short + 1),
            Some(Abbreviation::Other) => return Some(short + 1),
            None => {}
        }
        // An initial: "J. F. Kennedy", "George W. Bush".
        let one_capital = letters == 1 && rest.chars().next().is_some_and(char::is_uppercase);
        let before = self.tokens.last().map(|token| &self.text[token.start..token.end]);
        let after_name = before.is_none_or(|word| word.chars().next().is_some_and(char::is_uppercase) || word.ends_with('.'));
        let opens = before.is_some_and(|word| word.chars().all(|c| !is_word(c)));
        let apart = behind.starts_with(is_gap) || behind.starts_with(char::is_uppercase);
        let name_follows = follows.is_some_and(char::is_uppercase) && apart && (after_name || opens);
        let goes_on = follows.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';'));
        (one_capital && (name_follows || goes_on)).then_some(2.max(length))
    }

    /// "10bn", "5pm": a number and its unit are two tokens.
    fn split_unit(&mut self, at: usize, length: usize) -> Option<usize> {
        let word = &self.text[at..at + length];
        let digits = word.find(|c: char| !c.is_ascii_digit())?;
        if digits == 0 || !self.rules.units.contains(&asked(&word[digits..])) {
            return None;
        }
        self.push(at, at + digits);
        Some(at + digits)
    }

    /// Splits a word into its syntactic words: "don’t", "Iraq’s", "cannot", "dogs’".
    fn split_word(&mut self, at: usize, stop: usize, end: usize) -> usize {
        let word = &self.text[at..stop];
        let plain = asked(word);
        if let Some(parts) = self.rules.splits.get(&plain).filter(|_| plain.chars().count() == word.chars().count()) {
            let mut from = at;
            for (number, part) in parts.iter().enumerate() {
                let to = word_end(self.text, from, *part);
                self.tokens.push(Token { start: from, end: to, continues: number > 0 });
                from = to;
            }
            return stop;
        }
        let chars: Vec<(usize, char)> = word.char_indices().collect();
        for ending in &self.rules.endings {
            let Some(cut) = chars.len().checked_sub(ending.len()).filter(|cut| *cut > 0) else { continue };
            if starts_with_ending(&word[chars[cut].0..], ending) == Some(word.len() - chars[cut].0) {
                let cut = at + chars[cut].0;
                self.push(at, cut);
                self.tokens.push(Token { start: cut, end: stop, continues: true });
                return stop;
            }
        }
        self.push(at, stop);
        let mut after = self.text[stop..end].chars();
        let mark = after.next().filter(|c| is_apostrophe(*c) && *c != '`');
        let ends_word = after.next().is_none_or(|c| !is_word(c) && !is_apostrophe(c));
        let plural = plain.ends_with('s') || plain.ends_with('x') || plain.ends_with('z');
        if let (Some(mark), true, true, false) = (mark, ends_word, plural, self.open_single) {
            self.tokens.push(Token { start: stop, end: stop + mark.len_utf8(), continues: true });
            return stop + mark.len_utf8();
        }
        if mark.is_some() {
            self.open_single = false;
        }
        stop
    }
}

/// The length of letters and digits at the beginning, apostrophes and "&" between them included ("O’Reilly", "AT&T").
fn run(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let inner = (is_apostrophe(c) && is_word(before) && is_word(next))
            || (c == '&' && before.is_uppercase() && next.is_uppercase())
            || (matches!(c, '.' | ',') && before.is_ascii_digit() && next.is_ascii_digit());
        if !is_word(c) && !inner {
            return at;
        }
        before = c;
    }
    rest.len()
}

/// The bytes of an ending at the beginning of the rest, if no letter follows it.
fn starts_with_ending(rest: &str, ending: &[char]) -> Option<usize> {
    let mut chars = rest.char_indices();
    for wanted in ending {
        let (_, c) = chars.next()?;
        let c = if is_apostrophe(c) { '\'' } else { c.to_lowercase().next().unwrap_or(c) };
        if c != *wanted {
            return None;
        }
    }
    match chars.next() {
        Some((_, c)) if is_word(c) => None,
        Some((at, _)) => Some(at),
        None => Some(rest.len()),
    }
}

fn word_end(text: &str, from: usize, n_chars: usize) -> usize {
    text[from..].char_indices().nth(n_chars).map_or(text.len(), |(at, _)| from + at)
}

/// A web or e-mail address: its length.
fn address(rest: &str, rules: &Rules) -> Option<usize> {
    let stop = rest.find(|c: char| !(is_word(c) || c.is_ascii_punctuation()) || "<>\"()[]{}|".contains(c)).unwrap_or(rest.len());
    let candidate = rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
    let lower = candidate.to_ascii_lowercase();
    if lower.contains("://") && lower.find("://").is_some_and(|at| at > 1 && lower[..at].bytes().all(|b| b.is_ascii_alphabetic()))
    {
        return Some(candidate.len());
    }
    if lower.starts_with("www.") && candidate.len() > 6 {
        return Some(candidate.len());
    }
    let host = candidate.rsplit('@').next().unwrap_or("");
    let (host, _) = host.split_once('/').unwrap_or((host, ""));
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    let user = candidate.split_once('@').map(|(user, _)| user);
    let user_fits =
        user.is_none_or(|user| !user.is_empty() && user.chars().all(|c| c.is_ascii_alphanumeric() || "._+-%".contains(c)));
    let Some((name, last)) = host.rsplit_once('.') else {
        let local = user.is_some() && user_fits && host.len() > 1 && host.chars().all(char::is_alphabetic);
        return local.then_some(candidate.len());
    };
    let letters = name.chars().filter(char::is_ascii_alphabetic).count();
    let known = rules.domains.contains(&last.to_ascii_lowercase())
        && (user.is_some() || last.chars().all(|c| !c.is_ascii_uppercase() || name.chars().all(|c| !c.is_ascii_lowercase())));
    (known && user_fits && plain(name) && name.len() > 1 && letters > 1 && !name.contains("..")).then_some(candidate.len())
}

/// A user's name or a hashtag: its length.
fn tag(rest: &str, first: char) -> Option<usize> {
    let after = rest.strip_prefix(['@', '#'])?;
    let length = after.find(|c: char| !is_word(c)).unwrap_or(after.len());
    (after.starts_with(char::is_alphabetic) && length > 1).then_some(first.len_utf8() + length)
}

/// A number with its separators, a date or a telephone number: its length.
fn number(rest: &str, first: char) -> Option<usize> {
    let signed = matches!(first, '+' | '.') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if !first.is_ascii_digit() && !signed {
        return None;
    }
    let mut stop = 1;
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while stop < rest.len() && (digit(stop) || (b".,:/".contains(&bytes[stop]) && digit(stop - 1) && digit(stop + 1))) {
        stop += 1;
    }
    // 2025-01-18, 713-853-3989: two hyphens or more; 1969-1970 is three tokens.
    let mut end = stop;
    let mut hyphens = 0;
    while end < rest.len() && bytes[end] == b'-' && digit(end + 1) {
        hyphens += 1;
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    let telephone = hyphens == 1 && stop == 3 && end == 8;
    if (hyphens >= 2 || telephone) && rest[end..].chars().next().is_none_or(|c| !is_word(c)) {
        return Some(end);
    }
    if rest[stop..].chars().next().is_none_or(|c| !is_word(c)) {
        return Some(stop);
    }
    // Letters follow: "10th" and "1990s" are words; "1.5m" is a number and its unit.
    rest[..stop].contains(['.', ',', ':']).then_some(stop)
}

/// The length of a token of signs: runs of the same sign, or of sentence ends, or one picture.
fn symbol(rest: &str, first: char) -> usize {
    let same = rest.find(|c: char| c != first).unwrap_or(rest.len());
    let one = first.len_utf8();
    match first {
        '!' | '?' => rest.find(|c: char| !"!?".contains(c)).unwrap_or(rest.len()),
        '.' | '-' | '$' | '*' | '=' | '_' | '~' | '+' | '#' | '`' | '…' => same,
        '<' | '>' if same == 2 => same,
        c if is_dash(c) => same,
        c if c.is_ascii() || !is_picture(c) => one,
        _ => {
            let mut stop = one;
            let mut joined = false;
            for c in rest[one..].chars() {
                let flag = matches!(first, '\u{1f1e6}'..='\u{1f1ff}') && stop == one && matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
                if !(joins_picture(c) || joined || flag) {
                    break;
                }
                joined = c == '\u{200d}';
                stop += c.len_utf8();
            }
            stop
        }
    }
}

/// Emoji and other pictures.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
