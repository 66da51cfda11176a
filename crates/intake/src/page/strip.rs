//! Takes the furniture out of a page's tree before the article is sought: by element, role and class, never what holds the article.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use super::furniture::{self, Cue};

/// Elements that never hold an article's text.
const NEVER: [&str; 19] = [
    "script",
    "style",
    "template",
    "nav",
    "button",
    "select",
    "input",
    "textarea",
    "iframe",
    "svg",
    "object",
    "embed",
    "audio",
    "video",
    "figcaption",
    "dialog",
    "menu",
    "canvas",
    "label",
];

/// Elements that hold none unless it is the largest part of the page.
const SELDOM: [&str; 4] = ["aside", "footer", "form", "figure"];

/// Roles that say the same.
const ROLES: [&str; 8] = ["navigation", "banner", "contentinfo", "complementary", "dialog", "search", "menu", "alert"];

/// A part with more than this share of the page's running text is not taken out for its class alone.
const LARGEST_SHARE: f64 = 0.3;

/// So many characters of running text must stay where comments are taken out.
const LEAST_LEFT: usize = 400;

/// Elements in the order of the page with the running text (outside of links) below each.
struct Sizes {
    order: Vec<NodeId>,
    running: HashMap<NodeId, usize>,
    headed: HashMap<NodeId, bool>,
}

impl Sizes {
    fn measure(document: &Document) -> Sizes {
        let mut sizes = Sizes { order: Vec::new(), running: HashMap::new(), headed: HashMap::new() };
        let mut parents: Vec<(NodeId, Option<NodeId>)> = Vec::new();
        for node in document.root().descendants_it() {
            let parent = node.parent();
            if node.is_text() {
                let Some(parent) = parent else { continue };
                let silent =
                    parent.node_name().is_some_and(|name| matches!(&*name, "script" | "style" | "a" | "noscript" | "option"));
                let length = if silent { 0 } else { node.text().trim().chars().count() };
                *sizes.running.entry(parent.id).or_default() += length;
            } else if node.is_element() {
                parents.push((node.id, parent.map(|parent| parent.id)));
                sizes.order.push(node.id);
                if node.has_name("h1") {
                    sizes.headed.insert(node.id, true);
                }
            }
        }
        // Children stand behind their parents, so that each is complete when it is added to its parent.
        for (id, parent) in parents.into_iter().rev() {
            let Some(parent) = parent else { continue };
            let own = sizes.running.get(&id).copied().unwrap_or(0);
            *sizes.running.entry(parent).or_default() += own;
            if sizes.headed.contains_key(&id) {
                sizes.headed.insert(parent, true);
            }
        }
        sizes
    }

    fn of(&self, id: NodeId) -> usize {
        self.running.get(&id).copied().unwrap_or(0)
    }
}

/// Takes the furniture out.
pub(crate) fn strip(document: &Document) {
    let sizes = Sizes::measure(document);
    let total = document.body().map_or(0, |body| sizes.of(body.id));
    for id in &sizes.order {
        let Some(node) = document.tree.get(id) else { continue };
        let Some(name) = node.node_name() else { continue };
        if matches!(&*name, "html" | "body" | "head" | "main" | "article" | "title" | "meta" | "link") || node.parent().is_none()
        {
            continue;
        }
        let own = sizes.of(*id);
        let small = (own as f64) <= LARGEST_SHARE * total as f64;
        let headed = sizes.headed.contains_key(id);
        if NEVER.contains(&&*name) || is_furniture(&node, &name, small, headed) || is_strong(&node, total.saturating_sub(own)) {
            node.remove_from_parent();
        }
    }
}

fn is_furniture(node: &NodeRef<'_>, name: &str, small: bool, headed: bool) -> bool {
    if !small || headed {
        return false;
    }
    let role = node.attr("role").is_some_and(|role| ROLES.contains(&&*role));
    let hidden = node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|hidden| &*hidden == "true")
        || node.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    SELDOM.contains(&name) || role || hidden || names(node).iter().any(|names| furniture::OWN.is_class(Cue::Class, names))
}

/// Comments may be longer than the article, but something must be left without them.
fn is_strong(node: &NodeRef<'_>, left: usize) -> bool {
    left >= LEAST_LEFT && names(node).iter().any(|names| furniture::OWN.is_class(Cue::ClassStrong, names))
}

/// The class and the id of an element.
fn names(node: &NodeRef<'_>) -> Vec<String> {
    [node.attr("class"), node.attr("id")].into_iter().flatten().map(|names| names.to_string()).collect()
}
