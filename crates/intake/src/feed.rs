//! Feeds: RSS of all versions, Atom and JSON Feed; a report an item.
//!
//! The feed is held in memory (it may have [`MAX_FEED`](crate::limits::MAX_FEED) bytes), its items are read one by one; what comes before
//! a damaged place is read.

use std::collections::VecDeque;

use chancery_report::{PublishedBasis, Report};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::context::Context;
use crate::date::metadata_day;
use crate::page;
use crate::refusal::Refusal;

/// Elements of XML inside each other.
const MAX_DEPTH: usize = 200;

/// What a feed says of an item.
#[derive(Clone, Debug, Default)]
struct Item {
    id: Option<String>,
    title: Option<String>,
    link: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    author: Option<String>,
    section: Option<String>,
    source: Option<String>,
    language: Option<String>,
    content: String,
    summary: String,
}

/// Makes the report of an item.
fn report(item: Item, feed: &Item, context: &Context<'_>) -> Report {
    let mut given = context.given();
    given.extra.shift_remove("file");
    let whole = page::text_of(&item.content);
    let summary = page::text_of(&item.summary);
    // A summary is not the report; which of them was coded is said.
    let (body, which) = if whole.len() >= summary.len() && !whole.is_empty() { (whole, "content") } else { (summary, "summary") };
    let day = item.published.or(item.updated).and_then(|date| metadata_day(&date, context.rules));
    if let Some(day) = day {
        (given.date, given.date_basis) = (Some(day), PublishedBasis::Metadata);
    }
    given.id = item.id.or_else(|| item.link.clone());
    given.url = item.link;
    given.title = item.title.map(|title| page::line_of(&title)).filter(|title| !title.is_empty());
    given.source =
        item.source.or_else(|| feed.title.as_deref().map(page::line_of)).filter(|name| !name.is_empty()).or(given.source);
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            given.extra.insert(name.to_owned(), value.trim().into());
        }
    };
    put("author", item.author);
    put("section", item.section);
    put("text_of", Some(which.to_owned()));
    let declared = item.language.or_else(|| feed.language.clone());
    // An item with nothing but a title is told by its title.
    let body = if body.is_empty() && context.settings.headline { given.title.clone().unwrap_or_default() } else { body };
    context.titled(given, body, declared.as_deref())
}

/// The reports of a feed in XML.
pub(crate) struct Items<'a> {
    context: Context<'a>,
    reader: Option<Reader<std::io::Cursor<Vec<u8>>>>,
    buffer: Vec<u8>,
    feed: Item,
    path: Vec<String>,
    n_items: usize,
}

impl<'a> Items<'a> {
    pub(crate) fn new(context: Context<'a>, text: String) -> Self {
        let mut reader = Reader::from_reader(std::io::Cursor::new(text.into_bytes()));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Items { context, reader: Some(reader), buffer: Vec::new(), feed: Item::default(), path: Vec::new(), n_items: 0 }
    }

    fn refuse(&mut self, what: String) -> Option<Result<Report, Refusal>> {
        let at = self.reader.take().map_or(0, |reader| reader.buffer_position());
        let place = format!("item {} (byte {at})", self.n_items + 1);
        Some(Err(self.context.refuse(what, "the items before it were read; fetch the feed again").at(place)))
    }
}

impl Iterator for Items<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut item: Option<Item> = None;
        loop {
            self.buffer.clear();
            let reader = self.reader.as_mut()?;
            let event = match reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return self.refuse(format!("the feed is broken here ({error})")),
            };
            let in_item = item.is_some();
            let target = item.as_mut().unwrap_or(&mut self.feed);
            match event {
                Event::Start(start) => {
                    let name = local(start.name().as_ref());
                    let begins = !in_item && matches!(name.as_str(), "item" | "entry");
                    if begins {
                        item = Some(Item::default());
                    } else {
                        open(target, &name, &start, &self.path);
                    }
                    self.path.push(name);
                    if self.path.len() > MAX_DEPTH {
                        return self.refuse(format!("its elements stand more than {MAX_DEPTH} deep in each other"));
                    }
                }
                Event::Empty(start) => open(target, &local(start.name().as_ref()), &start, &self.path),
                Event::End(end) => {
                    let name = local(end.name().as_ref());
                    // An end without a start is passed over; one that was left out is made up for.
                    if let Some(at) = self.path.iter().rposition(|open| *open == name) {
                        self.path.truncate(at);
                    }
                    if page::is_block(&name) {
                        add(target, "\n\n", &self.path);
                    }
                    if matches!(name.as_str(), "item" | "entry")
                        && let Some(item) = item.take()
                    {
                        self.n_items += 1;
                        return Some(Ok(report(item, &self.feed, &self.context)));
                    }
                }
                Event::Text(text) => add(target, &text, &self.path),
                Event::CData(text) => add(target, &text, &self.path),
                Event::GeneralRef(name) => add(target, &reference(&name), &self.path),
                Event::Eof if in_item => return self.refuse("the feed ends inside an item".to_owned()),
                Event::Eof => {
                    self.reader = None;
                    let what = "the feed has no items";
                    return (self.n_items == 0).then(|| Err(self.context.refuse(what, "there is nothing to code in it")));
                }
                _ => {}
            }
        }
    }
}

