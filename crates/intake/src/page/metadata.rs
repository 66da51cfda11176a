//! Title, author, day, outlet, section, address and language of a page: JSON-LD first, then OpenGraph and other metadata, then what is
//! visible.

use chancery_base::Day;
use chancery_report::{Rules, line_kind, written_day};
use dom_query::Document;

use super::furniture::{self, Cue};
use super::json_ld::{self, Described};
use super::nesting;
use crate::date::{day_of_url, metadata_day};

/// What a page says about its article beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title, without the outlet's name behind it.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<Day>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The section, as "World".
    pub section: Option<String>,
    /// The address that the page gives itself.
    pub url: Option<String>,
    /// The language that the page says it is in.
    pub language: Option<String>,
}

/// Metadata with a day of publication, the surest first.
const DATES: [&str; 19] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published-date",
    "publish-date",
    "publishdate",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.created",
    "article_date_original",
    "date",
];

/// Reads the head and the visible marks of a page; `address` is where it was found.
pub(crate) fn read(document: &Document, address: Option<&str>, rules: &Rules) -> (Metadata, Described) {
    let scripts: Vec<String> =
        document.select("script[type='application/ld+json']").nodes().iter().map(|node| node.text().to_string()).collect();
    let described = json_ld::read(scripts.iter().map(String::as_str));
    let meta = Meta::read(document);
    let outlet = described.outlet.clone().map(|name| plain(&name)).or_else(|| meta.first(&["og:site_name", "application-name"]));
    let outlet =
        outlet.and_then(|name| if is_address(&name) { host(&name) } else { Some(name.trim_start_matches('@').to_owned()) });
    let address_given = address.map(str::to_owned);
    let url = canonical(document)
        .or_else(|| described.url.clone().filter(|url| is_address(url)))
        .or_else(|| meta.first(&["og:url"]).filter(|url| is_address(url)))
        .or(address_given);
    let heading = document.select("h1").nodes().iter().map(|node| one_line(&node.text())).find(|text| !text.is_empty());
    let whole_title = one_line(&document.select("title").nodes().first().map(|node| node.text().to_string()).unwrap_or_default());
    let title = described
        .headline
        .as_deref()
        .map(plain)
        .or_else(|| meta.first(&["og:title", "twitter:title", "dc.title"]))
        .or(heading.clone())
        .or(Some(whole_title.clone()))
        .filter(|title| !title.is_empty());
    let outlet = outlet.or_else(|| outlet_of_title(&whole_title, rules)).or_else(|| url.as_deref().and_then(host));
    let title = title.map(|title| without_outlet(&title, outlet.as_deref(), heading.as_deref()));
    let published = described.published.as_deref().and_then(|date| metadata_day(date, rules));
    let published = published
        .or_else(|| DATES.iter().find_map(|name| meta.first(&[name]).and_then(|date| metadata_day(&date, rules))))
        .or_else(|| time_element(document, rules))
        .or_else(|| url.as_deref().or(address).and_then(day_of_url))
        .or_else(|| visible_day(document, rules));
    let author = described.author.clone().map(|name| plain(&name)).or_else(|| {
        let name = meta.first(&["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"]);
        name.filter(|name| !is_address(name))
    });
    let author = author.map(|name| without_lead(&name, rules)).filter(|name| !name.is_empty());
    let section =
        described.section.clone().map(|name| plain(&name)).or_else(|| meta.first(&["article:section", "parsely-section"]));
    let html = document.select("html").nodes().first().and_then(|node| node.attr("lang")).map(|lang| lang.to_string());
    let language = described.language.clone().or(html).or_else(|| meta.first(&["og:locale", "content-language", "language"]));
    let language = language.map(|language| language.trim().to_owned()).filter(|language| !language.is_empty());
    (Metadata { title, author, published, outlet, section, url, language }, described)
}

