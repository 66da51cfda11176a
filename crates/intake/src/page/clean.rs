//! The clean-up of the article's lines: what the search for the article left in of headlines, bylines, captions, link lists and notes.

use std::collections::HashSet;

use chancery_report::{PartKind, Rules, line_kind};

use super::blocks::{Block, BlockKind};
use super::furniture;

/// A short line has no more words than this.
const SHORT: usize = 7;

/// More short lines than this at the end belong to the article.
const MOST_FRAGMENTS: usize = 5;

/// The article's lines without furniture.
pub(crate) fn clean(blocks: Vec<Block>, title: Option<&str>, rules: &Rules) -> Vec<Block> {
    let blocks = without_sections(blocks);
    let mut kept: Vec<Block> = Vec::new();
    let mut seen = HashSet::new();
    for block in blocks {
        let said_before = block.is_prose() && !seen.insert(block.text.clone());
        if !said_before && !is_furniture(&block, rules) {
            kept.push(block);
        }
    }
    let kept = without_head(kept, title);
    without_tail(kept)
}

fn is_furniture(block: &Block, rules: &Rules) -> bool {
    let marked = matches!(
        line_kind(&block.text, rules),
        Some(PartKind::Boilerplate | PartKind::Byline | PartKind::Caption | PartKind::Dateline)
    );
    marked || furniture::OWN.is_line(&block.text) || is_link_line(block) || is_sign(&block.text)
}

/// A line that is nothing but a link leads away.
fn is_link_line(block: &Block) -> bool {
    block.link_share() > 0.9 && !block.ends_sentence() && block.kind != BlockKind::Heading
}

/// Counters and signs: "3 / 12", "1 of 6", "»".
fn is_sign(line: &str) -> bool {
    !line.chars().any(char::is_alphabetic)
}

/// Cuts what stands below the headings of link lists, and all behind a line that ends the article.
fn without_sections(blocks: Vec<Block>) -> Vec<Block> {
    let total: usize = blocks.iter().map(Block::n_words).sum();
    let mut kept = Vec::new();
    let mut seen = 0;
    let mut in_list = false;
    for block in blocks {
        seen += block.n_words();
        if furniture::OWN.is_end(&block.text) && 2 * seen > total {
            break;
        }
        if furniture::OWN.is_heading(&block.text) {
            in_list = true;
            continue;
        }
        in_list &= !block.is_prose() && (block.link_share() > 0.5 || block.n_words() <= 20 && !block.ends_sentence());
        if !in_list {
            kept.push(block);
        }
    }
    kept
}

/// Before the first paragraph stand the title, the deck, who wrote it and when: none of it is the body.
fn without_head(blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    let long = |block: &Block| block.is_prose() || block.kind == BlockKind::Item || block.n_words() >= 2 * SHORT;
    let first = blocks.iter().position(long).unwrap_or(0);
    let same = |text: &str| title.is_some_and(|title| evened(title) == evened(text));
    let is_head = |at: usize, block: &Block| at < first || at == first && (same(&block.text) || block.kind == BlockKind::Heading);
    blocks.into_iter().enumerate().filter(|(at, block)| !is_head(*at, block)).map(|(_, block)| block).collect()
}

/// Behind the last paragraph, a few short lines that are no sentences are furniture; many are a table or a list.
fn without_tail(mut blocks: Vec<Block>) -> Vec<Block> {
    let is_fragment = |block: &&Block| {
        let fragment = !block.ends_sentence() && block.kind != BlockKind::Item && block.n_words() <= 2 * SHORT && !block.quoted;
        block.kind == BlockKind::Heading || fragment
    };
    let fragments = blocks.iter().rev().take_while(is_fragment).count();
    if fragments <= MOST_FRAGMENTS && fragments < blocks.len() {
        blocks.truncate(blocks.len() - fragments);
    }
    blocks
}

/// Letters and digits only, in small letters.
pub(crate) fn evened(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