/// The name without its prefix, but with those that change the meaning: "content:encoded" is "encoded".
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or("").to_ascii_lowercase()
}

/// An entity: the five of XML, numbers, and what pages know.
fn reference(name: &str) -> String {
    match name {
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "amp" => "&".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => {
            let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            });
            number.and_then(char::from_u32).map_or_else(|| format!("&{name};"), String::from)
        }
    }
}

/// What the attributes of an element tell.
fn open(item: &mut Item, name: &str, start: &BytesStart<'_>, path: &[String]) {
    let attribute = |wanted: &str| {
        let found = start.attributes().flatten().find(|found| local(found.key.as_ref()) == wanted)?;
        Some(found.value.replace("&amp;", "&"))
    };
    let parent = path.last().map_or("", String::as_str);
    let whose = matches!(parent, "item" | "entry" | "feed" | "channel" | "rdf" | "");
    match name {
        "link" if whose => {
            let rel = attribute("rel").unwrap_or_else(|| "alternate".to_owned());
            if let Some(href) = attribute("href").filter(|_| rel == "alternate") {
                item.link = Some(href);
            }
        }
        "category" if whose => item.section = item.section.take().or_else(|| attribute("term")),
        _ => {}
    }
    if let Some(language) = attribute("lang").filter(|_| matches!(name, "feed" | "rss" | "item" | "entry")) {
        item.language = Some(language);
    }
    // Elements inside a text are markup in place of text.
    if page::is_block(name) || name == "br" {
        add(item, "\n\n", path);
    }
}

/// Adds text to the field that it stands in.
fn add(item: &mut Item, text: &str, path: &[String]) {
    let Some(root) = path.iter().rposition(|name| matches!(name.as_str(), "item" | "entry" | "channel" | "feed")) else { return };
    let Some(field) = path.get(root + 1) else { return };
    let inside = path.get(root + 2).map(String::as_str);
    let put = |field: &mut Option<String>| {
        let known = field.get_or_insert_default();
        known.push_str(text);
        let blank = known.trim().is_empty();
        if blank {
            *field = None;
        }
    };
    match (field.as_str(), inside) {
        ("title", _) => put(&mut item.title),
        ("link", None) => put(&mut item.link),
        ("guid" | "id" | "identifier", None) => put(&mut item.id),
        ("pubdate" | "date" | "published" | "issued" | "created", None) => put(&mut item.published),
        ("updated" | "modified", None) => put(&mut item.updated),
        ("creator", None) | ("author", None | Some("name")) => put(&mut item.author),
        ("category" | "subject", None) => put(&mut item.section),
        ("source", None | Some("title")) => put(&mut item.source),
        ("language", None) => put(&mut item.language),
        ("encoded" | "content" | "body" | "fulltext", _) => item.content.push_str(text),
        ("description" | "summary" | "subtitle", _) => item.summary.push_str(text),
        _ => {}
    }
}

/// The reports of a JSON Feed.
pub(crate) fn json_items<'a>(context: Context<'a>, text: &str) -> Box<dyn Iterator<Item = Result<Report, Refusal>> + Send + 'a> {
    let feed: Value = match serde_json::from_str(text) {
        Ok(feed) => feed,
        Err(error) => {
            let refusal = context.refuse(format!("the feed is no JSON ({error})"), "fetch it again");
            return Box::new(std::iter::once(Err(refusal)));
        }
    };
    let text = |value: &Value, field: &str| value[field].as_str().map(str::to_owned);
    let author = move |value: &Value| text(&value["authors"][0], "name").or_else(|| text(&value["author"], "name"));
    let head = Item { title: text(&feed, "title"), language: text(&feed, "language"), ..Item::default() };
    let items: VecDeque<Value> = match feed["items"].as_array() {
        Some(items) => items.iter().cloned().collect(),
        None => VecDeque::new(),
    };
    if items.is_empty() {
        let refusal = context.refuse("the feed has no items", "there is nothing to code in it");
        return Box::new(std::iter::once(Err(refusal)));
    }
    Box::new(items.into_iter().map(move |value| {
        let id = text(&value, "id").or_else(|| value["id"].as_i64().map(|id| id.to_string()));
        let item = Item {
            id,
            title: text(&value, "title"),
            link: text(&value, "url").or_else(|| text(&value, "external_url")),
            published: text(&value, "date_published"),
            updated: text(&value, "date_modified"),
            author: author(&value).or_else(|| author(&feed)),
            section: value["tags"][0].as_str().map(str::to_owned),
            source: None,
            language: text(&value, "language"),
            content: text(&value, "content_html").or_else(|| text(&value, "content_text")).unwrap_or_default(),
            summary: text(&value, "summary").unwrap_or_default(),
        };
        Ok(report(item, &head, &context))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_letters() {
        for (name, expected) in [("amp", "&"), ("#8217", "’"), ("#x2019", "’"), ("nbsp", "&nbsp;"), ("#xD800", "&#xD800;")] {
            assert_eq!(reference(name), expected);
        }
    }
}
