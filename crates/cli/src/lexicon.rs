//! `chancery lexicon`: test and check frame files without a compiler, show and find frames.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chancery::{Chancery, Error, Files, Frame};

use crate::args::Lexicon;
use crate::code::load;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::sanitize::sanitize;

/// Runs one of the subcommands.
pub(crate) fn run(args: &Lexicon, output: &mut Output) -> Finished {
    match args {
        Lexicon::Test { paths } => test(paths, true, output),
        Lexicon::Check { paths } => test(paths, false, output),
        Lexicon::Show { id } => {
            let chancery = load()?;
            let starts = |frame: &&Frame| frame.id == *id || frame.id.starts_with(&format!("{id}."));
            list(&chancery, chancery.lexicon().frames().iter().filter(starts), id, output)
        }
        Lexicon::Find { word } => {
            let chancery = load()?;
            let lexicon = chancery.lexicon();
            let mut ids: Vec<_> = lexicon.candidates(&word.to_lowercase()).map(|(id, _)| id).collect();
            ids.dedup();
            list(&chancery, ids.into_iter().map(|id| lexicon.frame(id)), word, output)
        }
    }
}

fn list<'a>(chancery: &Chancery, frames: impl Iterator<Item = &'a Frame>, asked: &str, output: &mut Output) -> Finished {
    let mut outcome = Outcome::default();
    for frame in frames {
        let name = &chancery.lexicon().ontology.get(frame.event_type).name;
        output.line(&sanitize(&format!("{}  {name} {}  CAMEO {}", frame.id, frame.modes.join(" "), frame.cameo)))?;
        output.line(&sanitize(&format!("    {}", frame.about)))?;
        output.line(&sanitize(&format!("    {}", frame.file)))?;
        outcome.n_taken += 1;
    }
    if outcome.n_taken == 0 {
        output.say(&format!(
            "no frame answers to {asked:?}; words are looked up in their dictionary form, ids from their beginning"
        ));
        outcome.n_refused = 1;
    }
    Ok(outcome)
}

/// Files of the user take the place of the program's files of the same name; then the examples are run.
fn test(paths: &[PathBuf], examples: bool, output: &mut Output) -> Finished {
    let mut own: Vec<(String, String)> = Vec::new();
    for path in paths {
        read_frames(path, &mut own)?;
    }
    own.sort();
    let mut files = Files::bundled();
    files.lexicon.retain(|(name, _)| !own.iter().any(|(own, _)| own == name));
    let texts: Vec<(&str, &str)> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut files = Files { lexicon: files.lexicon, world: files.world, text: files.text };
    files.lexicon.extend(texts);
    files.lexicon.sort();
    let mut outcome = Outcome::default();
    let chancery = match Chancery::with(&files) {
        Ok(chancery) => chancery,
        Err(Error::Data(problems)) => {
            for problem in &problems {
                output.line(&sanitize(&problem.to_string()))?;
            }
            output.line(&format!("{} faults", problems.len()))?;
            return Ok(Outcome { n_refused: problems.len(), ..outcome });
        }
        Err(other) => return Err(other.into()),
    };
    if !examples {
        output.line(&format!("{} frames, no faults", chancery.lexicon().frames().len()))?;
        return Ok(outcome);
    }
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let report = chancery.run_examples(&names);
    for failure in &report.failures {
        output.line(&sanitize(&format!("{}:{}: {}", failure.file, failure.line, failure.text)))?;
        output.line(&sanitize(&format!("    {}", failure.why)))?;
    }
    output.line(&format!("{} examples of {} frames, {} failures", report.examples, report.frames, report.failures.len()))?;
    outcome.n_taken = report.examples;
    outcome.n_refused = report.failures.len();
    Ok(outcome)
}

/// Reads a frame file, or all of a folder, by the name it has inside the program.
fn read_frames(path: &Path, own: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        return paths.iter().filter(|path| path.is_dir() || is_frames(path)).try_for_each(|path| read_frames(path, own));
    }
    if !is_frames(path) {
        bail!("{} is no frame file; frame files end in .toml", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    own.push((bundled_name(path), text));
    Ok(())
}

fn is_frames(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// "data/lexicon/coerce/arrest.toml" is "lexicon/coerce/arrest.toml" inside the program; a file elsewhere keeps its last folder.
fn bundled_name(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let after = parts.iter().rposition(|part| part == "lexicon").map_or(parts.len().saturating_sub(2), |at| at + 1);
    format!("lexicon/{}", parts[after..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_name_that_it_has_inside_the_program() {
        for (path, expected) in [
            ("data/lexicon/coerce/arrest.toml", "lexicon/coerce/arrest.toml"),
            ("/tmp/mine/arrest.toml", "lexicon/mine/arrest.toml"),
        ] {
            assert_eq!(bundled_name(Path::new(path)), expected);
        }
    }
}
