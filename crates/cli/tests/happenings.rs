//! Happenings on rewrites of events and on hard cases: pairwise F1 of reports and false merges, measured with the whole program.

#![allow(clippy::print_stderr, reason = "the figures and what was skipped are told to whoever runs the tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// One event a block: a line a report, led by its day of publication. Blocks that follow each other are made to be mistaken for each other.
const EVENTS: &[&[(&str, &str)]] = &[
    &[
        (
            "2026-01-18",
            "Iranian Foreign Minister Abbas Araghchi met Iraqi Foreign Minister Fuad Hussein in Baghdad on Sunday to discuss border security.",
        ),
        (
            "2026-01-18",
            "Iraq's foreign minister Fuad Hussein held talks with his Iranian counterpart Abbas Araghchi in Baghdad on Sunday on border security.",
        ),
        (
            "2026-01-19",
            "Iran's foreign minister met his Iraqi counterpart in Baghdad on Sunday to discuss security on the border, officials said.",
        ),
    ],
    // The same dyad and week, another meeting.
    &[
        (
            "2026-01-21",
            "Iran's oil minister Mohsen Paknejad met Iraqi Oil Minister Hayan Abdul Ghani in Tehran on Wednesday about gas exports.",
        ),
        ("2026-01-22", "The Iranian oil minister met the Iraqi oil minister in Tehran on Wednesday to discuss exports of gas."),
    ],
    &[
        ("2026-02-03", "Police in Minsk arrested 40 protesters on Tuesday after a rally outside the parliament."),
        ("2026-02-03", "Belarusian police arrested 40 demonstrators in Minsk on Tuesday after a rally near parliament."),
        (
            "2026-02-04",
            "Police arrested 42 protesters in Minsk on Tuesday following a rally outside parliament, rights groups said.",
        ),
    ],
    // The same country and week, another town.
    &[
        ("2026-02-05", "Police in Grodno arrested six journalists on Thursday in a raid on a newspaper office."),
        (
            "2026-02-05",
            "Belarusian police arrested six journalists in Grodno on Thursday during a raid on the office of a newspaper.",
        ),
    ],
    &[
        ("2026-03-10", "Russian forces shelled the Ukrainian city of Kharkiv on Tuesday, killing three civilians in a market."),
        ("2026-03-10", "Russia shelled Kharkiv on Tuesday, killing three civilians at a market, Ukrainian officials said."),
        ("2026-03-11", "Russian troops shelled a market in the Ukrainian city of Kharkiv on Tuesday and killed three civilians."),
    ],
    &[
        ("2026-03-11", "Russian forces shelled the Ukrainian city of Kherson on Wednesday, damaging a hospital and a school."),
        (
            "2026-03-11",
            "Russian troops shelled Kherson on Wednesday and damaged a hospital and a school, Ukrainian officials said.",
        ),
    ],
    &[
        ("2026-04-02", "The United States imposed sanctions on Iranian shipping companies on Thursday over oil smuggling."),
        ("2026-04-02", "The US imposed sanctions on shipping companies from Iran on Thursday, accusing them of smuggling oil."),
        ("2026-04-03", "The United States on Thursday imposed sanctions on shipping companies in Iran for smuggling oil."),
    ],
    &[
        ("2026-04-07", "The United States imposed sanctions on three Iranian judges on Tuesday for abuses of human rights."),
        ("2026-04-07", "The US imposed sanctions on three judges in Iran on Tuesday over human rights abuses."),
    ],
    &[
        ("2026-05-12", "Germany provided Ukraine with 200 million euros of humanitarian aid on Tuesday for winter shelters."),
        ("2026-05-12", "Germany gave Ukraine humanitarian aid of 200 million euros on Tuesday for winter shelters."),
    ],
    &[
        ("2026-06-01", "Turkey expelled two Israeli diplomats on Monday in a dispute about Gaza."),
        ("2026-06-01", "Turkey expelled two diplomats of Israel on Monday in a row over Gaza."),
        ("2026-06-02", "Turkey on Monday expelled two Israeli diplomats after a dispute over Gaza."),
    ],
    &[
        ("2026-06-15", "France condemned Azerbaijan on Monday for shelling villages in Armenia."),
        ("2026-06-15", "France on Monday condemned Azerbaijan for the shelling of Armenian villages."),
    ],
    // The same words a month later.
    &[
        ("2026-07-15", "France condemned Azerbaijan on Wednesday for shelling villages in Armenia."),
        ("2026-07-16", "France on Wednesday condemned Azerbaijan for the shelling of Armenian villages."),
    ],
    &[
        ("2026-08-04", "Sudanese rebels released 25 prisoners in Nyala on Tuesday under a deal with the government."),
        ("2026-08-04", "Rebels in Sudan released 25 prisoners on Tuesday in Nyala under a deal with the government."),
    ],
    // One event told with different dates.
    &[
        (
            "2026-09-09",
            "Israeli aircraft bombed a weapons depot near the Syrian city of Homs on Tuesday night, state media said.",
        ),
        (
            "2026-09-09",
            "Israeli aircraft bombed a weapons depot near the Syrian city of Homs early on Wednesday, state media said.",
        ),
    ],
    &[
        ("2026-10-05", "Thousands of teachers protested against the government in Nairobi on Monday over unpaid salaries."),
        (
            "2026-10-05",
            "Thousands of Kenyan teachers protested in Nairobi on Monday against the government over salaries that were not paid.",
        ),
    ],
    &[
        ("2026-10-08", "Kenyan farmers protested against the government in Eldoret on Thursday over the price of maize."),
        ("2026-10-08", "Farmers protested in Eldoret on Thursday against the Kenyan government over maize prices."),
    ],
    &[
        (
            "2026-11-03",
            "China's president Xi Jinping met Japanese Prime Minister Sanae Takaichi in Seoul on Tuesday to discuss trade.",
        ),
        (
            "2026-11-03",
            "Japan's prime minister Sanae Takaichi met Chinese President Xi Jinping in Seoul on Tuesday for talks about trade.",
        ),
    ],
    // Happened and denied.
    &[
        ("2026-11-10", "Ethiopian troops attacked the Eritrean town of Senafe on Tuesday, killing 12 soldiers."),
        ("2026-11-11", "Ethiopian troops did not attack the Eritrean town of Senafe on Tuesday, Ethiopia said."),
    ],
];

