//! The manifest beside the output of a run: program, data, inputs, flags and counts, so that the run can be cited, repeated and gone on
//! with. It holds no clock time and no name of a machine: the same run gives the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{ArgMatches, CommandFactory};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::args::{Cli, OwnData};
use crate::own;
use crate::progress::Counts;

/// Name and version of the layout.
const SCHEMA: &str = "chancery-run/1";

/// Flags that change nothing in the output.
const NEUTRAL: [&str; 10] =
    ["files", "allow_private", "threads", "out", "overwrite", "resume", "no_progress", "color", "quiet", "help"];

/// All that is known of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Always [`SCHEMA`].
    schema: String,
    /// Version of the program.
    chancery: String,
    /// SHA-256 of the model, of the data inside the program, and of each own file.
    data: BTreeMap<String, String>,
    /// The inputs in their order.
    inputs: Vec<Input>,
    /// The flags that decide what is written, with the values as given.
    flags: BTreeMap<String, Vec<String>>,
    /// What was counted.
    pub(crate) counts: Counts,
    /// Size and hash of the output, once it is finished.
    pub(crate) output: Option<Output>,
    /// Whether the run has come to its end.
    pub(crate) finished: bool,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// As named on the command line; `-` is standard input.
    path: String,
    /// Files below it, where it is a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    files: Option<u64>,
    /// Its size; not known of standard input, of a URL and of what cannot be opened.
    pub(crate) bytes: Option<u64>,
    /// SHA-256 of its bytes; of a folder, that of all names and bytes.
    sha256: Option<String>,
}

/// The finished output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Output {
    /// Its size.
    pub(crate) bytes: u64,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

impl Manifest {
    /// The manifest of a run that begins; every input is read once for its hash.
    pub(crate) fn begin(files: &[PathBuf], own: &OwnData, flags: BTreeMap<String, Vec<String>>) -> anyhow::Result<Self> {
        Ok(Manifest {
            schema: SCHEMA.to_owned(),
            chancery: env!("CARGO_PKG_VERSION").to_owned(),
            data: data(own)?,
            inputs: files.iter().map(|path| input(path, true)).collect(),
            flags,
            counts: Counts::default(),
            output: None,
            finished: false,
        })
    }

    /// Where the manifest of an output stands.
    pub(crate) fn beside(out: &Path) -> PathBuf {
        let mut name = out.as_os_str().to_owned();
        name.push(".manifest.json");
        PathBuf::from(name)
    }

    /// Reads it.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no manifest of a run", path.display()))
    }

    /// Writes it in one step: whoever looks sees the old one or the new one.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut name = path.as_os_str().to_owned();
        name.push(".tmp");
        let new = PathBuf::from(name);
        let write = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(serde_json::to_string_pretty(self).map_err(io::Error::other)?.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&new, path)
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }

    /// Says what differs from an earlier run so that its output cannot be gone on with.
    pub(crate) fn must_match(&self, earlier: &Manifest) -> anyhow::Result<()> {
        let names = |inputs: &[Input]| inputs.iter().map(|input| input.path.clone()).collect::<Vec<_>>();
        let differs = if self.schema != earlier.schema || self.chancery != earlier.chancery {
            format!("it was made by version {} of chancery, and this is {}", earlier.chancery, self.chancery)
        } else if self.data != earlier.data {
            format!("it was made with other data ({})", differing(&self.data, &earlier.data))
        } else if self.flags != earlier.flags {
            format!("it was made with other flags ({})", differing(&self.flags, &earlier.flags))
        } else if names(&self.inputs) != names(&earlier.inputs) {
            format!("it was made of other inputs ({})", names(&earlier.inputs).join(", "))
        } else if let Some((now, _)) = self.inputs.iter().zip(&earlier.inputs).find(|(now, then)| now != then) {
            format!("{} has changed since", now.path)
        } else if let Some(input) = self.inputs.iter().find(|input| input.path == "-" || is_url(&input.path)) {
            format!("{} cannot be read a second time", if input.path == "-" { "standard input" } else { &input.path })
        } else {
            return Ok(());
        };
        bail!("cannot go on with the earlier run: {differs}; repeat its command, or start anew with --overwrite")
    }
}

