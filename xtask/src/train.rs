//! `cargo xtask train [FOLDER]`: trains the language core on the treebanks, and writes the model with its manifest.

use std::path::{Path, PathBuf};
use std::{fs, io::Write};

use anyhow::{Context, Result, anyhow};
use chancery_text::conllu::{self, Tree};
use chancery_text::train::{Settings, train};
use chancery_text::{Analyser, FORMAT, Model, Rules};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const TRAIN: [&str; 2] = ["ewt-train.conllu", "gum-train.conllu"];
const DEV: [&str; 2] = ["ewt-dev.conllu", "gum-dev.conllu"];
const OUT: &str = "data/models/english.model";

/// Trains, measures on the development files, and writes `data/models`.
pub fn run(arguments: &[String]) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let folder = arguments.first().map_or_else(|| root.join("../shared/data/ud"), PathBuf::from);
    let mut inputs = Vec::new();
    let mut trees = Vec::new();
    for name in TRAIN {
        trees.extend(read(&folder.join(name), &mut inputs)?);
    }
    let rules = rules(&root)?;
    let settings = Settings::default();
    let bytes = train(&trees, &rules, settings, &|line| drop(writeln!(std::io::stderr(), "{line}")));
    let analyser = Analyser::new(Model::load(&bytes)?, rules);
    let mut scores = Vec::new();
    for name in DEV {
        let gold = read(&folder.join(name), &mut inputs)?;
        let mut said = gold.clone();
        analyser.annotate(&mut said);
        scores.push(json!({ "file": name, "gold_tokens": measure(&gold, &said) }));
    }
    let manifest = json!({
        "file": OUT,
        "format": FORMAT,
        "sha256": sha256(&bytes),
        "bytes": bytes.len(),
        "command": "cargo xtask train",
        "seed": settings.seed,
        "settings": settings_json(&settings),
        "inputs": inputs,
        "sources": [
            { "name": "UD English EWT 2.16", "licence": "CC BY-SA 4.0", "rows": "ewt-train (training), ewt-dev (scores)" },
            {
                "name": "UD English GUM 2.16, genres of free texts only",
                "licence": "annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain (see data/SOURCES.md)",
                "rows": "gum-train (training), gum-dev (scores)",
            },
        ],
        "dev": scores,
    });
    fs::create_dir_all(root.join("data/models"))?;
    fs::write(root.join(OUT), &bytes)?;
    fs::write(root.join("data/models/english.manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    writeln!(std::io::stderr(), "{OUT}: {} bytes\n{}", bytes.len(), serde_json::to_string_pretty(&manifest["dev"])?)?;
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
        "tasks": noise.tasks.map(rounded),
    })
}

fn read(path: &Path, inputs: &mut Vec<Value>) -> Result<Vec<Tree>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    inputs.push(json!({ "file": name, "sha256": sha256(&bytes) }));
    conllu::read(&bytes).with_context(|| path.display().to_string())
}

/// The word lists as they lie on the disk, so that a changed list needs no new build.
fn rules(root: &Path) -> Result<Rules> {
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

/// Shares of words that are right, with gold tokens and sentences.
fn measure(gold: &[Tree], said: &[Tree]) -> Value {
    let universal = |rel: &str| rel.split(':').next().unwrap_or("").to_string();
    let mut right = [0usize; 6];
    let mut all = 0usize;
    for (gold, said) in gold.iter().flat_map(Tree::words).zip(said.iter().flat_map(Tree::words)) {
        let same_head = gold.head == said.head;
        let same = [
            gold.upos == said.upos,
            gold.xpos == said.xpos,
            gold.feats == said.feats,
            gold.lemma == said.lemma,
            same_head,
            same_head && universal(&gold.rel) == universal(&said.rel),
        ];
        for (count, same) in right.iter_mut().zip(same) {
            *count += usize::from(same);
        }
        all += 1;
    }
    let [upos, xpos, feats, lemma, uas, las] = right.map(|count| (count as f64 / all.max(1) as f64 * 1e4).round() / 1e4);
    json!({ "words": all, "upos": upos, "xpos": xpos, "feats": feats, "lemma": lemma, "uas": uas, "las": las })
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
