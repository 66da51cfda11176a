//! Runs the command as a user does: good and bad input, all layouts, exit status and messages.

mod desk;

use std::path::Path;
use std::process::Stdio;

use desk::{Desk, Ran};

const TEXT: &str = "Police in Minsk detained 40 demonstrators on Sunday.";

#[test]
fn a_report_becomes_a_record_when_piped() {
    let desk = Desk::new("piped");
    let ran = desk.put("a.txt", TEXT).run(&["code", "--date", "2024-05-13", "--source", "BelTA", "a.txt"]);
    let records = ran.expect(0, &[]).records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].report.source.as_deref(), Some("BelTA"));
    assert_eq!(records[0].report.published.map(|day| day.to_string()).as_deref(), Some("2024-05-13"));
    assert_eq!(records[0].report.extra["file"], "a.txt");
}

#[test]
fn standard_input_is_read_with_a_dash_or_without_a_file() {
    let desk = Desk::new("stdin");
    for args in [&["code", "-"][..], &["code"]] {
        assert_eq!(desk.run_with(args, TEXT.as_bytes()).expect(0, &[]).records().len(), 1);
    }
    let line = format!("\n  {{\"id\": \"a\", \"text\": \"{TEXT}\"}}\n");
    assert_eq!(desk.run_with(&["code"], line.as_bytes()).expect(0, &[]).records()[0].report.id, "a");
}

#[test]
fn inputs_that_cannot_be_read_are_named_and_the_rest_is_coded() {
    let desk = Desk::new("bad");
    std::fs::create_dir(desk.folder.join("folder")).unwrap();
    desk.put("good.txt", TEXT)
        .put("empty.txt", "")
        .put("blank.txt", " \n\n")
        .put("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.put("latin1.txt", b"Police in Minsk detained 40 demonstrators near the caf\xe9.");
    for (file, status, records, said) in [
        ("missing.txt", 1, 1, &["missing.txt: there is no such file; check the name"][..]),
        ("folder", 1, 1, &["folder: the folder is empty; there is nothing to code in it"]),
        ("http://127.0.0.1:9/", 1, 1, &["http://127.0.0.1:9/: its address is a private one"]),
        ("empty.txt", 1, 1, &["empty.txt: the file is empty"]),
        ("blank.txt", 1, 1, &["blank.txt: the file is empty"]),
        ("picture.png", 1, 1, &["picture.png: this is no text", "save the report as plain text"]),
        ("latin1.txt", 0, 2, &["latin1.txt: Some bytes are no UTF-8", "save the report as UTF-8"]),
    ] {
        let ran = desk.run(&["code", file, "good.txt"]);
        assert_eq!(ran.expect(status, said).records().len(), records, "{file}");
        let quiet = desk.run(&["code", "--quiet", file, "good.txt"]);
        assert_eq!((quiet.status, quiet.err.as_str()), (status, ""), "{file}");
    }
    let record = &desk.run(&["code", "latin1.txt"]).records()[0];
    assert_eq!(record.report.notices[0].code, "bad-encoding");
}

#[test]
fn a_run_on_nothing_is_a_failure() {
    let desk = Desk::new("nothing");
    desk.run(&["code", "missing.txt"]).expect(2, &["missing.txt: there is no such file"]);
    desk.run(&["code", "--date", "18/01/2026", "x"]).expect(2, &["2026-01-18"]);
    desk.run(&["code", "--to", "xml", "x"]).expect(2, &["possible values"]);
    desk.run(&["frobnicate"]).expect(2, &["unrecognized subcommand"]);
}

#[test]
fn broken_lines_are_numbered_and_the_others_coded() {
    let desk = Desk::new("lines");
    let lines = format!(
        "{{\"id\": \"a\", \"text\": \"{TEXT}\", \"desk\": 7}}\n{{\"id\": \"b\"\n\n{{\"id\": \"c\"}}\n[1]\n{{\"text\": \"x\", \"date\": \"soon\"}}\n{{\"id\": \"z\", \"text\": \"\"}}\n"
    );
    let ran = desk.put("r.jsonl", lines).run(&["code", "r.jsonl"]);
    ran.expect(
        1,
        &[
            "r.jsonl: line 2: not JSON",
            "r.jsonl: line 4: there is no `text`",
            "r.jsonl: line 5: JSON, but no object",
            "r.jsonl: line 6: `date` is \"soon\", which is no date; write it as 2026-01-18",
        ],
    );
    let records = ran.records();
    assert_eq!(records.iter().map(|record| record.report.id.as_str()).collect::<Vec<_>>(), ["a", "z"]);
    assert_eq!(records[0].report.extra["desk"], 7);
    assert_eq!(records[1].report.notices[0].code, "empty");
    desk.put("empty.jsonl", "").run(&["code", "--from", "jsonl", "empty.jsonl"]).expect(1, &["empty.jsonl: the file is empty"]);
}

#[test]
fn a_line_of_50_mb_is_refused_and_the_run_goes_on() {
    let desk = Desk::new("long");
    let mut bytes = b"{\"id\": \"long\", \"text\": \"".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 50 << 20));
    bytes.extend(format!("\"}}\n{{\"id\": \"next\", \"text\": \"{TEXT}\"}}\n").as_bytes());
    let ran = desk.put("long.jsonl", &bytes).run(&["code", "long.jsonl"]);
    ran.expect(1, &["long.jsonl: line 1: the line has 50 MB, more than the 8 MB", "split what is longer"]);
    assert_eq!(ran.records()[0].report.id, "next");
    let ran = desk.put("long.txt", &bytes[30..]).run(&["code", "--from", "text", "long.txt"]);
    ran.expect(1, &["long.txt: the file has more than the 8 MB", "--from jsonl"]);
}

