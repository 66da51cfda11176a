//! Visits to a host in this very process: slow, broken, huge, redirecting, refusing. No other network is touched, and nobody sleeps.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chancery_watch::{Answer, Clock, Fetcher, Known, Limits, Polite};

/// A clock that is set, and that waiting moves on.
struct Still(Cell<u64>);

impl Clock for &Still {
    fn now(&self) -> u64 {
        self.0.get()
    }

    fn wait(&self, seconds: u64) {
        self.0.set(self.0.get() + seconds);
    }
}

/// A host: answers each path, and remembers the heads of the requests.
struct Host {
    at: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn new(robots: &'static str) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heads = Arc::clone(&heads);
                std::thread::spawn(move || answer(stream, robots, &heads));
            }
        });
        Host { at, asked }
    }

    fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().filter_map(|head| Some(head.split_whitespace().nth(1)?.to_owned())).collect()
    }
}

fn answer(mut stream: TcpStream, robots: &str, heads: &Mutex<Vec<String>>) {
    let mut head = String::new();
    for line in BufReader::new(stream.try_clone().unwrap()).lines() {
        match line {
            Ok(line) if !line.is_empty() => head += &format!("{line}\n"),
            _ => break,
        }
    }
    let path = head.split_whitespace().nth(1).unwrap_or("").to_owned();
    heads.lock().unwrap().push(head.clone());
    let with = |status: &str, headers: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
    };
    let known = head.to_lowercase().contains("if-none-match: \"v1\"");
    let reply = match path.as_str() {
        "/robots.txt" if robots == "broken" => with("503 Busy", "", ""),
        "/robots.txt" => with("200 OK", "", robots),
        "/feed" if known => with("304 Not Modified", "", ""),
        "/feed" => with("200 OK", "ETag: \"v1\"\r\nLast-Modified: Sun, 12 May 2024 08:00:00 GMT\r\n", "<rss/>"),
        "/moved" => with("301 Moved", "Location: /feed\r\n", ""),
        "/loop" => with("302 Found", "Location: loop\r\n", ""),
        "/out" => with("302 Found", "Location: file:///etc/passwd\r\n", ""),
        "/busy" => with("429 Too Many Requests", "Retry-After: 600\r\n", ""),
        "/failing" => with("500 Oops", "", ""),
        "/gone" => with("410 Gone", "", ""),
        "/huge" => with("200 OK", "", &"x".repeat(300_000)),
        "/cut" => "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf".to_owned(),
        "/noise" => "\u{1}\u{2} this is no HTTP\r\n\r\n".to_owned(),
        "/slow" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
            for _ in 0..40 {
                std::thread::sleep(Duration::from_millis(100));
                if stream.write_all(b".").is_err() {
                    return;
                }
            }
            return;
        }
        _ => with("404 Not Found", "", ""),
    };
    let _ = stream.write_all(reply.as_bytes());
}

fn polite(clock: &Still) -> Polite<&Still> {
    let limits = Limits { time: Duration::from_millis(1500), bytes: 100_000, allow_private: true };
    Polite::new(Fetcher::new(limits), clock)
}

fn clock() -> Still {
    Still(Cell::new(1_000_000))
}

const NONE: Known<'_> = Known { etag: None, modified: None };

#[test]
fn news_is_fetched_once_and_the_host_is_spared() {
    let (host, clock) = (Host::new("User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n"), clock());
    let mut polite = polite(&clock);
    let url = format!("{}/feed", host.at);
    let Answer::Fresh { bytes, etag, modified, .. } = polite.get(&url, NONE) else { panic!() };
    assert_eq!((bytes.as_slice(), etag.as_deref()), (&b"<rss/>"[..], Some("\"v1\"")));
    let before = clock.0.get();
    let again = polite.get(&url, Known { etag: etag.as_deref(), modified: modified.as_deref() });
    assert_eq!(again, Answer::Unchanged);
    assert!(clock.0.get() >= before + 7, "the host asked for seven seconds between two visits");
    assert!(host.asked.lock().unwrap()[2].to_lowercase().contains("if-modified-since: sun, 12 may 2024"));
    assert!(matches!(polite.get(&format!("{}/closed/a", host.at), NONE), Answer::Never(why) if why.contains("robots.txt")));
    assert_eq!(host.paths(), ["/robots.txt", "/feed", "/feed"]);
}

#[test]
fn redirects_are_followed_a_few_times_and_only_on_the_web() {
    let (host, clock) = (Host::new(""), clock());
    let mut polite = polite(&clock);
    let mut get = |path: &str| polite.get(&format!("{}{path}", host.at), NONE);
    assert!(matches!(get("/moved"), Answer::Fresh { url, .. } if url.ends_with("/feed")));
    assert!(matches!(get("/loop"), Answer::Never(why) if why.contains("5 times")));
    assert!(matches!(get("/out"), Answer::Never(why) if why.contains("no address of the web")));
    assert!(matches!(get("/gone"), Answer::Never(why) if why.contains("410")));
    assert!(matches!(polite.get("ftp://a.example/", NONE), Answer::Never(_)));
}

#[test]
fn a_host_that_asks_to_wait_is_left_alone() {
    let (host, clock) = (Host::new(""), clock());
    let mut polite = polite(&clock);
    assert!(matches!(polite.get(&format!("{}/busy", host.at), NONE), Answer::Later(_, Some(600))));
    assert!(matches!(polite.get(&format!("{}/feed", host.at), NONE), Answer::Later(_, Some(600))));
    assert_eq!(host.paths(), ["/robots.txt", "/busy"]);
    clock.0.set(clock.0.get() + 601);
    assert!(matches!(polite.get(&format!("{}/feed", host.at), NONE), Answer::Fresh { .. }));
    // Each further failure doubles the wait.
    for seconds in [60, 120, 240] {
        assert!(matches!(polite.get(&format!("{}/failing", host.at), NONE), Answer::Later(_, Some(wait)) if wait == seconds));
        clock.0.set(clock.0.get() + seconds);
    }
}

#[test]
fn slow_broken_and_huge_answers_end_in_time() {
    for (path, word) in [("/slow", "broke off"), ("/cut", "broke off"), ("/huge", "more than"), ("/noise", "cannot be reached")] {
        let (host, clock) = (Host::new(""), clock());
        let begun = std::time::Instant::now();
        match polite(&clock).get(&format!("{}{path}", host.at), NONE) {
            Answer::Later(why, _) | Answer::Never(why) => assert!(why.contains(word), "{path}: {why}"),
            other => panic!("{path}: {other:?}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}");
    }
}

#[test]
fn private_addresses_and_hosts_without_robots_are_not_visited() {
    let (host, clock) = (Host::new("broken"), clock());
    assert!(matches!(polite(&clock).get(&format!("{}/feed", host.at), NONE), Answer::Later(_, Some(60))));
    assert_eq!(host.paths(), ["/robots.txt"]);
    let guarded = || Polite::new(Fetcher::new(Limits::default()), &clock);
    for url in [host.at.clone(), host.at.replace("127.0.0.1", "localhost"), host.at.replace("127.0.0.1", "[::ffff:127.0.0.1]")] {
        assert!(matches!(guarded().get(&url, NONE), Answer::Never(why) if why.contains("private")), "{url}");
    }
    assert_eq!(host.paths().len(), 1, "nothing was asked");
}
