//! Shows the parts of reports given as lines of JSON: `cargo run -p chancery-report --example parts -- FILE`.
use chancery_report::{Rules, read_line};

#[allow(clippy::print_stdout)]
fn main() {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/../../data/text/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
    };
    let files: Vec<(&str, String)> = ["calendar.csv", "outlets.csv", "layout.csv"].map(|name| (name, read(name))).into();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Ok(rules) = Rules::read(&files) else { return };
    for path in std::env::args().skip(1) {
        for (at, line) in std::fs::read_to_string(&path).unwrap_or_default().lines().enumerate() {
            let Ok(report) = read_line(at + 1, line.as_bytes(), &rules) else { continue };
            println!(
                "### {} {:?} {:?} {:?}",
                report.id,
                report.source,
                report.published.map(|p| p.day),
                report.notices.iter().map(|n| n.code).collect::<Vec<_>>()
            );
            for part in &report.parts {
                println!(
                    "{:12} {}",
                    part.kind.as_str(),
                    part.span.of(&report.text).chars().take(110).collect::<String>().replace('\n', "⏎")
                );
            }
        }
    }
}