#[test]
fn cards_are_readable_without_colour_and_coloured_on_request() {
    let desk = Desk::new("cards");
    desk.put("a.txt", TEXT);
    let plain = desk.run(&["code", "--to", "cards", "a.txt"]).out;
    assert!(plain.contains("[detained]") && plain.contains("COERCE"), "{plain}");
    assert!(!plain.contains('\u{1b}'));
    let colored = desk.run(&["code", "--to", "cards", "--color", "always", "a.txt"]).out;
    assert!(colored.contains("\u{1b}[") && !colored.contains("[detained]"), "{colored}");
    let output = desk.command(&["code", "--to", "cards", "a.txt"]).env("NO_COLOR", "1").output().unwrap();
    assert_eq!(Ran::from(output).out, plain);
    let never = desk.run(&["code", "--to", "cards", "--color", "never", "a.txt"]).out;
    assert_eq!(never, plain);
}

#[test]
fn foreign_control_characters_stay_out_of_cards() {
    let desk = Desk::new("escape");
    let text = "Police in Minsk detained 40 \u{1b}]0;owned\u{7}\u{202E}demonstrators\u{9b}31m on Sunday.";
    {
        let to = "cards";
        let out = desk.put("a.txt", text).run(&["code", "--to", to, "a.txt"]).out;
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202E}', '\u{9b}']), "{out:?}");
    }
    let err = desk.run(&["code", "no\u{1b}[2Jfile"]).err;
    assert!(!err.contains('\u{1b}'), "{err:?}");
}

#[test]
fn a_table_has_a_row_an_event() {
    let desk = Desk::new("csv");
    desk.put("a.txt", TEXT).put("none.txt", "It rained.");
    let out = desk.run(&["code", "--to", "csv", "a.txt", "none.txt"]).expect(0, &[]).out.clone();
    assert!(out.starts_with("report,source,published,"), "{out}");
    assert_eq!(out.lines().filter(|line| line.contains("COERCE")).count(), 1, "{out}");
}

