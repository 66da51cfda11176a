//! What a page would cost to parse, told before it is parsed. Parsers of HTML take time that grows with the square of the depth, and
//! build an element anew in each block for every `<b>` that is left open: a page of a few megabytes can fill any memory.

use crate::limits::{MAX_DEPTH, MAX_DEPTHS, MAX_ELEMENTS};

/// Elements that never hold others, or end by themselves where the next begins.
const FLAT: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "image", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rp", "rt", "source", "tbody", "td", "th", "tr", "track", "wbr",
];

/// Elements that are opened anew in the next block where they are left open.
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that an end of another element does not reach over, unless it is one of them itself.
const WALLS: [&str; 40] = [
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "html",
    "main",
    "marquee",
    "menu",
    "nav",
    "object",
    "ol",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "template",
    "ul",
];

/// Elements that no end reaches over.
const HIGH_WALLS: [&str; 8] = ["applet", "html", "marquee", "object", "table", "template", "svg", "math"];

/// Why the page is not to be parsed; none for every page that people made.
pub(crate) fn fault(html: &str) -> Option<String> {
    let mut page = Page::default();
    let mut at = 0;
    let mut signs = 0;
    while let Some(found) = html[at..].find('<') {
        signs += cost_of_signs(&html[at..at + found]);
        at = page.tag(html, at + found + 1);
        if page.open.len() > MAX_DEPTH {
            return Some(format!("its elements stand more than {MAX_DEPTH} deep in each other"));
        }
        if page.n_elements > MAX_ELEMENTS {
            return Some(format!("it has more than {MAX_ELEMENTS} elements"));
        }
        if page.depths > MAX_DEPTHS {
            return Some("its elements are too many and stand too deep in each other".to_owned());
        }
    }
    signs += cost_of_signs(&html[at..]);
    (signs > MAX_SIGNS).then(|| "a piece of its text has too many entities".to_owned())
}

/// Bytes that the writer of HTML may look at for the entities of the page's texts: for each it looks through the rest of the text.
const MAX_SIGNS: usize = 10_000_000_000;

fn cost_of_signs(text: &str) -> usize {
    let signs = if text.len() > LONGEST_LINE { text.bytes().filter(|byte| *byte == b'&').count() } else { 0 };
    signs.saturating_mul(text.len())
}

/// The page up to a place.
#[derive(Default)]
struct Page<'a> {
    /// The elements that are open.
    open: Vec<&'a str>,
    /// How many of each formatting element were left open.
    formats: [usize; FORMATTING.len()],
    n_formats: usize,
    n_elements: usize,
    depths: usize,
    /// Inside drawings and formulas, scripts and styles are markup.
    foreign: bool,
}

impl<'a> Page<'a> {
    /// Takes what stands behind a `<`; where to go on.
    fn tag(&mut self, html: &'a str, at: usize) -> usize {
        let rest = &html[at..];
        match rest.as_bytes().first() {
            Some(b'!') if rest.starts_with("!--") => {
                let ends = [rest.find("-->"), rest.find("--!>")];
                ends.into_iter().flatten().min().map_or(html.len(), |end| at + end)
            }
            Some(b'/') => {
                let name = name_at(&rest[1..]);
                self.end(name);
                at + 1
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let name = name_at(rest);
                self.start(name, rest[name.len()..].starts_with('>'));
                let raw = !self.foreign && ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw));
                if raw { raw_end(html, at + name.len(), name) } else { at + name.len() }
            }
            _ => {
                // Each sign that opens nothing is a piece of text by itself.
                self.n_elements += 1;
                at
            }
        }
    }

    fn start(&mut self, name: &'a str, plain: bool) {
        self.n_elements += 1 + self.n_formats;
        self.depths += self.open.len();
        self.foreign |= is_one(name, &["svg", "math"]);
        if let Some(which) = FORMATTING.iter().position(|known| name.eq_ignore_ascii_case(known)) {
            // A link ends the link before it; of equal elements three are opened anew.
            let most = if is_one(name, &["a", "nobr"]) { 1 } else { 3 };
            if self.formats[which] >= most && (plain || most == 1) {
                return;
            }
            self.formats[which] += 1;
            self.n_formats += 1;
        }
        if !is_one(name, &FLAT) && !is_one(name, &["script", "style"]) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        let format = FORMATTING.iter().position(|known| name.eq_ignore_ascii_case(known));
        if let Some(which) = format.filter(|which| self.formats[*which] > 0) {
            self.formats[which] -= 1;
            self.n_formats -= 1;
        }
        let wall = is_one(name, &WALLS);
        for at in (0..self.open.len()).rev() {
            let open = self.open[at];
            if open.eq_ignore_ascii_case(name) {
                self.open.truncate(at);
                return;
            }
            let blocked = if wall { is_one(open, &HIGH_WALLS) && !is_one(name, &HIGH_WALLS) } else { is_one(open, &WALLS) };
            if blocked && format.is_none() {
                return;
            }
            if blocked {
                // A formatting element is taken out from under the blocks in it.
                if let Some(below) = self.open[..at].iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                    self.open.remove(below);
                }
                return;
            }
        }
    }
}

