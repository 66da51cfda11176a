//! Lists the files of `data/` so that the crate can hold them as bytes. Reads no network and changes no file.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of `data/` that the program carries.
const FOLDERS: [&str; 5] = ["lexicon", "models", "ontology", "text", "world"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../data").canonicalize()?;
    let mut paths = Vec::new();
    for folder in FOLDERS {
        list(&root.join(folder), &mut paths)?;
    }
    paths.sort();
    let rows: String = paths
        .iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(format!("    ({name:?}, include_bytes!({:?})),\n", path.to_string_lossy()))
        })
        .collect();
    let table = format!("/// Name below `data/` and bytes, sorted by name.\npub static FILES: &[(&str, &[u8])] = &[\n{rows}];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("files.rs"), table)
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, paths)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            paths.push(path);
        }
    }
    Ok(())
}