#[test]
fn threads_change_nothing() {
    let desk = Desk::new("threads");
    let lines: String = (0..150).map(|at| format!("{{\"id\": \"{at}\", \"text\": \"{TEXT}\"}}\n")).collect();
    desk.put("r.jsonl", lines);
    let one = desk.run(&["code", "--duplicates", "code", "--threads", "1", "r.jsonl"]).expect(0, &[]).out.clone();
    assert_eq!(one.lines().count(), 150);
    assert_eq!(desk.run(&["code", "--duplicates", "code", "--threads", "2", "r.jsonl"]).out, one);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_success() {
    let desk = Desk::new("pipe");
    let lines: String = (0..400).map(|at| format!("{{\"id\": \"{at}\", \"text\": \"{TEXT}\"}}\n")).collect();
    desk.put("r.jsonl", lines);
    let mut child =
        desk.command(&["code", "--duplicates", "code", "r.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.expect(0, &[]);
}

#[test]
fn actors_are_answered_from_flags_and_files() {
    let desk = Desk::new("actor");
    desk.put("p.txt", "French police\n\nthe government of Kenya\n");
    desk.put("p.jsonl", "{\"id\": \"q\", \"text\": \"French police\", \"date\": \"2020-01-01\"}\nnot json\n{\"id\": \"r\", \"text\": \"x\", \"date\": 5}\n");
    let of = |ran: &Ran| ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<serde_json::Value>>();
    let answers = of(desk.run(&["actor", "French police"]).expect(0, &[]));
    assert_eq!((&answers[0]["country"], &answers[0]["sectors"][0]), (&"FRA".into(), &"COP".into()));
    let answers = of(desk.run(&["actor", "--from", "text", "p.txt"]).expect(0, &[]));
    assert_eq!((answers.len(), &answers[1]["id"]), (2, &"3".into()));
    let ran = desk.run(&["actor", "--from", "jsonl", "--to", "jsonl", "p.jsonl"]);
    let answers = of(ran.expect(1, &["p.jsonl: line 2: not JSON", "p.jsonl: line 3: `date` is 5"]));
    assert_eq!(answers[0]["id"], "q");
    assert!(desk.run(&["actor", "--to", "text", "French police"]).out.starts_with("French police: FRA COP"));
}

#[test]
fn parses_keep_the_tokens_they_are_given() {
    let desk = Desk::new("parse");
    let out = desk.put("a.txt", TEXT).run(&["parse", "--from", "text", "--to", "conllu", "a.txt"]).expect(0, &[]).out.clone();
    assert!(out.contains("# text = Police in Minsk detained"), "{out}");
    let again = desk.put("a.conllu", &out).run(&["parse", "--from", "conllu", "a.conllu"]).expect(0, &[]).out.clone();
    let forms = |text: &str| text.lines().filter_map(|line| line.split('\t').nth(1).map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(forms(&again), forms(&out));
    desk.put("bad.conllu", "1\tx\n")
        .run(&["parse", "--from", "conllu", "bad.conllu"])
        .expect(1, &["bad.conllu: line 1", "ten columns"]);
}

#[test]
fn explanations_show_trees_and_reasons() {
    let desk = Desk::new("explain");
    let out = desk.put("a.txt", format!("{TEXT} It rained.")).run(&["explain", "a.txt"]).expect(0, &[]).out.clone();
    assert!(out.contains("event COERCE") && out.contains("because") && out.contains("no event"), "{out}");
}

#[test]
fn help_is_written_for_people() {
    let desk = Desk::new("help");
    for (args, words) in [
        (&["--help"][..], "who did what to whom"),
        (&["code", "--help"], "on whose word"),
        (&["actor", "--help"], "offices change hands"),
        (&["lexicon", "test", "--help"], "data/lexicon"),
    ] {
        let out = desk.run(args).expect(0, &[]).out.clone();
        assert!(out.contains(words), "{out}");
    }
}

#[test]
fn the_lexicon_is_searched_and_its_files_checked() {
    let desk = Desk::new("lexicon");
    assert!(desk.run(&["lexicon", "find", "detain"]).expect(0, &[]).out.contains("coerce."));
    desk.run(&["lexicon", "find", "xyzzy"]).expect(1, &["no frame answers"]);
    let own = Path::new("lexicon/mine");
    std::fs::create_dir_all(desk.folder.join(own)).unwrap();
    desk.put("lexicon/mine/bad.toml", "type = \"NONSENSE\"\n");
    let ran = desk.run(&["lexicon", "check", "lexicon/mine/bad.toml"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("mine/bad.toml"), "{}", ran.out);
    desk.run(&["lexicon", "test", "missing.toml"]).expect(2, &["missing.toml"]);
}

const OWN_WORLD: &str = "[[person]]
name = \"Jane Roe\"
country = \"ISL\"
offices = [{ office = \"foreign-minister\", first = \"2026-02-01\" }, { office = \"GOV LEG\", first = \"2019\", last = \"2026-01-31\" }]

[[body]]
name = \"Northern Front\"
kind = \"armed\"
country = \"MLI\"
sectors = [\"REB\"]
";

#[test]
fn own_entries_are_known_and_come_before_the_programs() {
    let desk = Desk::new("world");
    desk.put("own.toml", OWN_WORLD).put("own.csv", "name,aliases,kind,country,sectors\nHamas,,company,DNK,BUS\n");
    let ran = desk.run(&["world", "show", "Jane Roe", "--on", "2026-03-01", "--world", "own.toml"]);
    ran.expect(0, &[]);
    assert!(
        ran.out.contains("ISL") && ran.out.contains("in office on that day") && ran.out.contains("former on that day"),
        "{}",
        ran.out
    );
    let ran = desk.run(&["actor", "fighters of the Northern Front", "--world", "own.toml", "--to", "jsonl"]);
    assert!(ran.out.contains("MLI") && ran.out.contains("REB"), "{}", ran.out);
    let ran = desk.run(&["actor", "Hamas", "--world", "own.csv", "--to", "jsonl"]);
    assert!(ran.out.contains("DNK") && !ran.out.contains("PSE"), "{}", ran.out);
    desk.run(&["world", "check", "own.toml", "own.csv"]).expect(0, &[]);
}

#[test]
fn faults_of_own_entries_are_told_with_line_and_remedy() {
    let desk = Desk::new("world-faults");
    desk.put("bad.toml", OWN_WORLD.replace("armed", "amred"))
        .put("head.csv", "name,country\nX,DNK\n")
        .put("broken.toml", "[[body]\n");
    for (file, line) in [("bad.toml", "bad.toml:6"), ("head.csv", "head.csv:1"), ("broken.toml", "broken.toml:1")] {
        let ran = desk.run(&["world", "check", file]);
        assert_eq!(ran.status, 1, "{file}: {}", ran.err);
        assert!(ran.out.contains(line) && ran.out.contains("1 faults"), "{file}: {}", ran.out);
    }
}

#[test]
fn dictionaries_of_older_coders_become_own_entries() {
    let desk = Desk::new("world-import");
    desk.put("actors.txt", "JANE_ROE_ [ISLGOV 100101-121231]\n\t[ISLELI >121231]\n");
    let ran = desk.run(&["world", "import", "actors", "actors.txt"]);
    ran.expect(0, &[]);
    desk.put("own.toml", &ran.out);
    let ran = desk.run(&["world", "show", "Jane Roe", "--on", "2015-01-01", "--world", "own.toml"]);
    assert!(ran.out.contains("ELI ISL  2012-12-31 – …  in office on that day"), "{}", ran.out);
}

/// A file of one frame for a verb that no language has; `more` is what its example expects beside the frame.
fn frame_file(kind: &str, id: &str, about: &str, more: &str) -> String {
    format!(
        "# {about}
type  = \"{kind}\"
cameo = \"120\"
about = \"{about}\"
[[frame]]
id        = \"{id}\"
verbs     = [\"frobnicate\"]
actor     = [\"subj\"]
recipient = [\"obj\"]
[[example]]
text   = \"Iran frobnicated Iraq.\"
events = [{{ frame = \"{id}\"{more} }}]
[[example]]
text   = \"The chef frobnicated the eggs.\"
events = []
"
    )
}

#[test]
fn own_frames_code_own_events() {
    let desk = Desk::new("frames");
    let own = ", actor = \"IRN GOV\", recipient = \"IRQ GOV\"";
    let frames = frame_file("REJECT", "own.shoulder.cold", "Somebody gives somebody the cold shoulder.", own);
    desk.put("own.toml", frames).put("report.txt", "France frobnicated Germany on Sunday.");
    assert!(desk.run(&["code", "report.txt"]).records()[0].events.is_empty());
    let coded = desk.run(&["code", "--lexicon", "own.toml", "report.txt"]).records();
    assert_eq!(coded[0].events[0].rule, "own.shoulder.cold");
}

#[test]
fn a_folder_may_be_an_ontology_of_its_own() {
    let desk = Desk::new("ontology");
    let types = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ontology/types.toml")).unwrap();
    std::fs::create_dir_all(desk.folder.join("mine")).unwrap();
    let own_type = "\n[[type]]\nname = \"SNUB\"\nquad = 3\nscore = -2.0\ncameo = \"120\"\n";
    let frames = frame_file("SNUB", "mine.snub.frobnicate", "Somebody cuts somebody dead.", "");
    desk.put("mine/types.toml", types + own_type)
        .put("mine/snub.toml", frames)
        .put("report.txt", "France frobnicated Germany on Sunday.");
    let coded = desk.run(&["code", "--lexicon", "mine", "report.txt"]).records();
    assert_eq!(coded[0].events[0].kind, "SNUB");
}

#[test]
fn a_sentence_is_told_which_frames_come_near() {
    let desk = Desk::new("find");
    let ran = desk.run(&["lexicon", "find", "The film arrested the attention of critics."]);
    ran.expect(0, &[]);
    assert!(ran.out.contains("no event: coerce.arrest"), "{}", ran.out);
}
