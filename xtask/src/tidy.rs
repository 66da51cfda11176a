//! `cargo xtask tidy`: the house rules that no compiler knows.
//!
//! - a crate uses only crates of a lower layer (`[workspace.metadata.layers]` in the root manifest);
//! - every Rust file says in its first line what it is for;
//! - a file longer than 500 lines says why in a `//! Long because` line;
//! - every file below `data/` stands in `data/SOURCES.md`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::root;

const LONGEST: usize = 500;

pub(crate) fn run() -> anyhow::Result<()> {
    let root = root();
    let mut faults = Vec::new();
    layers(&root, &mut faults)?;
    for folder in ["crates", "xtask"] {
        for path in files(&root.join(folder), "rs")? {
            rust_file(&path, &mut faults)?;
        }
    }
    sources(&root, &mut faults)?;
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() { Ok(()) } else { bail!("{} house rules broken", faults.len()) }
}

/// Reads the manifests and reports every edge that goes up or sideways.
fn layers(root: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let manifest: toml::Table = read(&root.join("Cargo.toml"))?.parse().context("Cargo.toml")?;
    let workspace = &manifest["workspace"];
    let layers = &workspace["metadata"]["layers"];
    let layer = |name: &str| layers.get(name).and_then(toml::Value::as_integer);
    for member in workspace["members"].as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
        let path = root.join(member).join("Cargo.toml");
        let package: toml::Table = read(&path)?.parse().with_context(|| path.display().to_string())?;
        let name = package["package"]["name"].as_str().unwrap_or(member).to_owned();
        let Some(own) = layer(&name) else {
            faults.push(format!("{}: {name} has no layer in the root manifest", path.display()));
            continue;
        };
        let used = package.get("dependencies").and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys());
        for dependency in used {
            if layer(dependency).is_some_and(|other| other >= own) {
                faults.push(format!("{}: {name} (layer {own}) must not use {dependency}", path.display()));
            }
        }
    }
    Ok(())
}

fn rust_file(path: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let text = read(path)?;
    if !text.starts_with("//! ") {
        faults.push(format!("{}:1: the first line must say what the file is for (`//! …`)", path.display()));
    }
    let lines = text.lines().count();
    if lines > LONGEST && !text.contains("//! Long because") {
        faults.push(format!("{}: {lines} lines; split it, or say why in a line `//! Long because …`", path.display()));
    }
    Ok(())
}

fn sources(root: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let table = read(&root.join("data/SOURCES.md"))?;
    let data = root.join("data");
    for path in files(&data, "")? {
        let name = path.strip_prefix(&data).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // A row names a file, or a folder whose files are all of one origin.
        let parents = std::iter::successors(Some(folder), |at| at.rsplit_once('/').map(|(up, _)| up));
        let covered = table.contains(&format!("`{name}`")) || parents.into_iter().any(|up| table.contains(&format!("`{up}/`")));
        if !covered && name != "SOURCES.md" {
            faults.push(format!("data/{name}: no row in data/SOURCES.md"));
        }
    }
    Ok(())
}

/// All files below a folder with this extension (any, where it is empty), sorted.
fn files(folder: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                found.extend(files(&path, extension)?);
            }
        } else if extension.is_empty() || path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
