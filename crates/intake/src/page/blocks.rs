//! The blocks of a page: its paragraphs, headings and list items as lines of text, in their order, with how much of each is links.

use dom_query::NodeRef;

/// What kind of element a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading,
    Item,
    Other,
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// Characters inside links.
    pub(crate) linked: usize,
    /// Whether it stands in a quotation or an embedded post.
    pub(crate) quoted: bool,
}

impl Block {
    pub(crate) fn n_words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// The share of its characters that is links.
    pub(crate) fn link_share(&self) -> f64 {
        self.linked as f64 / self.text.chars().count().max(1) as f64
    }

    /// Whether it ends as a sentence does.
    pub(crate) fn ends_sentence(&self) -> bool {
        let bare = self.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ']);
        bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？'])
    }

    /// Whether it is a paragraph of running text.
    pub(crate) fn is_prose(&self) -> bool {
        let long = self.n_words() >= 12 || self.text.chars().count() >= 80;
        self.kind != BlockKind::Heading && long && self.link_share() < 0.5 && self.ends_sentence()
    }
}

/// Elements that begin a line of their own.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "html",
];

/// Elements whose text nobody reads.
const SILENT: [&str; 12] =
    ["script", "style", "template", "noscript", "head", "svg", "iframe", "object", "button", "select", "textarea", "title"];

/// Whether an element begins a line of its own.
pub(crate) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// The blocks below a node.
pub(crate) fn blocks(root: NodeRef<'_>) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.walk(root);
    reader.end();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: String,
    linked: usize,
    kind: Option<BlockKind>,
    in_link: usize,
    in_quote: usize,
    /// A line break stands here; two of them end a paragraph.
    breaks: usize,
}

/// What is left to do on the way through the tree, which may be deeper than the stack of a thread.
enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave { block: bool, link: bool, quote: bool },
}

impl Reader {
    fn walk(&mut self, root: NodeRef<'_>) {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => {
                    if node.is_text() {
                        self.text(&node.text());
                        continue;
                    }
                    let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                    if node.is_comment() || SILENT.contains(&name.as_str()) {
                        continue;
                    }
                    if name == "br" {
                        self.breaks += 1;
                        continue;
                    }
                    let leave =
                        Step::Leave { block: BLOCKS.contains(&name.as_str()), link: name == "a", quote: name == "blockquote" };
                    if let Step::Leave { block, link, quote } = leave {
                        if block {
                            self.end();
                            self.kind = match name.as_str() {
                                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
                                "li" => Some(BlockKind::Item),
                                "p" | "div" | "span" if self.kind == Some(BlockKind::Item) => Some(BlockKind::Item),
                                _ => None,
                            };
                        }
                        self.in_link += usize::from(link);
                        self.in_quote += usize::from(quote);
                    }
                    steps.push(leave);
                    steps.extend(node.children_it(true).map(Step::Enter));
                }
                Step::Leave { block, link, quote } => {
                    if block {
                        self.end();
                        self.kind = None;
                    }
                    self.in_link -= usize::from(link);
                    self.in_quote -= usize::from(quote);
                }
            }
        }
    }

    /// Adds text with single blanks.
    fn text(&mut self, text: &str) {
        if text.trim_matches(is_blank).is_empty() {
            if !text.is_empty() && !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            return;
        }
        match std::mem::take(&mut self.breaks) {
            0 => {}
            // One break inside a sentence is only where the author's line was full.
            1 if text.trim_start_matches(is_blank).starts_with(char::is_lowercase) => self.line.push(' '),
            _ => {
                let kind = self.kind;
                self.end();
                self.kind = kind;
            }
        }
        for c in text.chars() {
            let blank = is_blank(c);
            if !blank {
                self.line.push(c);
                self.linked += usize::from(self.in_link > 0);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
                self.linked += usize::from(self.in_link > 0);
            }
        }
    }

    fn end(&mut self) {
        self.breaks = 0;
        let line = std::mem::take(&mut self.line);
        let linked = std::mem::take(&mut self.linked);
        let text = line.trim();
        if !text.is_empty() {
            let kind = self.kind.unwrap_or(BlockKind::Other);
            self.blocks.push(Block { kind, text: text.to_owned(), linked, quoted: self.in_quote > 0 });
        }
    }
}

/// Blanks, and the invisible marks that some editors leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn texts(html: &str) -> Vec<String> {
        blocks(Document::from(html).root()).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn lines_begin_where_a_reader_sees_them_begin() {
        for (html, expected) in [
            ("<p>One <b>two</b>.</p>three<div>four</div>", vec!["One two.", "three", "four"]),
            ("One<br><br>two<br>Three<br>goes on", vec!["One", "two", "Three goes on"]),
            ("<ul><li>a</li><li><p>b</p></li></ul>", vec!["a", "b"]),
            ("<script>x</script><p> a&nbsp;\n b </p><!-- c -->", vec!["a b"]),
        ] {
            assert_eq!(texts(html), expected, "{html}");
        }
        let block = &blocks(Document::from("<p>See <a href='x'>this</a></p>").root())[0];
        assert_eq!((block.linked, block.is_prose()), (4, false));
    }
}
