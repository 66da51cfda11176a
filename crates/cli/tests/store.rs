//! The store as a user meets it: killed at random moments, exported and read back by other programs, asked and corrected.

#![allow(clippy::print_stderr, reason = "the figures and what was skipped are told to whoever runs the tests")]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let folder = std::env::temp_dir().join(format!("chancery-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Desk(folder)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.current_dir(&self.0).args(args).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        let out = self.command(args).output().unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        out
    }

    fn text(&self, args: &[&str]) -> String {
        String::from_utf8(self.run(args).stdout).unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const TEXT: &str =
    "Police in Minsk detained 40 demonstrators on Sunday.\n\nIran and Iraq held talks in Baghdad on Monday, Iraq said.";

/// Many records from one report, each on a day and of an outlet of its own.
fn records(desk: &Desk, n: usize) -> String {
    std::fs::write(desk.0.join("one.txt"), TEXT).unwrap();
    let one = desk.text(&["code", "--to", "jsonl", "--date", "2026-01-20", "one.txt"]);
    let mut record = chancery_record::from_jsonl(one.trim_end()).unwrap();
    assert!(record.events.len() >= 2);
    let mut lines = String::new();
    for at in 0..n {
        record.report.id = format!("r{at}");
        record.report.source = Some(format!("Outlet {}", at % 7));
        record.report.published = Some(format!("2026-{:02}-{:02}", at % 12 + 1, at % 28 + 1).parse().unwrap());
        record.events.iter_mut().for_each(|event| event.date = None);
        lines.push_str(&(chancery_record::to_jsonl(&record) + "\n"));
    }
    std::fs::write(desk.0.join("records.jsonl"), &lines).unwrap();
    lines
}

#[test]
fn killed_while_adding_the_store_is_whole_and_the_rerun_completes_it() {
    let desk = Desk::new("killed");
    records(&desk, 4000);
    desk.run(&["store", "add", "--store", "whole.db", "records.jsonl"]);
    let whole = desk.text(&["query", "--store", "whole.db", "--to", "jsonl"]);
    for kill in 0..20u64 {
        let mut child = desk.command(&["store", "add", "--quiet", "--store", "killed.db", "records.jsonl"]).spawn().unwrap();
        // Moments that are spread, and not the same in every run.
        let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
        std::thread::sleep(Duration::from_millis(3 + 9 * kill + u64::from(nanos % 17)));
        child.kill().unwrap();
        child.wait().unwrap();
        if desk.0.join("killed.db").exists() && kill % 4 == 3 {
            desk.run(&["store", "check", "--store", "killed.db"]);
        }
    }
    desk.run(&["store", "check", "--store", "killed.db"]);
    desk.run(&["store", "add", "--store", "killed.db", "records.jsonl"]);
    desk.run(&["store", "check", "--store", "killed.db"]);
    assert!(desk.text(&["query", "--store", "killed.db", "--to", "jsonl"]) == whole, "the content differs");
}

#[test]
fn records_go_through_the_store_and_parquet_without_loss() {
    let desk = Desk::new("lossless");
    let mut lines: Vec<String> = records(&desk, 40).lines().map(str::to_owned).collect();
    let mut none = chancery_record::Record::new(chancery_record::ReportHead::new("nothing-happened"));
    none.report.extra.insert("own".to_owned(), serde_json::json!({ "b": 1, "a": [0.1] }));
    lines.push(chancery_record::to_jsonl(&none));
    lines.sort();
    std::fs::write(desk.0.join("records.jsonl"), lines.join("\n")).unwrap();
    desk.run(&["store", "add", "--store", "a.db", "records.jsonl"]);
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(desk.text(&["query", "--store", "a.db", "--to", "records"])), lines);
    let parquet = desk.run(&["query", "--store", "a.db", "--to", "parquet"]).stdout;
    std::fs::write(desk.0.join("a.parquet"), parquet).unwrap();
    desk.run(&["store", "add", "--store", "b.db", "a.parquet"]);
    assert_eq!(sorted(desk.text(&["query", "--store", "b.db", "--to", "records"])), lines);
    assert_eq!(
        desk.text(&["query", "--store", "a.db", "--to", "jsonl"]),
        desk.text(&["query", "--store", "b.db", "--to", "jsonl"])
    );
}

