//! Runs as a user makes them: a manifest beside the output, stopped, killed, gone on with, and reports that come twice.

mod desk;

use std::process::Stdio;
use std::time::{Duration, Instant};

use desk::{Desk, Ran};

const TEXT: &str = "Police in Minsk detained 40 demonstrators on Sunday.";

/// What makes a text long enough to be told twice.
const MORE: &str = "The delegations will meet again in the spring, when engineers of both sides have looked at the dam and at the roads \
                    that lead to it, and when the two parliaments have voted on the money for the repairs that the ministers promised.";

/// Lines of reports, each with its own figures; every eighth tells what the one before told, and every seventh line is broken.
fn lines(n: usize) -> String {
    let line = |at: usize| match at {
        at if at % 7 == 3 => format!("{{\"id\": \"broken-{at}\"\n"),
        at => {
            let told = if at % 8 == 2 { at - 1 } else { at };
            let more = if matches!(at % 8, 1 | 2) { MORE } else { "" };
            let text = format!(
                "Police in Minsk detained {told} demonstrators on Sunday, officials said. Iran and Iraq held {told} talks in Basra. {more}"
            );
            format!("{{\"id\": \"r{at}\", \"text\": \"{text}\", \"date\": \"2024-05-13\"}}\n")
        }
    };
    (0..n).map(line).collect()
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    std::fs::read(desk.folder.join(name)).unwrap_or_default()
}

/// A number below `end` from a seed that moves on.
fn dice(seed: &mut u64, end: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) % end.max(1) as u64) as usize
}

#[test]
fn an_output_has_its_manifest_and_is_not_written_over() {
    let desk = Desk::new("manifest");
    desk.put("r.jsonl", lines(20));
    let ran = desk.run(&["code", "--out", "o.jsonl", "--date", "2024-05-13", "r.jsonl"]);
    ran.expect(1, &["line 4: not JSON", "17 reports", "3 refused"]);
    assert_eq!(ran.out, "");
    let piped = desk.run(&["code", "--date", "2024-05-13", "r.jsonl"]).out;
    assert_eq!(bytes(&desk, "o.jsonl"), piped.as_bytes());
    let manifest: serde_json::Value = serde_json::from_slice(&bytes(&desk, "o.jsonl.manifest.json")).unwrap();
    assert_eq!((&manifest["schema"], &manifest["finished"]), (&"chancery-run/1".into(), &true.into()));
    assert_eq!((&manifest["counts"]["reports"], &manifest["counts"]["refused"]), (&17.into(), &3.into()));
    assert_eq!(manifest["output"]["bytes"], piped.len());
    assert_eq!(manifest["inputs"][0]["bytes"], lines(20).len());
    assert_eq!(manifest["flags"]["date"][0], "2024-05-13");
    assert_eq!(manifest["data"]["model"].as_str().unwrap().len(), 64);
    desk.run(&["code", "--out", "o.jsonl", "r.jsonl"]).expect(2, &["o.jsonl is already there", "--resume", "--overwrite"]);
    // What is finished stays as it is, and another command does not go on with it.
    let again = desk.run(&["code", "--out", "o.jsonl", "--resume", "--date", "2024-05-13", "r.jsonl"]);
    again.expect(1, &["has come to its end before: 17 reports"]);
    desk.run(&["code", "--out", "o.jsonl", "--resume", "r.jsonl"]).expect(2, &["other flags (date)"]);
    desk.put("r.jsonl", lines(21));
    let changed = desk.run(&["code", "--out", "o.jsonl", "--resume", "--date", "2024-05-13", "r.jsonl"]);
    changed.expect(2, &["r.jsonl has changed since", "--overwrite"]);
    desk.run(&["code", "--out", "o.jsonl", "--overwrite", "--threads", "1", "r.jsonl"]).expect(1, &["18 reports"]);
    desk.put("foreign.jsonl", "{}\n");
    desk.run(&["code", "--out", "foreign.jsonl", "--resume", "r.jsonl"]).expect(2, &["foreign.jsonl.manifest.json"]);
    desk.run(&["code", "--out", "t.csv", "--to", "csv", "--resume", "r.jsonl"]).expect(2, &["only JSON Lines"]);
}

