//! `chancery lexicon`: test and check frame files without a compiler, show and find frames.

use std::path::PathBuf;

use chancery::{Chancery, Error, Frame, Given};

use crate::args::{Lexicon, OwnData};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::sanitize::sanitize;

/// Runs one of the subcommands.
pub(crate) fn run(args: &Lexicon, output: &mut Output) -> Finished {
    match args {
        Lexicon::Test { paths } => test(paths, true, output),
        Lexicon::Check { paths } => test(paths, false, output),
        Lexicon::Show { id } => {
            let chancery = own::load(&OwnData::default())?;
            let starts = |frame: &&Frame| frame.id == *id || frame.id.starts_with(&format!("{id}."));
            list(chancery, chancery.lexicon().frames().iter().filter(starts), id, output)
        }
        Lexicon::Find { word } if word.trim().contains(' ') => {
            let chancery = own::load(&OwnData::default())?;
            let report = chancery.report_from_text(word, Given::default());
            crate::explain::show(chancery, &report, output)?;
            Ok(Outcome { n_taken: 1, ..Outcome::default() })
        }
        Lexicon::Find { word } => {
            let chancery = own::load(&OwnData::default())?;
            let lexicon = chancery.lexicon();
            let mut ids: Vec<_> = lexicon.candidates(&word.to_lowercase()).map(|(id, _)| id).collect();
            ids.dedup();
            list(chancery, ids.into_iter().map(|id| lexicon.frame(id)), word, output)
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
    let own = own::lexicon(paths)?;
    let mut outcome = Outcome::default();
    let chancery = match Chancery::with(&own::joined(&own, &Vec::new())) {
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