/// The names whose values differ.
fn differing<T: PartialEq>(one: &BTreeMap<String, T>, two: &BTreeMap<String, T>) -> String {
    let mut names: Vec<&str> =
        one.keys().chain(two.keys()).filter(|name| one.get(*name) != two.get(*name)).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// The flags of a subcommand that decide what is written, by name.
pub(crate) fn flags(subcommand: &str, matches: &ArgMatches) -> BTreeMap<String, Vec<String>> {
    let command = Cli::command();
    let arguments = command.find_subcommand(subcommand).into_iter().flat_map(clap::Command::get_arguments);
    let values = arguments.map(|argument| argument.get_id().as_str()).filter(|id| !NEUTRAL.contains(id)).filter_map(|id| {
        let raw = matches.try_get_raw(id).ok().flatten()?;
        Some((id.replace('_', "-"), raw.map(|value| value.to_string_lossy().into_owned()).collect()))
    });
    values.collect()
}

/// Hashes of all data that decide.
fn data(own: &OwnData) -> anyhow::Result<BTreeMap<String, String>> {
    let mut data = BTreeMap::new();
    for (name, prefix) in
        [("model", "models/"), ("lexicon", "lexicon/"), ("ontology", "ontology/"), ("text", "text/"), ("world", "world/")]
    {
        let mut hash = Sha256::new();
        chancery_data::folder(prefix).for_each(|(name, bytes)| add_named(&mut hash, name, bytes));
        data.insert(name.to_owned(), hex(hash));
    }
    for (name, text) in own::lexicon(&own.lexicon)?.into_iter().chain(own::world(&own.world)?) {
        let mut hash = Sha256::new();
        hash.update(text);
        data.insert(format!("own {name}"), hex(hash));
    }
    Ok(data)
}

fn add_named(hash: &mut Sha256, name: &str, bytes: &[u8]) {
    hash.update((name.len() as u64).to_le_bytes());
    hash.update(name);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

/// The bytes of all inputs; none where one is not known.
pub(crate) fn total_bytes(files: &[PathBuf]) -> Option<u64> {
    files.iter().map(|path| input(path, false).bytes).sum()
}

fn is_url(path: &str) -> bool {
    path.starts_with("http://") || path.starts_with("https://")
}

/// Looks at an input; its hash only where asked for.
fn input(path: &Path, hashed: bool) -> Input {
    let name = path.display().to_string();
    let unknown = Input { path: name.clone(), files: None, bytes: None, sha256: None };
    if name == "-" || is_url(&name) {
        return unknown;
    }
    let mut hash = Sha256::new();
    let is_folder = path.is_dir();
    let (mut n_files, mut bytes) = (0, 0);
    let added = match is_folder {
        true => add_folder(path, path, hashed.then_some(&mut hash), &mut n_files, &mut bytes),
        // A pipe can be read only once, and by the reader.
        false if !path.is_file() => return unknown,
        false => add_file(path, hashed.then_some(&mut hash), &mut bytes),
    };
    match added {
        Ok(()) => Input { files: is_folder.then_some(n_files), bytes: Some(bytes), sha256: hashed.then(|| hex(hash)), ..unknown },
        // What cannot be read is refused by the reader, with its reason.
        Err(_) => unknown,
    }
}

fn add_file(path: &Path, hash: Option<&mut Sha256>, bytes: &mut u64) -> io::Result<()> {
    let Some(hash) = hash else {
        *bytes += std::fs::metadata(path)?.len();
        return Ok(());
    };
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            n => {
                hash.update(&buffer[..n]);
                *bytes += n as u64;
            }
        }
    }
}

/// All files below a folder, in the order of their names; links to folders are not followed.
fn add_folder(root: &Path, folder: &Path, mut hash: Option<&mut Sha256>, n_files: &mut u64, bytes: &mut u64) -> io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    // The same files as the reader of inputs takes.
    entries.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            add_folder(root, &path, hash.as_deref_mut(), n_files, bytes)?;
        } else if path.is_file() {
            if let Some(hash) = hash.as_deref_mut() {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                add_named(hash, &name, &entry.metadata()?.len().to_le_bytes());
            }
            add_file(&path, hash.as_deref_mut(), bytes)?;
            *n_files += 1;
        }
    }
    Ok(())
}

/// A hash as hexadecimal digits.
pub(crate) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
