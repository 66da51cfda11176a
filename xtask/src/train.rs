//! `cargo xtask train [FOLDER]`: trains the language core on the treebanks, and writes the model with its manifest.

use std::path::{Path, PathBuf};
use std::{fs, io::Write};

use anyhow::{Context, Result, anyhow, bail};
use chancery_text::conllu::Tree;
use chancery_text::train::{Settings, train};
use chancery_text::{Analyser, FORMAT, Model, Rules};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::measure::{against, trees_with_names};
use crate::{marks, root};

const TRAIN: [&str; 2] = ["ud/ewt-train.conllu", "ud/gum-train.conllu"];
/// Sentences that teach names only: their trees are kept for measuring.
const NAMES: (&str, &str) = ("ud/ewt-dev.conllu", "ner/uner-ewt-dev.iob2");
const DEV: [&str; 2] = ["ud/ewt-dev.conllu", "ud/gum-dev.conllu"];
const OUT: &str = "data/models/english.model";

/// What the command line asks for.
struct Asked {
    folder: PathBuf,
    out: PathBuf,
    rounds: usize,
    /// For ablations: `gum`, `uner`, `marks`, `casing`.
    without: Vec<String>,
}

fn asked(arguments: &[String]) -> Result<Asked> {
    let mut asked = Asked {
        folder: root().join("../shared/data"),
        out: root().join(OUT),
        rounds: Settings::default().rounds,
        without: Vec::new(),
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--rounds" => asked.rounds = value()?.parse().context("--rounds needs a number")?,
            "--out" => asked.out = value()?.into(),
            "--without" => asked.without.push(value()?.clone()),
            flag if flag.starts_with("--") => {
                bail!("{flag} is no flag of train; there are --rounds, --out and --without gum|uner|marks|casing")
            }
            folder => asked.folder = folder.into(),
        }
    }
    Ok(asked)
}

/// Trains, measures on the development files, and writes the model and its manifest.
pub fn run(arguments: &[String]) -> Result<()> {
    let Asked { folder, out, rounds, without } = asked(arguments)?;
    let has = |part: &str| !without.iter().any(|other| other == part);
    let mut inputs = Vec::new();
    let mut trees = Vec::new();
    for name in TRAIN.into_iter().filter(|name| has("gum") || !name.contains("gum")) {
        note(&folder, name, &mut inputs)?;
        trees.extend(trees_with_names(&folder.join(name), None)?);
    }
    if has("uner") {
        note(&folder, NAMES.1, &mut inputs)?;
        let marked = trees_with_names(&folder.join(NAMES.0), Some(&folder.join(NAMES.1)))?;
        trees.extend(marked.into_iter().filter(|tree| tree.words().any(|row| row.misc.contains("Name="))).map(only_names));
    }
    note(&root(), marks::FILE, &mut inputs)?;
    let known = if has("marks") { marks::read()? } else { Vec::new() };
    let rules = rules(&root())?;
    let mut settings = Settings { rounds, ..Settings::default() };
    if !has("casing") {
        (settings.noise.title, settings.noise.upper) = (0.0, 0.0);
    }
    let bytes = train(&trees, known, &rules, settings, &|line| drop(writeln!(std::io::stderr(), "{line}")));
    let analyser = Analyser::new(Model::load(&bytes)?, rules);
    let mut scores = Vec::new();
    for name in DEV {
        note(&folder, name, &mut inputs)?;
        scores.push(json!({ "file": name, "gold_tokens": against(&analyser, &trees_with_names(&folder.join(name), None)?) }));
    }
    let manifest = json!({
        "file": OUT,
        "format": FORMAT,
        "sha256": sha256(&bytes),
        "bytes": bytes.len(),
        "command": format!("cargo xtask train {}", arguments.join(" ")).trim_end(),
        "seed": settings.seed,
        "settings": settings_json(&settings),
        "inputs": inputs,
        "sources": [
            { "name": "UD English EWT 2.16", "licence": "CC BY-SA 4.0", "rows": "ewt-train (training), ewt-dev (scores; its names: training)" },
            {
                "name": "UD English GUM 2.16, genres of free texts only",
                "licence": "annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain (see data/SOURCES.md)",
                "rows": "gum-train (training), gum-dev (scores)",
            },
            { "name": "Universal NER, English EWT", "licence": "CC BY-SA 4.0", "rows": "uner-ewt-dev (training)" },
        ],
        "dev": scores,
    });
    if let Some(parent) = out.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&out, &bytes)?;
    fs::write(out.with_extension("manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    writeln!(std::io::stderr(), "{}: {} bytes\n{}", out.display(), bytes.len(), serde_json::to_string(&manifest["dev"])?)?;
    Ok(())
}

/// A tree without its tags and heads.
fn only_names(mut tree: Tree) -> Tree {
    for row in tree.words_mut() {
        for column in [&mut row.upos, &mut row.xpos, &mut row.feats, &mut row.lemma, &mut row.head, &mut row.rel] {
            *column = "_".into();
        }
    }
    tree
}

/// Notes an input with its hash.
fn note(folder: &Path, name: &str, inputs: &mut Vec<Value>) -> Result<()> {
    let path = folder.join(name);
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    inputs.push(json!({ "file": name, "sha256": sha256(&bytes) }));
    Ok(())
}

/// Everything that decides the outcome, for the manifest.
fn settings_json(settings: &Settings) -> Value {
    let noise = settings.noise;
    let rounded = |value: f32| (f64::from(value) * 1e6).round() / 1e6;
    json!({
        "rounds": settings.rounds, "words_a_step": settings.batch, "rate": rounded(settings.rate), "end_rounds": settings.end_rounds,
        "sizes": {
            "input": settings.input, "hidden": settings.hidden, "tag": settings.tag,
            "arc": settings.arc, "relation": settings.relation, "pieces": settings.pieces,
        },
        "dropped": {
            "input": rounded(noise.input), "state": rounded(noise.state), "layer": rounded(noise.layer), "inner": rounded(noise.inner),
            "piece": rounded(noise.piece), "word": rounded(noise.word), "rare_word": rounded(noise.rare_word),
        },
        "recased": { "title": rounded(noise.title), "upper": rounded(noise.upper) },
        "tasks": noise.tasks.map(rounded),
    })
}

/// The word lists as they lie on the disk, so that a changed list needs no new build.
pub(crate) fn rules(root: &Path) -> Result<Rules> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join("data/text"))? {
        let path = entry?.path();
        if let Ok(text) = fs::read_to_string(&path) {
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let tell = |problems: Vec<chancery_base::Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Rules::read(&files).map_err(|problems| anyhow!(tell(problems)))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
