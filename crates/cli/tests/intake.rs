//! What users really have, given to the command: pages, folders, tables, other languages.

mod desk;

use std::io::Write;

use desk::Desk;

const TEXT: &str = "Police in Minsk detained 40 demonstrators on Sunday.";

/// A page of own text.
fn page(body: &str) -> String {
    format!(
        "<html lang=en><head><title>Envoys meet | The Sample Post</title><meta property='og:site_name' content='The Sample Post'>
        <meta property='article:published_time' content='2024-05-13T08:00:00Z'></head><body><nav><a href='/'>Home</a></nav>
        <article><h1>Envoys meet</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
    )
}

const PROSE: &str =
    "<p>Police in Minsk detained 40 demonstrators on Sunday, a spokesman for the interior ministry said on Monday.</p>
    <p>The demonstrators had called for the release of all who were arrested in the protests of the weeks before.</p>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn pages_are_coded_with_what_they_say_of_themselves() {
    let desk = Desk::new("page");
    desk.put("page.html", page(PROSE));
    let record = &desk.run(&["code", "page.html"]).expect(0, &[]).records()[0];
    assert_eq!(record.report.source.as_deref(), Some("The Sample Post"));
    assert_eq!(record.report.published.map(|day| day.to_string()).as_deref(), Some("2024-05-13"));
    assert_eq!(record.report.published_basis, Some(chancery_record::PublishedBasis::Metadata));
    assert_eq!(record.report.title.as_deref(), Some("Envoys meet"));
    assert!(record.events.iter().any(|event| event.kind == "COERCE"), "{:?}", record.events);
    desk.put(
        "wall.html",
        page("<p>Police in Minsk detained 40 demonstrators on Sunday.</p><p>Subscribe to continue reading.</p>"),
    );
    let record = &desk.run(&["code", "wall.html"]).expect(0, &[]).records()[0];
    assert_eq!((record.report.notices[0].code.as_str(), record.events.len()), ("stub", 0));
}

#[test]
fn other_languages_are_never_coded_as_if_they_were_english() {
    let desk = Desk::new("language");
    desk.put("es.txt", "Los ministros de Exteriores de Irán e Irak se reunieron el domingo en Teherán y acordaron trabajar juntos, según el portavoz.");
    let record = &desk.run(&["code", "es.txt"]).expect(0, &[]).records()[0];
    assert_eq!((record.report.notices[0].code.as_str(), record.events.len()), ("not-english", 0));
    assert_ne!(record.report.language.as_deref(), Some("en"));
}

#[test]
fn folders_are_read_sorted_with_all_below_them() {
    let desk = Desk::new("folders");
    std::fs::create_dir_all(desk.folder.join("in/b")).unwrap();
    desk.put("in/c.csv", format!("id,text\nrow,\"{TEXT}\"\n"))
        .put("in/a.txt.gz", gzip(TEXT.as_bytes()))
        .put("in/b/page.html", page(PROSE))
        .put("in/.hidden", "no")
        .put("in/d.pdf", "%PDF-1.4");
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", desk.folder.join("in/b/loop")).unwrap();
    let ran = desk.run(&["code", "in"]);
    ran.expect(1, &["in/d.pdf: this is a PDF; save its text"]);
    let titles: Vec<String> = ran
        .records()
        .iter()
        .map(|record| record.report.extra.get("file").map_or("row".to_owned(), |file| file.as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(titles, ["in/a.txt.gz", "in/b/page.html", "row"]);
}

#[test]
fn columns_are_named_by_flags() {
    let desk = Desk::new("columns");
    desk.put("t.csv", format!("Bericht;Tag\n\"{TEXT}\";2024-05-13\n"));
    desk.run(&["code", "--from", "csv", "t.csv"])
        .expect(1, &["t.csv: line 1: no column is known to hold the text", "--column text=NAME"]);
    let ran = desk.run(&["code", "--from", "csv", "--column", "text=Bericht", "--column", "date=Tag", "t.csv"]);
    assert_eq!(ran.expect(0, &[]).records()[0].report.published.map(|day| day.to_string()).as_deref(), Some("2024-05-13"));
    desk.run(&["code", "--column", "colour=x", "t.csv"]).expect(2, &["language"]);
}

#[test]
fn articles_are_extracted_and_named_after_their_files() {
    let desk = Desk::new("extract");
    desk.put("talks.html", page(PROSE)).put("more.html.gz", gzip(page(PROSE).as_bytes()));
    let ran = desk.run(&["extract", "--to", "jsonl", "talks.html", "more.html.gz"]);
    let articles: Vec<serde_json::Value> =
        ran.expect(0, &[]).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&articles[0]["id"], &articles[1]["id"]), (&"talks".into(), &"more".into()));
    assert_eq!((&articles[0]["title"], &articles[0]["published"]), (&"Envoys meet".into(), &"2024-05-13".into()));
    let text = articles[0]["text"].as_str().unwrap();
    assert!(text.starts_with("Police in Minsk") && !text.contains("rights reserved") && !text.contains("Home"), "{text}");
    // What is extracted can be coded.
    let records = desk.run_with(&["code", "-"], ran.out.as_bytes()).expect(0, &[]).records();
    assert!(records.iter().all(|record| record.events.iter().any(|event| event.kind == "COERCE")));
    let shown = desk.run(&["extract", "--to", "text", "talks.html"]).out;
    assert!(shown.starts_with("Envoys meet\nThe Sample Post · 2024-05-13"), "{shown}");
}
