//! Samples of inputs, made from own text, and short ways to read them.
#![allow(dead_code, missing_docs)]

use std::io::Write;
use std::sync::LazyLock;

use chancery_intake::{Refusal, Settings, read};
use chancery_report::{Report, Rules};

pub type Found = Vec<Result<Report, Refusal>>;

pub fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| {
        Rules::read(&[
            ("calendar.csv", include_str!("../../../../data/text/calendar.csv")),
            ("outlets.csv", include_str!("../../../../data/text/outlets.csv")),
            ("layout.csv", include_str!("../../../../data/text/layout.csv")),
        ])
        .unwrap()
    });
    &RULES
}

pub fn collect(bytes: &[u8], settings: &Settings) -> Found {
    read("sample", None, bytes, settings, rules()).collect()
}

#[track_caller]
pub fn reports(bytes: &[u8]) -> Vec<Report> {
    collect(bytes, &Settings::default()).into_iter().map(|item| item.unwrap()).collect()
}

/// A page with all the furniture that pages have.
pub fn page(title: &str, day: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html lang="en"><head><title>{title} - The Sample Post</title>
<meta property="og:site_name" content="The Sample Post"><link rel="canonical" href="https://sample.example/world/talks">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "{day}T10:00:00Z", "author": {{"@type": "Person", "name": "Jane Doe"}}}}</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><div class="cookie-banner"><p>We use cookies to make this site better.</p></div>
<article><h1>{title}</h1><p class="byline">By Jane Doe</p><time datetime="{day}">some day</time>
<figure><img src="a.jpg"><figcaption>Envoys arrive. (Photo by Jane Doe)</figcaption></figure>
<p>Envoys of both sides met in Geneva on Sunday to talk about the border between their countries, officials said.</p>
<p>The talks, the first in two years, were opened by the foreign minister of Kenya, who urged both sides to withdraw their troops.</p>
<div class="newsletter-signup"><p>Subscribe to our newsletter and get the news in your inbox every morning.</p></div>
<p>A second round will be held in March, the ministry said in a statement after the meeting, which lasted for six hours.</p>
<h3>Related articles</h3><ul><li><a href="/1">Summit ends without a deal</a></li><li><a href="/2">Troops leave the border</a></li></ul></article>
<section id="comments"><h2>Comments</h2><p>This is the first comment, and it is a long one that nobody needs to read at all.</p></section>
<footer><p>© 2024 The Sample Post. All rights reserved.</p></footer></body></html>"#
    )
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn http(media: &str, field: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{field}\r\n").into_bytes();
    if !field.is_empty() {
        block.extend(b"\r\n");
    }
    block.extend(body);
    block
}

pub fn warc_record(kind: &str, media: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{:08x}-0000>\r\nWARC-Date: 2024-05-13T00:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        url.len(),
        block.len()
    )
    .into_bytes();
    record.extend(block);
    record.extend(b"\r\n\r\n");
    record
}

/// A WARC of some pages; compressed with a member a record, as crawlers write it.
pub fn warc(pages: usize, packed: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for at in 0..pages {
        let html = page(&format!("Talks number {at} open"), "2024-05-12");
        let record = warc_record(
            "response",
            "application/http",
            &format!("https://sample.example/{at}"),
            &http("text/html", "", html.as_bytes()),
        );
        bytes.extend(if packed { gzip(&record) } else { record });
    }
    bytes
}

/// A zip archive; every second entry says its size behind itself, as streaming writers do.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (at, (name, content)) in entries.iter().enumerate() {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let described = at % 2 == 1;
        let sizes = [crc.sum(), packed.len() as u32, content.len() as u32];
        bytes.extend(b"PK\x03\x04\x14\0");
        bytes.extend(if described { [8, 0] } else { [0, 0] });
        bytes.extend([8, 0, 0, 0, 0, 0]);
        sizes.iter().for_each(|size| bytes.extend((if described { 0 } else { *size }).to_le_bytes()));
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
        if described {
            bytes.extend(b"PK\x07\x08");
            sizes.iter().for_each(|size| bytes.extend(size.to_le_bytes()));
        }
    }
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 18]);
    bytes
}
