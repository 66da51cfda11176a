//! The layout of a report: which paragraph is headline, deck, byline, caption, body or boilerplate.
//!
//! The order of the questions matters: what repeats or belongs to the page is set aside first; then the headline is sought; then what
//! stands between headline and body; the rest is body. A text of one paragraph is body, whatever it looks like.

use std::collections::{HashMap, HashSet};

use chancery_base::{Day, Span};

use crate::dateline::{Dateline, Trust, begins_with_capitals_and_colon, dateline_alone, dateline_at};
use crate::dates::full_dates;
use crate::marks;
use crate::paragraphs::{Paragraph, ends_sentence, paragraphs, trimmed, words};
use crate::report::{Part, PartKind};
use crate::rules::Rules;

/// A headline has no more words than this.
const LONGEST_HEADLINE: usize = 30;
/// A deck has no more words than this.
const LONGEST_DECK: usize = 45;
/// A line that comes again is a repetition only from this many words on; "He declined." may well be said twice.
const SHORTEST_REPEAT: usize = 4;

/// What the layout says.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) parts: Vec<Part>,
    pub(crate) headline: Option<String>,
    pub(crate) dateline: Option<Dateline>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<(Span, Day)>,
    pub(crate) dated: Vec<(Span, Day)>,
}

/// Reads the layout of a text.
pub(crate) fn read(text: &str, title: Option<&str>, rules: &Rules) -> Layout {
    let mut reader = Reader::new(text, rules);
    if reader.paragraphs.len() > 1 {
        reader.set_aside_pages();
        let after = reader.find_headline(title);
        reader.walk_to_body(after);
    }
    reader.fill_body();
    reader.layout
}