fn is_one(name: &str, known: &[&str]) -> bool {
    known.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn name_at(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    &rest[..end]
}

/// Where a script or style ends.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        if html[at..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at;
        }
    }
    html.len()
}

/// Lines without an end for so many bytes are broken.
const LONGEST_LINE: usize = 32 << 10;

/// The page with line ends in its very long lines, at blanks or before signs. For each sign, the parser looks for the next line end, and
/// takes time that grows with the square of the line.
pub(crate) fn with_line_ends(html: String) -> String {
    if html.split('\n').all(|line| line.len() <= 2 * LONGEST_LINE) {
        return html;
    }
    let mut broken = String::with_capacity(html.len() + html.len() / LONGEST_LINE + 1);
    for (at, line) in html.split('\n').enumerate() {
        if at > 0 {
            broken.push('\n');
        }
        let mut rest = line;
        while rest.len() > LONGEST_LINE {
            let near = &rest.as_bytes()[LONGEST_LINE..rest.len().min(2 * LONGEST_LINE)];
            let blank = near.iter().position(|byte| *byte == b' ');
            let sign = || near.iter().position(|byte| matches!(byte, b'&' | b'<'));
            let Some(cut) = blank.or_else(sign).map(|cut| cut + LONGEST_LINE) else { break };
            broken.push_str(&rest[..cut]);
            broken.push('\n');
            rest = &rest[cut + usize::from(blank.is_some())..];
        }
        broken.push_str(rest);
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_people_made_pass() {
        for html in [
            "<div><span>a</div>".repeat(2000),
            "<ul><li>a<li><b>b</b></ul>".repeat(2000),
            "<p><font color=red>a</font><p><b>x<p>".repeat(2000),
            "<a href=x>y".repeat(2000),
            format!("<script>{}</script>", "<div>".repeat(2000)),
            "<!-- <div> -->".repeat(2000),
        ] {
            assert_eq!(fault(&html), None, "{}", &html[..30]);
        }
    }

    #[test]
    fn long_lines_are_broken_at_blanks() {
        let html = "<p>word ".repeat(20_000);
        let broken = with_line_ends(html.clone());
        assert!(broken.split('\n').all(|line| line.len() <= 2 * LONGEST_LINE) && broken.replace('\n', " ") == html);
        assert_eq!(with_line_ends("&amp;".repeat(20_000)).replace('\n', ""), "&amp;".repeat(20_000));
        assert_eq!(with_line_ends("é".repeat(100_000)), "é".repeat(100_000));
    }

    #[test]
    fn pages_that_would_fill_the_memory_do_not() {
        let distinct: String = (0..2000).map(|at| format!("<div><b id={at}></div>")).collect();
        for html in [
            "<div>".repeat(2000),
            "<div></x>".repeat(2000),
            "<span><div></span>".repeat(2000),
            "<svg><title>".to_owned() + &"<div>".repeat(2000),
            "<!-- --!>".to_owned() + &"<div>".repeat(2000),
            distinct,
            "<i></i>".repeat(400_000),
            "&amp;".repeat(400_000),
        ] {
            assert!(fault(&html).is_some(), "{}", &html[..20]);
        }
    }
}
