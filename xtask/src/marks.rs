//! `cargo xtask marks`: the words of all names in `data/world`, written to `xtask/marks.csv`, from which training reads them. They are a
//! file of their own so that new names in the world do not change what a training gives.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use chancery_text::train::{Marks, marks};

use crate::root;

/// Where the marks lie.
pub(crate) const FILE: &str = "xtask/marks.csv";

/// Kinds of names by their bits in a mark.
const GIVEN: u8 = 0;
const SURNAME: u8 = 1;
const GROUP: u8 = 2;
const COUNTRY: u8 = 3;
const PLACE: u8 = 4;
const BODY: u8 = 5;

/// Makes the file anew.
pub(crate) fn run() -> Result<()> {
    let mut names: Vec<(String, u8)> = Vec::new();
    for (file, columns) in [
        ("people.csv", &["name"][..]),
        ("countries.csv", &["name", "aliases", "adjectives", "demonyms", "capital"]),
        ("places.csv", &["name", "aliases"]),
        ("bodies.csv", &["name", "aliases"]),
    ] {
        let path = root().join("data/world").join(file);
        let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
        let header = reader.headers()?.clone();
        for row in reader.records() {
            let row = row?;
            for column in columns {
                let field = header.iter().position(|name| name == *column).and_then(|at| row.get(at)).unwrap_or("");
                for name in field.split('|') {
                    match (file, *column) {
                        ("people.csv", _) => {
                            let (given, surname) = name.split_once(' ').unwrap_or(("", name));
                            names.extend([(given.to_owned(), GIVEN), (surname.to_owned(), SURNAME)]);
                        }
                        ("countries.csv", "adjectives" | "demonyms") => names.push((name.to_owned(), GROUP)),
                        ("countries.csv", "capital") | ("places.csv", _) => names.push((name.to_owned(), PLACE)),
                        ("countries.csv", _) => names.push((name.to_owned(), COUNTRY)),
                        _ => names.push((name.to_owned(), BODY)),
                    }
                }
            }
        }
    }
    let marks = marks(names.iter().map(|(name, kind)| (name.as_str(), *kind)));
    let mut text = String::from("word,kinds\n");
    marks.iter().for_each(|(word, kinds)| text.push_str(&format!("{word},{kinds}\n")));
    fs::write(root().join(FILE), text)?;
    writeln!(std::io::stderr(), "{FILE}: {} words", marks.len())?;
    Ok(())
}

/// Reads the file.
pub(crate) fn read() -> Result<Marks> {
    let text = fs::read_to_string(root().join(FILE)).context(FILE)?;
    let row = |line: &str| line.rsplit_once(',').and_then(|(word, kinds)| Some((word.into(), kinds.parse().ok()?)));
    text.lines().skip(1).map(|line| row(line).with_context(|| format!("{FILE}: {line:?} is no word and number"))).collect()
}
