//! Every kind of input as users have it, plain, compressed and in archives; samples are made here, with own text.

mod samples;

use chancery_intake::{Columns, Kind, Role, Settings};
use chancery_report::{PublishedBasis, Report};
use samples::{collect, gzip, page, reports, rules, warc_record, zip};

#[track_caller]
fn one(bytes: &[u8]) -> Report {
    let mut found = reports(bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn day(report: &Report) -> Option<(String, PublishedBasis)> {
    report.published.map(|published| (published.day.to_string(), published.basis))
}

#[test]
fn a_page_gives_its_article() {
    let report = one(page("Envoys meet in Geneva", "2024-05-12").as_bytes());
    assert_eq!(report.title.as_deref(), Some("Envoys meet in Geneva"));
    assert_eq!(report.source.as_deref(), Some("The Sample Post"));
    assert_eq!(day(&report), Some(("2024-05-12".to_owned(), PublishedBasis::Metadata)));
    assert_eq!(report.url.as_deref(), Some("https://sample.example/world/talks"));
    assert_eq!(report.extra["author"], "Jane Doe");
    assert!(report.text.starts_with("Envoys meet in Geneva\n\nEnvoys of both sides"), "{}", report.text);
    for furniture in ["Subscribe", "Related", "cookies", "Photo by", "first comment", "World"] {
        assert!(!report.text.contains(furniture), "{furniture} is in {}", report.text);
    }
    assert!(report.is_coded() && report.notices.is_empty(), "{:?}", report.notices);
}

#[test]
fn stubs_and_other_languages_pass_through_uncoded() {
    let wall = "<html><head><title>Talks</title></head><body><article><p>Envoys of both sides met in Geneva on Sunday for talks.</p>\
        <div class='paywall'><p>Subscribe to continue reading.</p></div></article></body></html>";
    let consent = "<html><body><div><p>We use cookies and similar technologies to improve this site.</p></div></body></html>";
    let empty = "<html><body><div id='app'></div></body></html>";
    for (html, code) in [(wall, "stub"), (consent, "stub"), (empty, "stub")] {
        let report = one(html.as_bytes());
        assert!(report.notices.iter().any(|notice| notice.code.as_str() == code), "{html}: {:?}", report.notices);
        assert!(!report.is_coded() && report.segments().is_empty());
    }
    let german =
        "Die Gesandten beider Seiten trafen sich am Sonntag in Genf zu Gesprächen über die Grenze, wie ein Sprecher mitteilte.";
    let report = one(german.as_bytes());
    assert!(!report.is_coded() && report.segments().is_empty());
}

#[test]
fn feeds_of_all_kinds_give_their_items() {
    let rss = r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Sample Post</title><link>https://sample.example/</link>
        <language>en</language><item><title>Talks &amp; more</title><link>https://sample.example/1</link><guid>g1</guid>
        <pubDate>Sun, 12 May 2024 10:00:00 GMT</pubDate><dc:creator>Jane Doe</dc:creator><description>Short.</description>
        <content:encoded><![CDATA[<p>Envoys met in Geneva.</p><p>They left.</p>]]></content:encoded></item>
        <item><title>Second</title><description>&lt;p&gt;Police in Minsk detained 40.&lt;/p&gt;</description></item></channel></rss>"#;
    let found = reports(rss.as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].id, "g1");
    assert_eq!(found[0].title.as_deref(), Some("Talks & more"));
    assert_eq!(found[0].text, "Talks & more\n\nEnvoys met in Geneva.\n\nThey left.");
    assert_eq!((found[0].source.as_deref(), found[0].extra["author"].as_str()), (Some("The Sample Post"), Some("Jane Doe")));
    assert_eq!(day(&found[0]), Some(("2024-05-12".to_owned(), PublishedBasis::Metadata)));
    assert_eq!(
        (found[1].text.as_str(), found[1].extra["text_of"].as_str()),
        ("Second\n\nPolice in Minsk detained 40.", Some("summary"))
    );

    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Sample Post</title><entry><id>e1</id>
        <title type="html">Talks &lt;b&gt;open&lt;/b&gt;</title><link rel="self" href="https://no.example/"/>
        <link href="https://sample.example/1"/><updated>2024-05-13T00:00:00Z</updated><published>2024-05-12T00:00:00Z</published>
        <author><name>Jane Doe</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Envoys <b>met</b>.</p>
        <p>They left.</p></div></content></entry></feed>"#;
    let report = one(atom.as_bytes());
    assert_eq!((report.id.as_str(), report.url.as_deref()), ("e1", Some("https://sample.example/1")));
    assert_eq!(report.title.as_deref(), Some("Talks open"));
    let lines: Vec<&str> = report.text.lines().filter(|line| !line.trim().is_empty()).map(str::trim).collect();
    assert_eq!(lines, ["Talks open", "Envoys met.", "They left."]);
    assert_eq!(day(&report).unwrap().0, "2024-05-12");

    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Sample Post", "items": [{"id": 7, "url": "https://sample.example/7",
        "title": "Talks", "content_html": "<p>Envoys met.</p>", "date_published": "2024-05-12T10:00:00+02:00", "authors": [{"name": "Jane"}]}]}"#;
    let report = one(json.as_bytes());
    assert_eq!(
        (report.id.as_str(), report.text.as_str(), report.source.as_deref()),
        ("7", "Talks\n\nEnvoys met.", Some("The Sample Post"))
    );

    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Old</title></channel>
        <item><title>Talks</title><description>Envoys met.</description></item></rdf:RDF>"#;
    assert_eq!(one(rdf.as_bytes()).source.as_deref(), Some("Old"));
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let csv = "\u{FEFF}\"Article ID\";Date;Headline;\"Full text\";Desk\r\n7;12 May 2024;Talks;\"Envoys met; they left.\nAll went home.\";A\r\n";
    let report = one(csv.as_bytes());
    assert_eq!((report.id.as_str(), report.title.as_deref()), ("7", Some("Talks")));
    assert_eq!((report.text.as_str(), &report.extra["Desk"]), ("Envoys met; they left.\nAll went home.", &"A".into()));
    assert_eq!(day(&report), Some(("2024-05-12".to_owned(), PublishedBasis::Given)));

    let tsv: Vec<u8> = "url\ttext\nhttps://sample.example/\tEnvoys met.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let report = one(&[b"\xff\xfe".as_slice(), &tsv].concat());
    assert_eq!((report.url.as_deref(), report.text.as_str()), (Some("https://sample.example/"), "Envoys met."));

    let columns = Columns([(Role::Text, "Inhalt".to_owned()), (Role::Date, "2".to_owned())].into());
    let settings = Settings { from: Some(Kind::Csv), columns, ..Settings::default() };
    let found = collect(b"Inhalt,Tag\nEnvoys met.,2024-05-12\n,\nThey left.,18/01/2024\n", &settings);
    assert_eq!(found[0].as_ref().unwrap().text, "Envoys met.");
    assert!(found[1].as_ref().unwrap_err().to_string().starts_with("sample: line 4: the date is \"18/01/2024\""), "{found:?}");
    let found = collect(b"Inhalt,Tag\nEnvoys met.,\n", &Settings { from: Some(Kind::Csv), ..Settings::default() });
    assert!(found[0].as_ref().unwrap_err().to_string().contains("--column text=NAME"));
}

