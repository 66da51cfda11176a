//! The user's own data as files: frame files that join the program's or take the place of those of the same name, and own people, bodies,
//! places and roles. A folder of frames with a `types.toml` brings its own event types: a whole ontology is a folder.

use std::path::{Path, PathBuf};

use chancery_world::OWN;

use crate::{Error, Files};

/// Files as name inside the program and text.
pub type Texts = Vec<(String, String)>;

/// The frame files at some paths (files, or folders of them), sorted by name.
pub fn read_lexicon(paths: &[PathBuf]) -> Result<Texts, Error> {
    let mut own = Vec::new();
    paths.iter().try_for_each(|path| read_frames(path, &mut own))?;
    own.sort();
    Ok(own)
}

/// The user's files of people, bodies, places and roles.
pub fn read_world(paths: &[PathBuf]) -> Result<Texts, Error> {
    paths.iter().map(|path| Ok((format!("{OWN}{}", path.display()), text(path)?))).collect()
}

/// The program's files, with the user's frame files in the place of those of the same name, and the user's world behind the program's.
pub fn joined<'a>(lexicon: &'a Texts, world: &'a Texts) -> Files<'a> {
    let mut files: Files<'_> = Files::bundled();
    files.world.extend(world.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    files.lexicon.retain(|(name, _)| !lexicon.iter().any(|(own, _)| own == name));
    // A folder may bring its own event types.
    let (types, frames): (Vec<_>, Vec<_>) = lexicon.iter().partition(|(name, _)| name.ends_with("/types.toml"));
    files.ontology.extend(types.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    files.lexicon.extend(frames.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    files.lexicon.sort_unstable();
    files
}

/// Reads a frame file, or all of a folder, by the name it has inside the program.
fn read_frames(path: &Path, own: &mut Texts) -> Result<(), Error> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|why| Error::Unread(format!("cannot list {}: {why}", path.display())))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        return paths.iter().filter(|path| path.is_dir() || is_frames(path)).try_for_each(|path| read_frames(path, own));
    }
    if !is_frames(path) {
        return Err(Error::Unread(format!("{} is no frame file; frame files end in .toml", path.display())));
    }
    own.push((bundled_name(path), text(path)?));
    Ok(())
}

fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|why| Error::Unread(format!("cannot read {}: {why}", path.display())))
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