#[test]
fn cut_at_any_byte_and_gone_on_with_it_is_as_if_unbroken() {
    let desk = Desk::new("cut");
    desk.put("r.jsonl", lines(60));
    desk.run(&["code", "--out", "whole.jsonl", "r.jsonl"]).expect(1, &["51 reports"]);
    let whole = bytes(&desk, "whole.jsonl");
    let manifest = bytes(&desk, "whole.jsonl.manifest.json");
    let begun = String::from_utf8(manifest.clone()).unwrap().replace("\"finished\": true", "\"finished\": false");
    let mut seed = 5;
    let ends = (0..8).map(|_| dice(&mut seed, whole.len())).chain([0, 1, whole.len() - 1, whole.len()]);
    for end in ends.collect::<Vec<_>>() {
        desk.put("cut.jsonl", &whole[..end]).put("cut.jsonl.manifest.json", &begun);
        desk.run(&["code", "--out", "cut.jsonl", "--resume", "r.jsonl"]).expect(1, &["51 reports"]);
        assert!(bytes(&desk, "cut.jsonl") == whole, "cut at {end}");
        assert!(bytes(&desk, "cut.jsonl.manifest.json") == manifest, "cut at {end}");
    }
}

#[cfg(unix)]
#[test]
fn killed_at_twenty_points_and_gone_on_with_it_is_as_if_unbroken() {
    let desk = Desk::new("killed");
    desk.put("r.jsonl", lines(1500));
    desk.run(&["code", "--out", "whole.jsonl", "r.jsonl"]);
    let whole = bytes(&desk, "whole.jsonl");
    let (mut seed, mut kills) = (17, 0);
    while kills < 20 {
        // Four kills in one run, each further on, the first of them perhaps before the first line is written.
        let mut points: Vec<usize> = (0..4).map(|_| dice(&mut seed, whole.len())).collect();
        points.sort_unstable();
        let name = format!("killed-{kills}.jsonl");
        let args = ["code", "--quiet", "--out", &name, "--resume", "r.jsonl"];
        for point in points {
            let mut child = desk.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let started = Instant::now();
            // Lines are written in blocks: a point inside a block is waited for until the block is there.
            while bytes_of(&desk, &name) < point as u64 && child.try_wait().unwrap().is_none() {
                assert!(started.elapsed() < Duration::from_secs(120));
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(dice(&mut seed, 20_000) as u64));
            let _ = child.kill();
            let _ = child.wait();
            kills += 1;
        }
        desk.run(&args);
        assert!(bytes(&desk, &name) == whole, "after {kills} kills");
        assert!(bytes(&desk, &format!("{name}.manifest.json")) == bytes(&desk, "whole.jsonl.manifest.json"));
    }
}

#[cfg(unix)]
fn bytes_of(desk: &Desk, name: &str) -> u64 {
    std::fs::metadata(desk.folder.join(name)).map_or(0, |known| known.len())
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_with_whole_lines() {
    let desk = Desk::new("interrupt");
    desk.put("r.jsonl", lines(20_000));
    let args = ["code", "--out", "o.jsonl", "r.jsonl"];
    let child = desk.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while bytes_of(&desk, "o.jsonl") == 0 {
        assert!(started.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.expect(130, &["stopped after", "go on with --resume"]);
    let out = String::from_utf8(bytes(&desk, "o.jsonl")).unwrap();
    assert!(out.ends_with('\n') && out.lines().all(|line| line.ends_with('}')));
    let manifest: serde_json::Value = serde_json::from_slice(&bytes(&desk, "o.jsonl.manifest.json")).unwrap();
    assert_eq!((&manifest["finished"], &manifest["output"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(manifest["counts"]["reports"], out.lines().count());
}

#[test]
fn what_was_told_before_is_linked_and_coded_once() {
    let desk = Desk::new("twice");
    let long = format!("{TEXT} ").repeat(1)
        + "Iran and Iraq held talks in Basra, and a spokesman for the Foreign Ministry in Baghdad praised Jordan for its help. \
           The delegations will meet again in the spring, when engineers of both sides have looked at the dam and at the roads that \
           lead to it, and when the two parliaments have voted on the money for the repairs that the ministers have promised.";
    let first = format!("Arrests in Minsk\n\n{long}");
    let second = format!("Belarus detains protesters\n\nBy Jane Roe\n\nWARSAW (Reuters) – {long}");
    let line = |id: &str, text: &str| serde_json::json!({ "id": id, "text": text }).to_string() + "\n";
    desk.put(
        "r.jsonl",
        line("a", &first) + &line("b", &second) + &line("c", &long.replace("40", "73").replace("Basra", "Mosul")),
    );
    let ran = desk.run(&["code", "r.jsonl"]);
    ran.expect(0, &["1 reports tell the same", "--duplicates code"]);
    let records = ran.records();
    assert_eq!(records[1].report.duplicate_of.as_deref(), Some("a"));
    assert!(records[1].events.is_empty() && records[1].report.notices[0].code == "duplicate");
    assert!(!records[0].events.is_empty() && records[0].report.duplicate_of.is_none());
    assert!(!records[2].events.is_empty() && records[2].report.duplicate_of.is_none());
    let all = desk.run(&["code", "--duplicates", "code", "--threads", "1", "r.jsonl"]).records();
    assert!(!all[1].events.is_empty() && all[1].report.duplicate_of.as_deref() == Some("a"));
}