#[test]
fn json_comes_in_lines_and_lists() {
    for json in [
        "{\"id\": \"a\", \"maintext\": \"Envoys met.\", \"publisher\": \"P\"}\n",
        "[\n {\"id\": \"a\", \"text\": \"Envoys met.\", \"x\": \"}\"}\n]",
        "{\n\"id\": \"a\",\n\"text\": \"Envoys met.\"\n}\n",
    ] {
        let report = one(json.as_bytes());
        assert_eq!((report.id.as_str(), report.text.as_str()), ("a", "Envoys met."), "{json}");
    }
    let found = samples::collect(b"[{\"text\": \"a\"}, {\"text\": 5}, {\"text\": \"b\"", &Settings::default());
    assert!(found[0].is_ok());
    assert!(found[1].as_ref().unwrap_err().to_string().starts_with("sample: object 2: `text` is a number"));
    assert!(found[2].as_ref().unwrap_err().to_string().contains("cut off"));
}

#[test]
fn archives_give_their_pages() {
    let html = page("Talks", "2024-05-12");
    let mut warc = warc_record("warcinfo", "application/warc-fields", "", b"software: x\r\n");
    warc.extend(warc_record(
        "response",
        "application/http; msgtype=response",
        "https://sample.example/a",
        &samples::http("text/html", "", html.as_bytes()),
    ));
    warc.extend(warc_record(
        "response",
        "application/http",
        "https://sample.example/b.png",
        &samples::http("image/png", "", b"PNG"),
    ));
    warc.extend(warc_record(
        "response",
        "application/http",
        "https://sample.example/c",
        &samples::http("text/html; charset=utf-8", "Content-Encoding: gzip", &gzip(html.as_bytes())),
    ));
    warc.extend(warc_record("conversion", "text/plain", "https://sample.example/d", b"Envoys of both sides met."));
    let found = reports(&warc);
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].text, "Envoys of both sides met.");
    assert_eq!(found[2].url.as_deref(), Some("https://sample.example/d"));
    assert_eq!(found[0].text, found[1].text);
    assert!(found[0].extra["fetched"].as_str().unwrap().starts_with("2024"));

    let packed = zip(&[
        ("a/page.html", html.as_bytes()),
        ("__MACOSX/x", b"junk"),
        ("b/", b""),
        ("lines.jsonl", b"{\"id\": \"z\", \"text\": \"Hi.\"}"),
        ("crawl.warc.gz", &gzip(&warc)),
    ]);
    let found = reports(&packed);
    assert_eq!(found.len(), 5);
    assert_eq!(found[1].id, "z");
    assert_eq!(reports(&gzip(&gzip(&packed))).len(), 5);
}

