//! The output file of a run: whole lines only, locked against a second run, and gone on with where it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use crate::manifest::{self, Manifest};

/// Bytes of whole lines that are collected before they are written.
const COLLECTED: usize = 1 << 16;
/// How long lines wait at most.
const WAIT: Duration = Duration::from_secs(1);

/// What to do about an output that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Leave it alone, and say so.
    Refuse,
    /// Write over it.
    Overwrite,
    /// Go on where it ends.
    Resume,
}

/// The output of a run with its manifest.
pub(crate) struct RunFile {
    path: PathBuf,
    manifest_path: PathBuf,
    pub(crate) manifest: Manifest,
    file: File,
    lines: Vec<u8>,
    written: Instant,
    n_bytes: u64,
    hash: Sha256,
}

/// What the start of a run has found.
pub(crate) enum Begun {
    /// A run to be written, and the lines that are there already.
    Open(Box<RunFile>, Option<Done>),
    /// The earlier run has come to its end: there is nothing to do.
    Finished(Box<Manifest>),
}

impl RunFile {
    /// Opens the output of a run; `manifest` is what this run would write.
    pub(crate) fn begin(path: &Path, manifest: Manifest, existing: Existing) -> anyhow::Result<Begun> {
        let manifest_path = Manifest::beside(path);
        let length = std::fs::metadata(path).map_or(0, |known| known.len());
        if existing == Existing::Refuse && (length > 0 || manifest_path.exists()) {
            bail!(
                "{} is already there; go on with it (--resume), write over it (--overwrite) or name another file",
                path.display()
            );
        }
        let resumes = existing == Existing::Resume && path.exists() && (length > 0 || manifest_path.exists());
        if resumes {
            let earlier =
                Manifest::read(&manifest_path).context("cannot go on with the earlier run; start anew with --overwrite")?;
            manifest.must_match(&earlier)?;
            // An output that lost its end after it was finished is mended like any other.
            if earlier.finished && earlier.output.as_ref().is_some_and(|output| output.bytes == length) {
                return Ok(Begun::Finished(Box::new(earlier)));
            }
        }
        let file = open(path)?;
        if !resumes {
            // The old lines go before the new manifest comes: lines never stand beside the manifest of another run.
            file.set_len(0).with_context(|| format!("cannot write {}", path.display()))?;
            manifest.write(&manifest_path)?;
        }
        let done = match resumes {
            true => Some(Done::new(File::open(path).with_context(|| format!("cannot read {}", path.display()))?)),
            false => None,
        };
        let run = RunFile {
            path: path.to_owned(),
            manifest_path,
            manifest,
            file,
            lines: Vec::new(),
            written: Instant::now(),
            n_bytes: 0,
            hash: Sha256::new(),
        };
        Ok(Begun::Open(Box::new(run), done))
    }

    /// Goes on behind the lines that are whole; what stands behind them was cut off by the end of the earlier run.
    pub(crate) fn go_on(&mut self, done: Done) -> anyhow::Result<()> {
        let cut = |end: u64, file: &mut File| {
            file.set_len(end)?;
            file.seek(SeekFrom::Start(end))
        };
        cut(done.end, &mut self.file).with_context(|| format!("cannot write {}", self.path.display()))?;
        self.n_bytes = done.end;
        self.hash = done.hash;
        Ok(())
    }

    /// Adds whole lines.
    pub(crate) fn write(&mut self, lines: &[u8]) -> anyhow::Result<()> {
        self.lines.extend_from_slice(lines);
        if self.lines.len() >= COLLECTED || self.written.elapsed() >= WAIT {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        self.file.write_all(&self.lines).with_context(|| format!("cannot write {}", self.path.display()))?;
        self.hash.update(&self.lines);
        self.n_bytes += self.lines.len() as u64;
        self.lines.clear();
        self.written = Instant::now();
        Ok(())
    }

    /// Writes what is left, and the manifest.
    pub(crate) fn finish(mut self, finished: bool) -> anyhow::Result<()> {
        self.flush()?;
        self.file.sync_all().with_context(|| format!("cannot write {}", self.path.display()))?;
        self.manifest.finished = finished;
        self.manifest.output = finished.then(|| manifest::Output { bytes: self.n_bytes, sha256: manifest::hex(self.hash) });
        self.manifest.write(&self.manifest_path)
    }
}

/// Opens for writing without a change, and keeps others out.
fn open(path: &Path) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create(true).truncate(false).open(path);
    let file = file.with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => bail!("another run is writing {}; wait for its end", path.display()),
        // Some file systems know no locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// The lines that an earlier run has written.
pub(crate) struct Done {
    reader: BufReader<File>,
    /// Where the last whole line ends.
    end: u64,
    n_lines: u64,
    hash: Sha256,
    line: Vec<u8>,
}

/// What is needed of a record that was written before.
#[derive(Debug, Deserialize)]
pub(crate) struct DoneRecord {
    pub(crate) report: DoneHead,
    pub(crate) events: Vec<IgnoredAny>,
}

/// Its report.
#[derive(Debug, Deserialize)]
pub(crate) struct DoneHead {
    pub(crate) id: String,
    pub(crate) notices: Vec<IgnoredAny>,
    pub(crate) duplicate_of: Option<String>,
}

impl Done {
    fn new(file: File) -> Self {
        Done { reader: BufReader::with_capacity(1 << 16, file), end: 0, n_lines: 0, hash: Sha256::new(), line: Vec::new() }
    }

    /// The next record that was written whole.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<DoneRecord>> {
        self.line.clear();
        self.reader.by_ref().read_until(b'\n', &mut self.line).context("cannot read the output of the earlier run")?;
        if self.line.last() != Some(&b'\n') {
            return Ok(None);
        }
        self.n_lines += 1;
        let record = serde_json::from_slice(&self.line).with_context(|| {
            let n_lines = self.n_lines;
            format!("cannot go on with the earlier run: line {n_lines} of its output is no record; start anew with --overwrite")
        })?;
        self.hash.update(&self.line);
        self.end += self.line.len() as u64;
        Ok(Some(record))
    }

    /// The number of the last record.
    pub(crate) fn n_lines(&self) -> u64 {
        self.n_lines
    }
}