/// The `meta` elements: name in small letters, and content.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn read(document: &Document) -> Meta {
        let mut found = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| node.attr(attribute));
            if let (Some(name), Some(content)) = (name, node.attr("content")) {
                let content = one_line(&content);
                if !content.is_empty() {
                    found.push((name.to_lowercase(), content));
                }
            }
        }
        Meta(found)
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name).map(|(_, content)| content.clone()))
    }
}

fn canonical(document: &Document) -> Option<String> {
    let links = document.select("link[rel='canonical'][href]");
    links.nodes().iter().filter_map(|node| node.attr("href")).map(|href| href.trim().to_owned()).find(|href| is_address(href))
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// "By Jane Doe" as "Jane Doe".
fn without_lead(name: &str, rules: &Rules) -> String {
    rules.begins(chancery_report::Cue::BylineLead, name).map_or(name, |lead| &name[lead..]).trim().to_owned()
}

/// The host of an address, without "www.".
fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.trim_start_matches("www.");
    (!host.is_empty()).then(|| host.to_owned())
}

/// The last piece of "Talks open | The Paper", if that is the name of an outlet.
fn outlet_of_title(title: &str, rules: &Rules) -> Option<String> {
    let piece = pieces(title).last()?.trim();
    rules.outlet(piece).map(|outlet| outlet.name.clone())
}

/// The title cut at the marks that stand between title and outlet.
fn pieces(title: &str) -> impl Iterator<Item = &str> {
    [" | ", " – ", " — ", " - ", " :: ", " » "]
        .iter()
        .find(|mark| title.contains(*mark))
        .map_or(vec![title], |mark| title.split(mark).collect())
        .into_iter()
}

/// The title without the outlet's name behind it; where the visible heading is a part of the title, the heading.
fn without_outlet(title: &str, outlet: Option<&str>, heading: Option<&str>) -> String {
    if let Some(heading) = heading.filter(|heading| heading.len() * 2 > title.len() && title.starts_with(heading)) {
        return heading.to_owned();
    }
    let pieces: Vec<&str> = pieces(title).collect();
    let is_outlet = |piece: &str| {
        outlet.is_some_and(|outlet| outlet.eq_ignore_ascii_case(piece.trim())) || furniture::OWN.is(Cue::OutletPart, piece)
    };
    match pieces.as_slice() {
        [_, .., last] if is_outlet(last) => {
            let before = title[..title.len() - last.len()].trim_end();
            before.trim_end_matches(['|', '–', '—', '-', ':', '»']).trim_end().to_owned()
        }
        _ => title.to_owned(),
    }
}

/// The first `time` element with a day, one inside the article before others.
fn time_element(document: &Document, rules: &Rules) -> Option<Day> {
    let found = |selector: &str| {
        document.select(selector).nodes().iter().find_map(|node| {
            let datetime = node.attr("datetime").or_else(|| node.attr("content")).and_then(|date| metadata_day(&date, rules));
            datetime.or_else(|| metadata_day(&one_line(&node.text()), rules))
        })
    };
    found("[itemprop='datePublished']").or_else(|| found("article time")).or_else(|| found("time"))
}

/// A visible line with nothing but the day of publication, among the first lines of the page.
fn visible_day(document: &Document, rules: &Rules) -> Option<Day> {
    let body = document.body()?;
    let short = body.descendants_it().filter(|node| node.is_text()).map(|node| one_line(&node.text()));
    let mut short = short.filter(|line| (6..80).contains(&line.len())).take(400);
    short.find_map(|line| {
        let dated = line_kind(&line, rules) == Some(chancery_report::PartKind::Dateline);
        dated.then(|| written_day(&line, rules)).flatten()
    })
}

/// Without line ends and doubled blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of metadata, which may hold entities and tags, as one line of plain text.
pub(crate) fn plain(text: &str) -> String {
    match text.contains(['&', '<']) {
        true if nesting::fault(text).is_none() => one_line(&Document::fragment(text).text()),
        true => String::new(),
        false => one_line(text),
    }
}
