//! Lists of feeds: OPML, as every feed reader exports it.

use quick_xml::Reader;
use quick_xml::events::Event;

/// The addresses of the feeds in an OPML file, in order, each once; none where the text is no OPML.
pub fn feeds(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut found: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref().eq_ignore_ascii_case("outline") => {
                let address = tag.attributes().flatten().find(|one| one.key.as_ref().eq_ignore_ascii_case("xmlUrl"));
                let address = address.map(|one| one.value.trim().replace("&amp;", "&"));
                found.extend(address.filter(|address| !address.is_empty() && !found.contains(address)));
            }
            // What comes before a damaged place is used.
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_at_any_depth() {
        let text = "<?xml version=\"1.0\"?><opml><body><outline text=\"World\"><outline type=\"rss\" xmlUrl=\"https://a.example/rss?x=1&amp;y=2\"/>\
                    </outline><outline xmlURL=\" https://b.example/atom \"/><outline xmlUrl=\"https://b.example/atom\"/></body></opml>";
        assert_eq!(feeds(text), ["https://a.example/rss?x=1&y=2", "https://b.example/atom"]);
        assert!(feeds("no OPML <").is_empty());
    }
}
