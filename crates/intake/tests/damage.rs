//! Damaged and hostile inputs: cut files give what came before the cut, damage is refused with its place, no bytes make a reader panic.

mod samples;

use std::io::{Read, Write};

use chancery_intake::{Kind, Settings};
use proptest::prelude::*;
use samples::{collect, gzip, page, warc, warc_record, zip};

fn counts(bytes: &[u8]) -> (usize, Vec<String>) {
    let found = collect(bytes, &Settings::default());
    let refused: Vec<String> = found.iter().filter_map(|item| item.as_ref().err().map(ToString::to_string)).collect();
    (found.len() - refused.len(), refused)
}

#[test]
fn what_comes_before_a_cut_is_read() {
    let plain = warc(5, false);
    let packed = warc(5, true);
    let html = page("Talks", "2024-05-12");
    let zipped = zip(&[("a.html", html.as_bytes()), ("b.html", html.as_bytes()), ("c.html", html.as_bytes())]);
    let lines = gzip("{\"text\": \"Envoys met.\"}\n".repeat(3000).as_bytes());
    for (bytes, least) in [(&plain, 3), (&packed, 3), (&zipped, 1)] {
        let cut = bytes.len() * 7 / 10;
        let (n_read, refused) = counts(&bytes[..cut]);
        assert_eq!((n_read >= least, refused.len()), (true, 1), "{n_read} {refused:?}");
        assert!(refused[0].contains("cut off"), "{refused:?}");
    }
    let (n_read, refused) = counts(&lines[..lines.len() - 10]);
    assert!(n_read > 100 && refused.len() == 1 && refused[0].contains("cut off"), "{n_read} {refused:?}");
}

#[test]
fn reading_goes_on_behind_a_damaged_record() {
    let mut records: Vec<Vec<u8>> = (0..5).map(|_| warc(1, false)).collect();
    let whole: Vec<u8> = records.concat();
    assert_eq!(counts(&whole), (5, vec![]));
    // No length.
    let text = String::from_utf8(records[1].clone()).unwrap();
    records[1] = text.replace("Content-Length", "Content-Lenght").into_bytes();
    let (n_read, refused) = counts(&records.concat());
    assert_eq!((n_read, refused.len()), (4, 1), "{refused:?}");
    assert!(refused[0].contains("record 2 (byte") && refused[0].contains("how long"), "{refused:?}");
    // A wrong length is mended by the start of the next record, whether too long or too short.
    let length = text.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap();
    for wrong in ["50000", "200"] {
        records[1] = text.replace(&format!("Content-Length: {length}"), &format!("Content-Length: {wrong}")).into_bytes();
        let bytes = if wrong == "50000" { [records.concat(), whole.repeat(6)].concat() } else { records.concat() };
        let all = if wrong == "50000" { 35 } else { 5 };
        assert_eq!(counts(&bytes), (all, vec![]), "{wrong}");
    }
    // Line feeds alone, and rubbish between records.
    records[1] = text.replace("\r\n", "\n").into_bytes();
    records[3].extend(b"rubbish\r\nmore\r\n");
    assert_eq!(counts(&records.concat()).0, 5);
}

#[test]
fn a_damaged_member_costs_only_its_record() {
    let members: Vec<Vec<u8>> = (0..6).map(|_| warc(1, true)).collect();
    let mut bytes = members.concat();
    let middle = members[0].len() + members[1].len() / 2;
    for byte in &mut bytes[middle..middle + 40] {
        *byte ^= 0x5a;
    }
    let (n_read, refused) = counts(&bytes);
    assert!(n_read == 5 && refused.len() == 1, "{n_read} {refused:?}");
    assert!(refused[0].contains("damaged near byte") && refused[0].contains("record 2"), "{refused:?}");
}

