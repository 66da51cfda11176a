//! Times the reading of `data/world`: `cargo run --release -p chancery-world --example load`.
#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use std::path::Path;
use std::time::Instant;

use chancery_world::World;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/world");
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            tables.push((path.display().to_string(), std::fs::read_to_string(&path)?));
        }
    }
    let files: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let start = Instant::now();
    let world = World::read(&files);
    let read = start.elapsed();
    match world {
        Ok(world) => {
            let words = ["The", "foreign", "minister", "of", "Iraq", "met", "officials", "in", "Ain", "al-Asad", "on", "Sunday"];
            let start = Instant::now();
            let found = (0..1_000).flat_map(|_| 0..words.len()).filter(|at| world.longest(&words[*at..]).is_some()).count();
            let each = start.elapsed() / 12_000;
            println!("{} entries read in {read:.1?}; a look-up takes {each:.0?} ({found} hits)", world.entries().count());
        }
        Err(problems) => problems.iter().for_each(|problem| println!("{problem}")),
    }
    Ok(())
}
