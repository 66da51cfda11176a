//! Pages: HTML → title, author, day, outlet and the body of the article without what stands around it.

mod blocks;
mod clean;
mod furniture;
mod json_ld;
mod metadata;
mod nesting;
mod strip;
mod stub;

use chancery_report::{Given, Report, Rules};
use dom_query::Document;
use dom_smoothie::{Config, Readability};

use crate::charset;
use crate::context::Context;
use blocks::Block;
pub(crate) use blocks::is_block;
pub use metadata::Metadata;
pub use stub::Stub;

/// A page, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What the page says about the article.
    pub metadata: Metadata,
    /// The article's paragraphs, a blank line between them.
    pub body: String,
    /// Why this is not the whole article, where it is not.
    pub stub: Option<Stub>,
}

/// The report of a page; or why its bytes are none.
pub(crate) fn report(bytes: &[u8], charset: Option<&str>, given: Given, context: &Context<'_>) -> Result<Report, String> {
    let (html, broken) = charset::decode(bytes, charset);
    if let Some(fault) = nesting::fault(&html) {
        return Err(fault);
    }
    let html = nesting::with_line_ends(html);
    let address = given.url.clone();
    Ok(context.page(read(&html, address.as_deref(), context.rules), given, broken))
}

/// The text of a piece of a page, as feeds carry it: paragraphs with blank lines between them. Plain text stays as it is.
pub(crate) fn text_of(piece: &str) -> String {
    let piece = piece.trim();
    if !piece.contains(['<', '&']) {
        return piece.to_owned();
    }
    if nesting::fault(piece).is_some() {
        return String::new();
    }
    let piece = nesting::with_line_ends(piece.to_owned());
    let text = paragraphs(&blocks::blocks(Document::fragment(piece).root()));
    // Titles and texts of feeds are often escaped twice.
    match text.contains("</") && nesting::fault(&text).is_none() {
        true => paragraphs(&blocks::blocks(Document::fragment(text).root())),
        false => text,
    }
}

/// The same as one line.
pub(crate) fn line_of(piece: &str) -> String {
    metadata::one_line(&text_of(piece))
}

/// A body with fewer words than this may have lost some to the clean-up.
const FEW_WORDS: usize = 60;

/// Reads a page. `address` is where it was found. Pages whose elements stand very deep in each other take long: the readers of this
/// crate refuse them before.
pub fn read(html: &str, address: Option<&str>, rules: &Rules) -> Page {
    let document = Document::from(html);
    let (metadata, described) = metadata::read(&document, address, rules);
    let title = metadata.title.as_deref();
    strip::strip(&document);
    let mut body = clean::clean(article(document), title, rules);
    if words(&body) < FEW_WORDS {
        // What was taken out may have been the article itself: seek it in the whole page.
        let whole = clean::clean(article(Document::from(html)), title, rules);
        if words(&whole) > 2 * words(&body) {
            body = whole;
        }
    }
    let free = described.free;
    let body = paragraphs(&body);
    let body = described.body.and_then(|told| trusted(&told, &body)).unwrap_or(body);
    Page { stub: stub::find(html, &body, free), body, metadata }
}

fn words(blocks: &[Block]) -> usize {
    blocks.iter().map(Block::n_words).sum()
}

fn paragraphs(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// The body that the page's own description tells, where the one found in the page is much shorter.
fn trusted(told: &str, found: &str) -> Option<String> {
    let count = |text: &str| text.split_whitespace().count();
    if count(told) < 2 * count(found).max(FEW_WORDS / 2) {
        return None;
    }
    let text = match told.contains("</") {
        true => text_of(told),
        false => told.lines().map(metadata::plain).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n"),
    };
    (!text.is_empty()).then_some(text)
}

/// The blocks of the article, as dom_smoothie finds it.
fn article(document: Document) -> Vec<Block> {
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else { return Vec::new() };
    match readability.parse() {
        Ok(article) => blocks::blocks(Document::from(article.content).root()),
        Err(_) => Vec::new(),
    }
}