/// The paragraphs with the kinds found so far.
struct Reader<'a> {
    text: &'a str,
    rules: &'a Rules,
    paragraphs: Vec<Paragraph>,
    kinds: Vec<Option<PartKind>>,
    /// Paragraphs that come again right below, as captions of a gallery do.
    repeated: Vec<bool>,
    /// Whether a colon may end the dateline: not in a transcript.
    colon: bool,
    layout: Layout,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, rules: &'a Rules) -> Self {
        let paragraphs = paragraphs(text);
        let speakers = paragraphs.iter().filter(|p| begins_with_capitals_and_colon(text, p.span)).count();
        let count = paragraphs.len();
        Reader {
            text,
            rules,
            paragraphs,
            kinds: vec![None; count],
            repeated: vec![false; count],
            colon: speakers == 1,
            layout: Layout::default(),
        }
    }

    fn span(&self, at: usize) -> Span {
        self.paragraphs[at].span
    }

    fn words(&self, at: usize) -> &'a str {
        self.span(at).of(self.text)
    }

    fn count(&self, at: usize) -> usize {
        self.words(at).split_whitespace().count()
    }

    /// The first paragraph from `from` on whose kind is not known yet.
    fn next_open(&self, from: usize) -> Option<usize> {
        (from..self.kinds.len()).find(|at| self.kinds[*at].is_none())
    }

    fn dateline(&self, at: usize, first: bool) -> Option<Dateline> {
        dateline_at(self.text, self.span(at), Trust { first, colon: self.colon }, self.rules)
    }

    /// Repeated lines and what belongs to the page are boilerplate, as long as something else is left.
    fn set_aside_pages(&mut self) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for at in 0..self.kinds.len() {
            if self.count(at) >= SHORTEST_REPEAT {
                match seen.get(&evened(self.words(at))) {
                    Some(first) => {
                        self.repeated[*first] |= first + 1 == at;
                        self.kinds[at] = Some(PartKind::Boilerplate);
                    }
                    None => drop(seen.insert(evened(self.words(at)), at)),
                }
            }
        }
        let pages: HashSet<usize> = (0..self.kinds.len())
            .filter(|at| self.kinds[*at].is_none() && marks::is_boilerplate(self.words(*at), self.rules))
            .collect();
        if (0..self.kinds.len()).any(|at| self.kinds[at].is_none() && !pages.contains(&at)) {
            for at in 0..self.kinds.len() {
                if pages.contains(&at) {
                    self.kinds[at] = Some(PartKind::Boilerplate);
                }
            }
        }
    }

    /// Marks the headline; the paragraph to go on with.
    fn find_headline(&mut self, title: Option<&str>) -> usize {
        let Some(first) = self.next_open(0) else { return 0 };
        let Some(next) = self.next_open(first + 1) else { return first };
        let is_title = title.is_some_and(|title| evened(title) == evened(self.words(first)));
        if !is_title && !self.looks_like_headline(first, next) {
            return first;
        }
        self.kinds[first] = Some(PartKind::Headline);
        self.layout.headline = Some(self.words(first).split_whitespace().collect::<Vec<_>>().join(" "));
        first + 1
    }

    fn looks_like_headline(&self, first: usize, next: usize) -> bool {
        let words = self.words(first);
        let short = self.count(first) <= LONGEST_HEADLINE && sentences(words) <= 2;
        let caption = marks::CaptionPlace { early: true, repeated: false };
        let caption = marks::is_caption(self.text, self.span(first), caption, self.rules);
        let other = self.is_mark(first) || caption || self.dateline(first, true).is_some();
        let open = !ends_sentence(words) || words.ends_with(['?', '!']) && marks::is_title_case(words);
        short && !other && (open || marks::is_title_case(words) || self.is_mark(next) || self.dateline(next, true).is_some())
    }

    /// Whether the paragraph is a byline or tells the day of publication.
    fn is_mark(&self, at: usize) -> bool {
        marks::is_byline(self.text, self.span(at), self.rules) || self.published_line(at).is_some()
    }

    fn published_line(&self, at: usize) -> Option<(Span, Day)> {
        marks::published_line(self.text, self.span(at), self.rules)
    }

    fn is_caption(&self, at: usize, early: bool) -> bool {
        let place = marks::CaptionPlace { early, repeated: self.repeated[at] };
        marks::is_caption(self.text, self.span(at), place, self.rules)
    }

    /// Marks what stands between the headline and the body.
    fn walk_to_body(&mut self, after: usize) {
        let headline = (after > 0 && self.kinds[after - 1] == Some(PartKind::Headline)).then(|| after - 1);
        let mut deck = headline;
        let mut at = after;
        while let Some(here) = self.next_open(at) {
            at = here + 1;
            if let Some(day) = self.published_line(here) {
                self.kinds[here] = Some(PartKind::Dateline);
                self.layout.published.get_or_insert(day);
                self.layout.dated.push(day);
            } else if marks::is_byline(self.text, self.span(here), self.rules) && self.next_open(at).is_some() {
                self.kinds[here] = Some(PartKind::Byline);
                let outlet = marks::byline_outlet(self.words(here), self.rules);
                self.layout.outlet = self.layout.outlet.take().or(outlet);
            } else if let Some(dateline) = dateline_alone(self.text, self.span(here), self.rules) {
                self.kinds[here] = Some(PartKind::Dateline);
                self.take_dateline(dateline);
            } else if self.dateline(here, true).is_some() {
                return;
            } else if self.is_caption(here, true) {
                self.mark_caption(here);
            } else if deck.is_some_and(|above| self.is_deck(above, here)) {
                self.kinds[here] = Some(PartKind::Deck);
                deck = None;
            } else {
                return;
            }
        }
    }

    /// A deck stands close below the headline, and something other than plain body follows it.
    fn is_deck(&self, headline: usize, here: usize) -> bool {
        let words = self.words(here);
        let Some(next) = self.next_open(here + 1) else { return false };
        let marked = self.is_mark(next) || self.is_caption(next, true) || self.dateline(next, true).is_some();
        let fragment = !ends_sentence(words) && self.count(next) > self.count(here);
        let close = self.paragraphs[headline].block == self.paragraphs[here].block
            && self.paragraphs[here].block != self.paragraphs[next].block;
        self.count(here) <= LONGEST_DECK && sentences(words) <= 2 && (marked || fragment || close)
    }

    fn mark_caption(&mut self, at: usize) {
        self.kinds[at] = Some(PartKind::Caption);
        let span = self.span(at);
        self.layout.dated.extend(full_dates(self.text, span, &self.rules.calendar));
    }

    /// All that is left is body, apart from captions between its paragraphs and datelines at their start. Writes the parts.
    fn fill_body(&mut self) {
        let mut first = true;
        let single = self.paragraphs.len() == 1;
        for at in 0..self.kinds.len() {
            let span = self.span(at);
            if self.kinds[at].is_none() && !single && !first && self.is_caption(at, false) {
                self.mark_caption(at);
            }
            let Some(kind) = self.kinds[at] else {
                let dateline = self.dateline(at, first);
                first = false;
                let start = dateline.as_ref().map_or(span.start, |dateline| dateline.span.end);
                if let Some(dateline) = dateline {
                    self.layout.parts.push(Part { kind: PartKind::Dateline, span: dateline.span });
                    self.take_dateline(dateline);
                }
                self.layout.parts.push(Part { kind: PartKind::Body, span: trimmed(self.text, Span::new(start, span.end)) });
                continue;
            };
            self.layout.parts.push(Part { kind, span });
        }
        self.layout.dated.sort();
    }

    /// The first dateline is that of the report.
    fn take_dateline(&mut self, dateline: Dateline) {
        self.layout.dated.extend(dateline.day);
        if self.layout.dateline.is_none() {
            self.layout.published = dateline.day.or(self.layout.published);
            self.layout.outlet = dateline.outlet.clone().or(self.layout.outlet.take());
            self.layout.dateline = Some(dateline);
        }
    }
}

/// The words as they are compared: blanks, capitals and a stop at the end do not count.
fn evened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    words.trim_end_matches('.').replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// About how many sentences: stops before a blank and a capital, and the end.
fn sentences(text: &str) -> usize {
    let words: Vec<(Span, &str)> = words(text, Span::new(0, text.len())).collect();
    let inner = words.windows(2).filter(|pair| {
        // "Jan.", "U.S." and "Mr." do not end sentences often enough to count.
        let long = pair[0].1.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().count() > 3;
        long && ends_sentence(pair[0].1) && pair[1].1.starts_with(|c: char| c.is_uppercase() || "\"“".contains(c))
    });
    inner.count() + 1
}

#[cfg(test)]
mod tests;