#[test]
fn what_unpacks_without_end_is_refused() {
    // 200 MB of blanks, in 200 KB.
    let blanks = vec![b'\n'; 200 << 20];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&blanks).unwrap();
    let bomb = encoder.finish().unwrap();
    let settings = Settings { from: Some(Kind::Jsonl), ..Settings::default() };
    let found = collect(&bomb, &settings);
    let said = found.last().unwrap().as_ref().unwrap_err().to_string();
    assert!(said.contains("times its size"), "{said}");
    let zipped = zip(&[("bomb.txt", &blanks)]);
    let (n_read, refused) = counts(&zipped);
    assert!(n_read == 0 && !refused.is_empty(), "{refused:?}");
    let long = [b"id,text\n1,\"".to_vec(), vec![b'x'; 40 << 20], b"\"\n".to_vec()].concat();
    let (n_read, refused) = counts(&long);
    assert!(n_read == 0 && refused[0].contains("quotation mark may be open"), "{refused:?}");
    let mut warc_bytes = warc_record("response", "application/http", "https://a.example/", &vec![b'x'; 33 << 20]);
    warc_bytes.extend(warc(1, false));
    let (n_read, refused) = counts(&warc_bytes);
    assert!(n_read == 1 && refused[0].contains("more than the 32 MB"), "{refused:?}");
}

#[test]
fn encrypted_and_office_archives_say_what_to_do() {
    let mut locked = zip(&[("a.txt", b"Envoys met."), ("b.txt", b"They left.")]);
    locked[6] |= 1;
    let (n_read, refused) = counts(&locked);
    assert!(n_read == 1 && refused[0].contains("entry a.txt: the entry is encrypted"), "{refused:?}");
    let (_, refused) = counts(&zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]));
    assert!(refused.len() == 1 && refused[0].contains("office"), "{refused:?}");
}

#[test]
fn an_archive_streams_in_constant_memory() {
    // A reader that makes records as they are asked for: 20,000 of them would be 50 MB.
    struct Endless {
        record: Vec<u8>,
        at: usize,
        left: usize,
    }
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.record.len() {
                self.at = 0;
                self.left = self.left.saturating_sub(1);
            }
            if self.left == 0 {
                return Ok(0);
            }
            let count = (self.record.len() - self.at).min(buffer.len());
            buffer[..count].copy_from_slice(&self.record[self.at..self.at + count]);
            self.at += count;
            Ok(count)
        }
    }
    let endless = Endless { record: warc(1, true), at: 0, left: 300 };
    let found = chancery_intake::read("sample", None, endless, &Settings::default(), samples::rules());
    assert_eq!(found.filter(Result::is_ok).count(), 300);
}

fn seeds() -> Vec<Vec<u8>> {
    let html = page("Talks", "2024-05-12").into_bytes();
    vec![
        warc(2, false),
        warc(2, true),
        zip(&[("a.html", &html), ("b.jsonl", b"{\"text\": \"x\"}")]),
        gzip(b"id,text\n1,Envoys met.\n"),
        html,
        b"<rss><channel><item><title>a</title><description>&lt;b&gt;x</description></item></channel></rss>".to_vec(),
        b"id,text\n1,\"Envoys\nmet.\"\n".to_vec(),
        b"[{\"text\": \"a\"}, {\"text\": \"b\"}]".to_vec(),
        b"---\ntitle: a\n---\n# b\n[c](d) **e**\n".to_vec(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(seed in 0usize..9, cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), end in any::<prop::sample::Index>()) {
        let mut bytes = seeds().swap_remove(seed);
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        for item in collect(&bytes, &Settings::default()) {
            match item {
                Ok(report) => prop_assert!(report.parts.iter().all(|part| report.text.get(part.span.start..part.span.end).is_some())),
                Err(refusal) => prop_assert!(!refusal.what.is_empty() && !refusal.remedy.is_empty() && refusal.input.starts_with("sample")),
            }
        }
    }

    #[test]
    fn any_bytes_in_any_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0usize..10) {
        let kinds = [Kind::Text, Kind::Markdown, Kind::Html, Kind::Feed, Kind::JsonFeed, Kind::Jsonl, Kind::Json, Kind::Csv, Kind::Tsv, Kind::Warc];
        let settings = Settings { from: Some(kinds[kind]), ..Settings::default() };
        collect(&bytes, &settings);
    }
}
