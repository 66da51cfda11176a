//! The user's own data: what `--lexicon` and `--world` name, loaded together with the program's.

use std::path::PathBuf;

use anyhow::Context;
use chancery::Chancery;
use chancery::own::{Texts, read_lexicon, read_world};

pub(crate) use chancery::own::joined;

use crate::args::OwnData;

/// Loads the program's data together with the user's.
pub(crate) fn load(own: &OwnData) -> anyhow::Result<&'static Chancery> {
    let lexicon = lexicon(&own.lexicon)?;
    let world = world(&own.world)?;
    let chancery = Chancery::with(&joined(&lexicon, &world)).context("cannot load the data")?;
    // It lives as long as the process; taking it apart at the end would only cost time.
    Ok(Box::leak(Box::new(chancery)))
}

/// The frame files at some paths, sorted by name.
pub(crate) fn lexicon(paths: &[PathBuf]) -> anyhow::Result<Texts> {
    Ok(read_lexicon(paths)?)
}

/// The user's files of people, bodies, places and roles.
pub(crate) fn world(paths: &[PathBuf]) -> anyhow::Result<Texts> {
    Ok(read_world(paths)?)
}
