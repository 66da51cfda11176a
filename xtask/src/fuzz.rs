//! `cargo xtask fuzz`: throws damaged inputs at every reader of foreign bytes, without a special compiler. (With cargo-fuzz and a nightly
//! compiler, the targets in `fuzz/` do the same guided by coverage.) Inputs are changed from own samples; those that make a reader say
//! something new are kept and changed further. What makes a reader panic, or takes very long, is written to `fuzz/crashes/`.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use chancery_intake::{Kind, Settings};

use crate::root;

#[path = "../../crates/intake/tests/samples/mod.rs"]
mod samples;

/// A reader, and what it is given first.
struct Target {
    name: &'static str,
    kind: Option<Kind>,
    seeds: Vec<Vec<u8>>,
    n_runs: u64,
    said: HashSet<u64>,
}

/// Inputs kept of each target.
const KEPT: usize = 400;
/// Longest input, in bytes.
const LONGEST: usize = 1 << 16;
/// Longer than this no input of that size may take.
const SLOW: Duration = Duration::from_secs(10);

/// Pieces that mean something to one of the readers.
const WORDS: [&[u8]; 42] = [
    b"<div>",
    b"</div>",
    b"<p>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"&lt;",
    b"&#x110000;",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<script>",
    b"<table><tr><td>",
    b"<a href='x'>",
    b"<svg>",
    b"<template>",
    b"<frameset>",
    b"<b><i>",
    b"{\"text\":\"",
    b"\"}",
    b"[{",
    b"}]",
    b"\\u0000",
    b"\"",
    b",",
    b"\t",
    b"\r\n",
    b"\n\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 99999999999\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"ffffffff\r\n",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"PK\x07\x08",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"---\n",
    b"1\tword\tword\tNOUN\t_\t_\t0\troot\t_\t_\n",
];

/// A generator of numbers: the same seed gives the same inputs.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn targets() -> Vec<Target> {
    let page = samples::page("Talks", "2024-05-12").into_bytes();
    let rss = b"<?xml version='1.0'?><rss><channel><title>P</title><item><title>T</title><pubDate>Sun, 12 May 2024 10:00:00 GMT</pubDate>\
        <description>&lt;p&gt;Envoys met.&lt;/p&gt;</description></item></channel></rss>";
    let atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><link href='b'/><content type='xhtml'><div><p>c</p></div></content></entry></feed>";
    let json_feed =
        br#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_html": "<p>Envoys met.</p>"}]}"#;
    let lines = b"{\"id\": \"a\", \"text\": \"Envoys met in Geneva.\", \"date\": \"2024-05-12\"}\n{\"text\": \"b\"}\n";
    let table = b"id,date,text\n1,2024-05-12,\"Envoys \"\"met\"\"\nthere.\"\n2,,They left.\n";
    let marked = b"---\ntitle: Talks\ndate: 2024-05-12\n---\n# In *Geneva*\n\n- [met](http://a)\n> quoted\n```\ncode\n```\n";
    let text = b"Talks open\nBy Jane Doe\nGENEVA, 12 May 2024 (AFP) - Envoys met.\n\nRead more\n";
    let trees = b"# text = Envoys met.\n1\tEnvoys\tenvoy\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
    let zipped = samples::zip(&[("a.html", &page), ("b.jsonl", lines), ("c.csv", table)]);
    let target = |name, kind, seeds: Vec<Vec<u8>>| Target { name, kind, seeds, n_runs: 0, said: HashSet::new() };
    vec![
        target("text", Some(Kind::Text), vec![text.to_vec()]),
        target("markdown", Some(Kind::Markdown), vec![marked.to_vec()]),
        target("html", Some(Kind::Html), vec![page.clone(), b"<p>a<p>b<table><td>c".to_vec()]),
        target("feed", Some(Kind::Feed), vec![rss.to_vec(), atom.to_vec()]),
        target("json-feed", Some(Kind::JsonFeed), vec![json_feed.to_vec()]),
        target("jsonl", Some(Kind::Jsonl), vec![lines.to_vec()]),
        target("json", Some(Kind::Json), vec![b"[{\"text\": \"a\"}, {\"text\": \"b\"}]".to_vec()]),
        target("csv", Some(Kind::Csv), vec![table.to_vec()]),
        target("warc", Some(Kind::Warc), vec![samples::warc(2, false)]),
        target("gzip", None, vec![samples::warc(2, true), samples::gzip(lines)]),
        target("zip", None, vec![zipped]),
        target(
            "any",
            None,
            vec![
                text.to_vec(),
                table.to_vec(),
                json_feed.to_vec(),
                vec![0x28, 0xb5, 0x2f, 0xfd, 0x24, 5, 0x29, 0, 0, b'h', b'e', b'l', b'l', b'o'],
            ],
        ),
        target("conllu", None, vec![trees.to_vec()]),
    ]
}

