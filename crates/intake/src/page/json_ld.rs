//! What a page says of its article in JSON-LD: the best metadata that pages carry, where they carry it.

use serde_json::Value;

/// How deep lists and graphs are searched for the article.
const DEEPEST: usize = 8;

/// The article, as the page describes it; texts are as they stand, entities and all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Described {
    pub(crate) headline: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) body: Option<String>,
    /// Whether everybody may read it.
    pub(crate) free: Option<bool>,
}

/// Reads the scripts of a page; the first article in them counts.
pub(crate) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> Described {
    let mut publisher = None;
    for script in scripts {
        let Some(value) = parse(script) else { continue };
        if let Some(article) = find(&value, DEEPEST, &|kind| is_article(kind)) {
            let mut described = describe(article);
            described.outlet = described.outlet.or(publisher);
            return described;
        }
        let body = find(&value, DEEPEST, &|kind| kind.ends_with("Organization") || kind == "WebSite");
        publisher = publisher.or_else(|| body.and_then(|body| name(&body["name"])));
    }
    Described { outlet: publisher, ..Described::default() }
}

/// Many pages break lines inside strings, which JSON forbids, or wrap the script in a comment.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let evened: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&evened).ok()
    })
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
}

/// The first object of a kind, in lists, graphs and main entities.
fn find<'a>(value: &'a Value, depth: usize, wanted: &dyn Fn(&str) -> bool) -> Option<&'a Value> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Array(items) => items.iter().find_map(|item| find(item, depth, wanted)),
        Value::Object(fields) => {
            let kind = &value["@type"];
            let kinds = kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
            if kinds.iter().filter_map(Value::as_str).any(wanted) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .filter_map(|field| fields.get(*field))
                .find_map(|inner| find(inner, depth, wanted))
        }
        _ => None,
    }
}

fn describe(article: &Value) -> Described {
    let text = |field: &str| article[field].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let page = &article["mainEntityOfPage"];
    let free = match &article["isAccessibleForFree"] {
        Value::Bool(free) => Some(*free),
        Value::String(free) => Some(!free.eq_ignore_ascii_case("false")),
        _ => None,
    };
    Described {
        headline: text("headline").or_else(|| text("name")),
        author: name(&article["author"]).or_else(|| name(&article["creator"])),
        published: text("datePublished").or_else(|| text("dateCreated")),
        outlet: name(&article["publisher"]).or_else(|| name(&article["sourceOrganization"])),
        section: name(&article["articleSection"]),
        language: name(&article["inLanguage"]),
        url: text("url").or_else(|| name(&page["@id"])).or_else(|| page.as_str().map(str::to_owned)),
        body: text("articleBody"),
        free,
    }
}

/// A name, alone, in an object, or several in a list.
fn name(value: &Value) -> Option<String> {
    let one = |value: &Value| {
        let text = value.as_str().or_else(|| value["name"].as_str())?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    match value {
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(one).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => one(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_graphs_and_lists() {
        let graph = r#"{"@graph": [{"@type": "WebSite", "name": "The Paper"},
            {"@type": ["NewsArticle"], "headline": "Talks
 open", "author": [{"name": "Jane Doe"}, "John Roe"], "publisher": {"name": "The Paper"},
            "datePublished": "2024-05-12T08:00:00Z", "isAccessibleForFree": "False"}]}"#;
        let found = read([graph].into_iter());
        assert_eq!(found.author.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!((found.outlet.as_deref(), found.free), (Some("The Paper"), Some(false)));
        assert!(found.headline.is_some() && found.published.is_some());
        let other =
            read(["{\"@type\": \"Organization\", \"name\": \"The Paper\"}", "no json", "[[[[[[[[[[[[]]]]]]]]]]]]"].into_iter());
        assert_eq!(other, Described { outlet: Some("The Paper".to_owned()), ..Described::default() });
    }
}
