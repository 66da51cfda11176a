//! The project’s chores: `cargo xtask check | tidy | train | measure | marks | bench | runs | store-bench | diff | fuzz`.

mod bench;
mod check;
mod diff;
mod fuzz;
mod marks;
mod measure;
mod runs;
mod store_bench;
mod tidy;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

const HELP: &str = "\
cargo xtask check                 format, lints, tests, layers, docs: what must pass before a change is sent
cargo xtask tidy                  the house rules that no compiler knows: layers, first lines, file lengths, sources of data
cargo xtask train [FOLDER]        trains the language core on the treebanks (default ../shared/data)
cargo xtask measure [FOLDER]      the committed model against the treebanks' development and test files
cargo xtask marks                 the words of known names, for training
cargo xtask bench [FOLDER|FILE]   speed and memory of the release build over reports (default: the samples in examples/)
cargo xtask runs [PAGES]          a web archive of 10,000 generated pages: memory, and duplicates found
cargo xtask store-bench [FILE]    a store of a million events made from coded reports: speed, size, questions
cargo xtask diff OLD NEW [FILE…]  events gained, lost and changed between two builds of `chancery`
cargo xtask fuzz [--seconds N] [--target NAME] [--seed N]
                                  damaged inputs for every reader of foreign bytes; see fuzz/ for the same with cargo-fuzz
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("check") => check::run(),
        Some("tidy") => tidy::run(),
        Some("train") => train::run(rest),
        Some("measure") => measure::run(rest),
        Some("marks") => marks::run(),
        Some("bench") => bench::run(rest),
        Some("fuzz") => fuzz::run(rest),
        Some("runs") => runs::run(rest),
        Some("store-bench") => store_bench::run(rest),
        Some("diff") => diff::run(rest),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// The files of a folder (not of folders in it) with one of these extensions, sorted.
pub(crate) fn reports_in(folder: &Path, extensions: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|known| extensions.iter().any(|extension| known == *extension)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
