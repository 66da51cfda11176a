//! The tables of `data/world` as the tests read them.

use std::path::Path;

use chancery_world::World;

/// File names below `data/` and texts, sorted.
pub fn tables() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/world");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tables = paths.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    let mut read: Vec<(String, String)> = tables
        .map(|path| (format!("world/{}", path.file_name().unwrap().to_str().unwrap()), std::fs::read_to_string(&path).unwrap()))
        .collect();
    read.sort();
    read
}

/// The world of our own tables; a test fails here with all their problems.
#[allow(dead_code, reason = "each test binary compiles this file and not all need the world")]
pub fn world() -> World {
    let tables = tables();
    let files: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    World::read(&files).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{} problems\n{}", lines.len(), lines.join("\n"))
    })
}