#[test]
fn rewrites_are_linked_and_hard_cases_are_not() {
    let folder = std::env::temp_dir().join(format!("chancery-happenings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut lines: Vec<String> = Vec::new();
    for (event, tellings) in EVENTS.iter().enumerate() {
        for (at, (day, text)) in tellings.iter().enumerate() {
            let line =
                serde_json::json!({ "id": format!("{event}-{at}"), "date": day, "source": format!("Outlet {at}"), "text": text });
            lines.push(line.to_string());
        }
    }
    let forward = happenings(&folder, "forward", &lines);
    lines.reverse();
    // The order in which reports arrive makes no difference.
    assert_eq!(forward, happenings(&folder, "backward", &lines));
    std::fs::remove_dir_all(&folder).unwrap();

    let (mut found, mut wrong, mut missed) = (Vec::new(), Vec::new(), Vec::new());
    let reports: Vec<&String> = forward.keys().collect();
    let event = |report: &str| report.split('-').next().unwrap_or("").to_owned();
    for (at, one) in reports.iter().enumerate() {
        for other in &reports[..at] {
            let linked = !forward[*one].is_disjoint(&forward[*other]);
            match (linked, event(one) == event(other)) {
                (true, true) => found.push((one, other)),
                (true, false) => wrong.push((one, other)),
                (false, true) => missed.push((one, other)),
                (false, false) => {}
            }
        }
    }
    let (n_found, n_wrong, n_missed) = (found.len() as f64, wrong.len() as f64, missed.len() as f64);
    let f1 = 2.0 * n_found / (2.0 * n_found + n_wrong + n_missed);
    let false_merges = n_wrong / (n_found + n_wrong).max(1.0);
    eprintln!("pairs found {n_found}, wrong {wrong:?}, missed {missed:?}; F1 {f1:.3}, false merges {false_merges:.3}");
    assert!(f1 >= 0.85, "F1 {f1:.3}; missed {missed:?}");
    assert!(false_merges <= 0.02, "false merges {false_merges:.3}: {wrong:?}");
}

/// The happenings of every report, after the reports were added in this order, each in a run of its own where there are few.
fn happenings(folder: &std::path::Path, name: &str, lines: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let (store, reports) = (folder.join(format!("{name}.db")), folder.join(format!("{name}.jsonl")));
    for part in lines.chunks(lines.len() / 2 + 1) {
        std::fs::write(&reports, part.join("\n")).unwrap();
        let add = ["store", "add", "--quiet", "--store", store.to_str().unwrap(), reports.to_str().unwrap()];
        assert!(Command::new(env!("CARGO_BIN_EXE_chancery")).args(add).status().unwrap().success());
    }
    let query = ["query", "--store", store.to_str().unwrap(), "--to", "jsonl"];
    let out = Command::new(env!("CARGO_BIN_EXE_chancery")).args(query).output().unwrap();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        all.insert(value["id"].as_str().unwrap().to_owned(), BTreeSet::new());
    }
    for line in String::from_utf8(out.stdout).unwrap().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let report = value["report"]["id"].as_str().unwrap().to_owned();
        all.entry(report).or_default().insert(value["happening"].as_str().unwrap().to_owned());
    }
    all
}