#[test]
fn exports_fit_their_columns_and_python_reads_them() {
    let desk = Desk::new("exports");
    records(&desk, 30);
    desk.run(&["store", "add", "--store", "a.db", "records.jsonl"]);
    for (layout, columns) in
        [("gdelt", 61), ("gdelt-mentions", 16), ("icews", 20), ("polecat", 40), ("phoenix", 26), ("plover", 0)]
    {
        let text = desk.text(&["query", "--store", "a.db", "--to", layout, "--sidecar", "groups.tsv"]);
        assert!(text.lines().count() >= 60, "{layout}");
        assert!(columns == 0 || text.lines().all(|line| line.split('\t').count() == columns), "{layout}");
        std::fs::write(desk.0.join(layout), &text).unwrap();
        desk.run(&["validate", layout, "--as", layout]);
        assert!(std::fs::read_to_string(desk.0.join("groups.tsv")).unwrap().lines().count() > 60, "{layout}");
    }
    let broken = std::fs::read_to_string(desk.0.join("gdelt")).unwrap().replacen("\t1\t", "\t", 1);
    std::fs::write(desk.0.join("broken"), broken).unwrap();
    let out = desk.command(&["validate", "broken", "--as", "gdelt"]).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8(out.stdout).unwrap().starts_with("broken:1: 60 fields, there should be 61"));
    std::fs::write(desk.0.join("a.csv"), desk.text(&["query", "--store", "a.db", "--to", "csv"])).unwrap();
    let script = "import csv,sys; rows=list(csv.reader(open('a.csv',encoding='utf-8',newline=''))); \
                  assert all(len(r)==len(rows[0]) for r in rows); print(len(rows)-1)";
    match Command::new("python3").args(["-c", script]).current_dir(&desk.0).output() {
        Ok(out) => assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr)),
        Err(_) => eprintln!("skipped: there is no python3 here"),
    }
}

#[test]
fn a_store_is_asked_corrected_and_withdrawn_from() {
    let desk = Desk::new("asked");
    records(&desk, 24);
    desk.run(&["store", "add", "--store", "a.db", "records.jsonl"]);
    let lines = |args: &[&str]| desk.text(&[&["query", "--store", "a.db"], args].concat()).lines().count();
    assert_eq!(lines(&["--type", "coerce", "--actor", "BLR/COP"]), 24);
    assert_eq!(lines(&["--actor", "IRN", "--recipient", "IRQ"]), 24);
    assert_eq!(lines(&["--text", "held talks", "--limit", "5"]), 5);
    assert_eq!(lines(&["--since", "2026-03", "--until", "2026-03", "--type", "COERCE"]), 2);
    assert_eq!(lines(&["--said-by", "IRQ", "--type", "COERCE"]), 0);
    // The counts that are kept ready are those that are counted now.
    let ready = desk.text(&["query", "--store", "a.db", "--by", "month,dyad,type", "--to", "csv"]);
    let counted = desk.text(&["query", "--store", "a.db", "--by", "month,dyad,type", "--to", "csv", "--min-confidence", "0"]);
    assert_eq!(ready, counted);
    desk.run(&["store", "link", "--store", "a.db", "r0:V1", "r5:V1"]);
    let happening = |id: &str| {
        let line = desk.text(&["query", "--store", "a.db", "--report", id, "--type", "COERCE"]);
        serde_json::from_str::<serde_json::Value>(line.lines().next().unwrap()).unwrap()["happening"].clone()
    };
    assert_eq!(happening("r0"), happening("r5"));
    desk.run(&["store", "unlink", "--store", "a.db", "r0:V1", "r5:V1"]);
    assert_ne!(happening("r0"), happening("r5"));
    desk.run(&["store", "check", "--store", "a.db"]);
    desk.run(&["store", "withdraw", "--store", "a.db", "--why", "retracted", "r3"]);
    assert_eq!(lines(&["--report", "r3"]), 0);
    assert!(desk.text(&["query", "--store", "a.db", "--sql", "SELECT state FROM reports WHERE id = 'r3'"]).contains("withdrawn"));
    desk.run(&["store", "add", "--store", "a.db", "records.jsonl"]);
    assert_eq!(lines(&["--report", "r3"]), 0);
    desk.run(&["store", "withdraw", "--store", "a.db", "--undo", "r3"]);
    assert!(lines(&["--report", "r3"]) >= 2);
    desk.run(&["store", "check", "--store", "a.db"]);
    let out = desk.command(&["query", "--store", "a.db", "--sql", "DELETE FROM event"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    // Without text: no word of the report is kept.
    desk.run(&["store", "add", "--store", "b.db", "--no-text", "--from", "text", "--date", "2026-01-20", "one.txt"]);
    assert!(!desk.text(&["query", "--store", "b.db", "--to", "records"]).contains("demonstrators"));
    desk.run(&["store", "check", "--store", "b.db"]);
}
