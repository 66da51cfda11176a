//! `chancery watch` and addresses as inputs, against a host in this very process.

mod desk;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use chancery_record::{Record, from_jsonl};
use desk::Desk;

const TEXT: &str = "Police in Minsk detained 40 demonstrators on Sunday.";

/// A host with a feed of so many items, each with a page; a text file is at `/a.txt`. It has no robots.txt.
fn host(n: &Arc<Mutex<usize>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let (n, own) = (Arc::clone(n), at.clone());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let path = head.first().and_then(|line| line.split_whitespace().nth(1)).unwrap_or("").to_owned();
            let n = *n.lock().unwrap();
            let tag = format!("\"{n}\"");
            let known = head.iter().any(|line| line.to_lowercase() == format!("if-none-match: {tag}"));
            let item = |at: usize| {
                format!(
                    "<item><title>Arrests {at}</title><guid>g{at}</guid><description>Police in Minsk detained {at} people.</description></item>"
                )
            };
            let (status, body) = match path.as_str() {
                "/feed" if known => ("304 Not Modified", String::new()),
                "/feed" => {
                    let items: String = (0..n).map(item).collect();
                    (
                        "200 OK",
                        format!(
                            "<rss version=\"2.0\"><channel><title>Minsk Desk</title><link>{own}</link>{items}</channel></rss>"
                        ),
                    )
                }
                "/a.txt" => ("200 OK", TEXT.to_owned()),
                _ => ("404 Not Found", String::new()),
            };
            let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nETag: {tag}\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    at
}

fn records(desk: &Desk) -> Vec<Record> {
    let text = std::fs::read_to_string(desk.folder.join("o.jsonl")).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| from_jsonl(line).unwrap()).collect()
}

#[test]
fn a_feed_is_coded_once_and_later_what_is_new() {
    let (desk, n) = (Desk::new("watch"), Arc::new(Mutex::new(2)));
    let at = host(&n);
    desk.put("feeds.opml", format!("<opml><body><outline xmlUrl=\"{at}/feed\"/></body></opml>"));
    let args = ["watch", "--once", "--allow-private", "--out", "o.jsonl", "feeds.opml"];
    desk.run(&args).expect(0, &["2 new reports"]);
    let first = records(&desk);
    assert_eq!(first.iter().map(|record| record.report.id.as_str()).collect::<Vec<_>>(), ["g0", "g1"]);
    assert!(first.iter().all(|record| record.report.source.as_deref() == Some("Minsk Desk") && !record.events.is_empty()));
    desk.run(&args).expect(0, &["0 new reports"]);
    *n.lock().unwrap() = 3;
    desk.run(&args).expect(0, &["1 new reports"]);
    assert_eq!(records(&desk).len(), 3);
    // A watch that was killed after it wrote and before it kept its state knows what it wrote; a half line is written anew.
    std::fs::remove_file(desk.folder.join("o.jsonl.watch.json")).unwrap();
    let text = std::fs::read(desk.folder.join("o.jsonl")).unwrap();
    desk.put("o.jsonl", &text[..text.len() - 20]);
    desk.run(&args).expect(0, &["1 new reports"]);
    assert_eq!(std::fs::read(desk.folder.join("o.jsonl")).unwrap(), text);
}

#[test]
fn private_addresses_are_visited_on_request_only() {
    let (desk, n) = (Desk::new("private"), Arc::new(Mutex::new(1)));
    let at = host(&n);
    let feed = format!("{at}/feed");
    desk.run(&["watch", "--once", "--out", "o.jsonl", &feed]).expect(1, &["its address is a private one", "--allow-private"]);
    assert!(records(&desk).is_empty());
    let page = format!("{at}/a.txt");
    desk.run(&["code", &page]).expect(2, &["its address is a private one"]);
    let coded = desk.run(&["code", "--allow-private", &page]);
    assert_eq!(coded.expect(0, &[]).records()[0].events[0].kind, "COERCE");
    desk.put("none.txt", "nothing here").run(&["watch", "--once", "--out", "o.jsonl", "none.txt"]).expect(2, &["names no feed"]);
}