/// Changes an input in a few places.
fn changed(dice: &mut Dice, from: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = from[dice.roll(from.len())].clone();
    for _ in 0..=dice.roll(5) {
        let at = dice.roll(bytes.len() + 1);
        match dice.roll(9) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            2 if at < bytes.len() => bytes[at] = dice.roll(256) as u8,
            3 => {
                let end = (at + dice.roll(40)).min(bytes.len());
                drop(bytes.drain(at..end));
            }
            4 => {
                let end = (at + dice.roll(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let times = [1, 2, 30][dice.roll(3)];
                bytes.splice(at..at, piece.repeat(times));
            }
            5 => {
                let other = &from[dice.roll(from.len())];
                let start = dice.roll(other.len());
                bytes.splice(at.., other[start..].iter().copied());
            }
            6 => drop(bytes.splice(at..at, [0xff, 0xc3, 0x28, 0, 0xf0, 0x9f][..=dice.roll(6).min(5)].to_vec())),
            _ => {
                let word = WORDS[dice.roll(WORDS.len())];
                let times = [1, 1, 1, 3, 300][dice.roll(5)];
                bytes.splice(at..at, word.repeat(times));
            }
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// Reads an input with a target's reader; what it says, as a number.
fn read(target: &Target, bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    if target.name == "conllu" {
        match chancery_text::conllu::read(bytes) {
            Ok(trees) => {
                (trees.len().min(9), trees.iter().map(|tree| tree.to_string().len()).sum::<usize>() / 64).hash(&mut hasher)
            }
            Err(bad) => bad.message.hash(&mut hasher),
        }
        return hasher.finish();
    }
    let settings = Settings { from: target.kind, ..Settings::default() };
    let mut n_items = 0;
    for item in chancery_intake::read("input", Some("input"), bytes, &settings, samples::rules()) {
        n_items += 1;
        assert!(n_items <= 10 * LONGEST, "a reader does not end");
        match item {
            Ok(report) => {
                for part in &report.parts {
                    assert!(report.text.get(part.span.start..part.span.end).is_some(), "a part cuts a character");
                }
                (report.parts.len().min(12), report.published, report.notices.len(), report.title.is_some())
                    .hash_into(&mut hasher);
            }
            Err(refusal) => refusal.what.split(|c: char| c.is_ascii_digit() || c == '"').next().hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// What tells one report from another, roughly.
trait HashInto {
    fn hash_into(&self, hasher: &mut DefaultHasher);
}

impl HashInto for (usize, Option<chancery_report::Published>, usize, bool) {
    fn hash_into(&self, hasher: &mut DefaultHasher) {
        (self.0, self.1.map(|published| published.day.year()), self.2, self.3).hash(hasher);
    }
}

/// Throws one input at a target; false where it panics or takes too long.
fn throw(target: &mut Target, bytes: Vec<u8>) -> anyhow::Result<bool> {
    let began = Instant::now();
    let said = catch_unwind(AssertUnwindSafe(|| read(target, &bytes)));
    target.n_runs += 1;
    // On a busy machine an input may have to wait; one that is slow is slow again.
    let slow = began.elapsed() > SLOW && said.is_ok() && {
        let again = Instant::now();
        read(target, &bytes);
        again.elapsed() > SLOW
    };
    if let (Ok(said), false) = (&said, slow) {
        if target.said.insert(*said) {
            if target.seeds.len() < KEPT {
                target.seeds.push(bytes);
            } else {
                let at = (*said % KEPT as u64) as usize;
                target.seeds[at] = bytes;
            }
        }
        return Ok(true);
    }
    let folder = root().join("fuzz/crashes");
    std::fs::create_dir_all(&folder)?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let path = folder.join(format!("{}-{:016x}", target.name, hasher.finish()));
    std::fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
    eprintln!(
        "{}: {} ({:.1} s): {}",
        target.name,
        if slow { "slow" } else { "panic" },
        began.elapsed().as_secs_f64(),
        path.display()
    );
    Ok(false)
}

/// Runs for some seconds, the targets in turn.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let value = |flag: &str| arguments.iter().position(|known| known == flag).and_then(|at| arguments.get(at + 1));
    let seconds: u64 = value("--seconds").map_or(Ok(60), |seconds| seconds.parse()).context("--seconds is no number")?;
    let seed: u64 = value("--seed").map_or(Ok(1), |seed| seed.parse()).context("--seed is no number")?;
    let mut targets = targets();
    if let Some(name) = value("--target") {
        targets.retain(|target| target.name == name);
    }
    if targets.is_empty() {
        bail!("there is no such target");
    }
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let began = Instant::now();
    let mut n_bad = 0;
    while began.elapsed().as_secs() < seconds {
        for target in &mut targets {
            let slice = Instant::now();
            while slice.elapsed() < Duration::from_millis(500) {
                let bytes = changed(&mut dice, &target.seeds);
                n_bad += usize::from(!throw(target, bytes)?);
            }
        }
    }
    let n_runs: u64 = targets.iter().map(|target| target.n_runs).sum();
    for target in &targets {
        println!("{:10} {:>9} inputs, {:>4} kinds of answers", target.name, target.n_runs, target.said.len());
    }
    println!("{n_runs} inputs in {} s, {n_bad} panics or slow inputs", began.elapsed().as_secs());
    if n_bad == 0 { Ok(()) } else { bail!("{n_bad} inputs in fuzz/crashes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_hundred_damaged_inputs_of_each_kind() {
        let mut dice = Dice(7);
        for target in &mut targets() {
            for _ in 0..200 {
                let bytes = changed(&mut dice, &target.seeds);
                assert!(throw(target, bytes).unwrap(), "{}", target.name);
            }
        }
    }
}