#[test]
fn names_of_what_cannot_be_read_come_with_a_remedy() {
    for (bytes, what, remedy) in [
        (&b"%PDF-1.4"[..], "PDF", "pdftotext"),
        (b"\x89PNG\0\0", "no text", "plain text"),
        (b"", "empty", "nothing to code"),
        (b"<?xml version='1.0'?><nitf/>", "XML", "JSON Lines"),
        (b"<rss><channel></channel></rss>", "no items", "nothing to code"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "no page", "response"),
    ] {
        let found = collect(bytes, &Settings::default());
        let said = found[0].as_ref().unwrap_err().to_string();
        assert!(found.len() == 1 && said.contains(what) && said.contains(remedy), "{said}");
    }
    let deep = format!("<html><body>{}", "<div>".repeat(5000));
    let found = collect(deep.as_bytes(), &Settings::default());
    assert!(found[0].as_ref().unwrap_err().to_string().contains("deep in each other"));
    let mut layers = b"Envoys met.".to_vec();
    for _ in 0..6 {
        layers = gzip(&layers);
    }
    let found = collect(&layers, &Settings::default());
    assert!(found[0].as_ref().unwrap_err().to_string().contains("deep in each other"));
}

#[test]
fn flags_fill_what_a_report_leaves_open() {
    let settings = Settings { date: Some("2024-05-01".parse().unwrap()), source: Some("Mine".to_owned()), ..Settings::default() };
    let html = page("Talks", "2024-05-12");
    let found = collect(html.as_bytes(), &settings);
    assert_eq!(day(found[0].as_ref().unwrap()).unwrap().0, "2024-05-12");
    let found = collect(
        b"<html><body><p>Envoys of both sides met in Geneva on Sunday for talks on the border between them.</p></body></html>",
        &settings,
    );
    let report = found[0].as_ref().unwrap();
    assert_eq!(day(report), Some(("2024-05-01".to_owned(), PublishedBasis::Given)));
    assert_eq!(report.source.as_deref(), Some("Mine"));
    let _ = rules();
}
