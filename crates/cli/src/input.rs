//! The files, folders, addresses and standard input named on the command line, opened one after the other; chancery-intake reads what is in them.

use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use chancery::Report;
use chancery_intake::Settings;
pub(crate) use chancery_intake::{Line, next_line};
use chancery_report::Rules;
use chancery_watch::{Answer, Fetcher, Known, Limits, Polite, SystemClock};

use crate::args::Inputs;
use crate::counted::Counted;
use crate::stop;

/// Folders inside each other that are walked.
const DEEPEST: usize = 64;

/// Why an input was passed over, and what to do about it.
#[derive(Debug)]
pub(crate) struct Refusal {
    why: chancery_intake::Refusal,
    /// Whether the file could not even be opened.
    pub(crate) unopened: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl From<chancery_intake::Refusal> for Refusal {
    fn from(why: chancery_intake::Refusal) -> Self {
        Refusal { why, unopened: false }
    }
}

impl Refusal {
    /// Something opened, but not usable.
    pub(crate) fn new(at: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        chancery_intake::Refusal::new(at, what, remedy).into()
    }

    fn unopened(name: &str, error: &io::Error) -> Self {
        let (what, remedy) = match error.kind() {
            io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check the name"),
            io::ErrorKind::PermissionDenied => ("the file may not be read".to_owned(), "check its permissions"),
            io::ErrorKind::IsADirectory => ("it is a directory".to_owned(), "name the files in it, as with *.txt"),
            _ => (format!("the file cannot be read ({error})"), "check the disk and the name"),
        };
        Refusal { why: chancery_intake::Refusal::new(name, what, remedy), unopened: true }
    }
}

/// A file or standard input, opened.
pub(crate) struct Opened {
    /// How messages name it.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) reader: Box<dyn BufRead>,
}

/// Opens a file; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Opened, Refusal> {
    if path == Path::new("-") {
        return Ok(Opened { name: "standard input".to_owned(), reader: Box::new(BufReader::new(io::stdin())) });
    }
    let name = path.display().to_string();
    let reader = Box::new(BufReader::with_capacity(1 << 16, open_file(path, &name)?));
    Ok(Opened { name, reader })
}

fn open_file(path: &Path, name: &str) -> Result<File, Refusal> {
    let refuse = |error: io::Error| Refusal::unopened(name, &error);
    if std::fs::metadata(path).map_err(refuse)?.is_dir() {
        return Err(refuse(io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(refuse)
}

/// The reports of all inputs, in order: files as they are named, folders with all below them, sorted.
pub(crate) struct Reports<'a> {
    settings: Settings,
    rules: &'a Rules,
    left: VecDeque<Named>,
    current: Option<chancery_intake::Reports<'a>>,
    /// Who fetches what addresses name, and whether also those of this machine.
    visitor: Option<Polite<SystemClock>>,
    pub(crate) allow_private: bool,
}

/// A path that is still to be opened, and how many folders are around it.
struct Named {
    path: PathBuf,
    depth: usize,
}

impl<'a> Reports<'a> {
    /// The reports of what the arguments name; of standard input, if they name nothing.
    pub(crate) fn new(inputs: &Inputs, rules: &'a Rules) -> Self {
        Reports::with(inputs.settings(), &inputs.files, rules)
    }

    /// The same with other settings.
    pub(crate) fn with(settings: Settings, files: &[PathBuf], rules: &'a Rules) -> Self {
        let mut left: VecDeque<Named> = files.iter().map(|path| Named { path: path.clone(), depth: 0 }).collect();
        if left.is_empty() {
            left.push_back(Named { path: PathBuf::from("-"), depth: 0 });
        }
        Reports { settings, rules, left, current: None, visitor: None, allow_private: false }
    }

    /// Opens what is named next. A folder puts what is in it in its place.
    fn begin(&mut self, named: &Named) -> Result<Option<chancery_intake::Reports<'a>>, Refusal> {
        let Named { path, depth } = named;
        if path == Path::new("-") {
            return Ok(Some(self.read("standard input", None, io::stdin())));
        }
        let name = path.display().to_string();
        if is_address(&name) {
            return self.fetched(&name).map(Some);
        }
        if path.is_dir() {
            self.enter(path, &name, *depth)?;
            return Ok(None);
        }
        let file = open_file(path, &name)?;
        Ok(Some(self.read(&name, Some(&name), Counted(file))))
    }

    /// What is at an address of the web.
    fn fetched(&mut self, url: &str) -> Result<chancery_intake::Reports<'a>, Refusal> {
        let limits = Limits { allow_private: self.allow_private, ..Limits::default() };
        let new = || Polite::new(Fetcher::new(limits), SystemClock { stops: stop::asked });
        let why = match self.visitor.get_or_insert_with(new).get(url, Known::default()) {
            Answer::Fresh { bytes, .. } => return Ok(self.read(url, None, io::Cursor::new(bytes))),
            Answer::Later(why, _) | Answer::Never(why) => why,
            Answer::Unchanged | Answer::Moved(_) => "the host gives no page".to_owned(),
        };
        Err(Refusal { unopened: true, ..Refusal::new(url, why, "check the address, or save the page and name the file") })
    }

    fn read(&self, name: &str, file: Option<&str>, bytes: impl Read + Send + 'a) -> chancery_intake::Reports<'a> {
        chancery_intake::read(name, file, bytes, &self.settings, self.rules)
    }

    fn enter(&mut self, folder: &Path, name: &str, depth: usize) -> Result<(), Refusal> {
        if depth >= DEEPEST {
            return Err(Refusal::new(
                name,
                format!("folders stand more than {DEEPEST} deep in each other"),
                "name the inner ones",
            ));
        }
        let entries = std::fs::read_dir(folder).map_err(|error| Refusal::unopened(name, &error))?;
        let mut paths: Vec<PathBuf> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| !is_hidden(path)).collect();
        // A link to a folder may lead back into itself: only links to files are followed.
        paths.retain(|path| !(path.is_symlink() && path.is_dir()));
        paths.sort();
        if paths.is_empty() && depth == 0 {
            return Err(Refusal::new(name, "the folder is empty", "there is nothing to code in it"));
        }
        for path in paths.into_iter().rev() {
            self.left.push_front(Named { path, depth: depth + 1 });
        }
        Ok(())
    }
}

fn is_address(name: &str) -> bool {
    name.starts_with("http://") || name.starts_with("https://")
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

impl Iterator for Reports<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(Iterator::next) {
                return Some(item.map_err(Refusal::from));
            }
            let named = self.left.pop_front()?;
            match self.begin(&named) {
                Ok(opened) => self.current = opened,
                Err(refusal) => {
                    self.current = None;
                    return Some(Err(refusal));
                }
            }
        }
    }
}
