//! `chancery watch`: polls feeds, codes what is new and appends it to a file.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chancery::record::{from_jsonl, to_jsonl};
use chancery::{Chancery, Duplicates, Report};
use chancery_intake::{Settings, read};
use chancery_watch::{Answer, Clock, Fetcher, Known, Limits, Polite, State, SystemClock, feeds};

use crate::args::{TwiceTold, Watch};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::stop;

/// Watches the feeds that the arguments name.
pub(crate) fn run(args: &Watch, output: &mut Output) -> Finished {
    let addresses = addresses(args)?;
    let mut watcher = Watcher::begin(args, output)?;
    stop::listen(false);
    loop {
        for address in &addresses {
            if stop::asked() {
                break;
            }
            watcher.visit(address)?;
        }
        if args.once || stop::asked() {
            break;
        }
        watcher.polite.clock().wait(args.every * 60);
        if stop::asked() {
            break;
        }
    }
    let Watcher { n_new, n_twice, mut outcome, .. } = watcher;
    outcome.stopped = stop::asked() && args.once;
    output.say(&format!("{n_new} new reports, {n_twice} of them duplicates"));
    Ok(outcome)
}

/// The feeds, in order: an address is one, a file is a list of them (OPML, or an address a line).
fn addresses(args: &Watch) -> anyhow::Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for named in &args.feeds {
        if is_address(named) {
            all.push(named.clone());
            continue;
        }
        let text = std::fs::read_to_string(named).with_context(|| format!("cannot read the list of feeds {named}"))?;
        let mut found = feeds(&text);
        if found.is_empty() {
            found = text.lines().map(str::trim).filter(|line| is_address(line)).map(str::to_owned).collect();
        }
        if found.is_empty() {
            bail!("{named} names no feed; it should be OPML with xmlUrl=\"https://…\", or have an address a line");
        }
        all.extend(found);
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|address| seen.insert(address.clone()));
    Ok(all)
}

fn is_address(named: &str) -> bool {
    named.starts_with("http://") || named.starts_with("https://")
}

/// A visitor who writes down what is new.
struct Watcher<'a> {
    args: &'a Watch,
    output: &'a Output,
    chancery: &'static Chancery,
    polite: Polite<SystemClock>,
    settings: Settings,
    seen: Duplicates,
    state: State,
    state_path: PathBuf,
    file: File,
    n_new: usize,
    n_twice: usize,
    outcome: Outcome,
}

impl<'a> Watcher<'a> {
    fn begin(args: &'a Watch, output: &'a Output) -> anyhow::Result<Self> {
        let mut name = args.out.as_os_str().to_owned();
        name.push(".watch.json");
        let state_path = PathBuf::from(name);
        let mut state = read_state(&state_path)?;
        let file = open(&args.out, &mut state)?;
        let limits = Limits { allow_private: args.allow_private, ..Limits::default() };
        Ok(Watcher {
            args,
            output,
            chancery: own::load(&args.own)?,
            polite: Polite::new(Fetcher::new(limits), SystemClock { stops: stop::asked }),
            settings: Settings { source: args.source.clone(), ..Settings::default() },
            seen: Duplicates::default(),
            state,
            state_path,
            file,
            n_new: 0,
            n_twice: 0,
            outcome: Outcome::default(),
        })
    }

    /// Visits one feed; what cannot be had is told, and the others are visited all the same.
    fn visit(&mut self, address: &str) -> anyhow::Result<()> {
        let known = self.state.feeds.get(address).cloned().unwrap_or_default();
        let age = Known { etag: known.etag.as_deref(), modified: known.modified.as_deref() };
        let (bytes, etag, modified) = match self.polite.get(address, age) {
            Answer::Fresh { bytes, etag, modified, .. } => (bytes, etag, modified),
            Answer::Unchanged => {
                self.outcome.n_taken += 1;
                return Ok(());
            }
            answer => {
                self.tell(address, &answer);
                return Ok(());
            }
        };
        self.outcome.n_taken += 1;
        let items: Vec<_> = read(address, None, bytes.as_slice(), &self.settings, self.chancery.rules()).collect();
        let mut whole = true;
        for item in items {
            if stop::asked() {
                whole = false;
                break;
            }
            match item {
                Ok(item) => self.item(address, item)?,
                Err(refusal) => {
                    self.outcome.n_refused += 1;
                    self.output.say(&refusal.to_string());
                }
            }
        }
        if whole {
            // Only a feed that was read to its end is asked next time for what came after.
            let feed = self.state.feeds.entry(address.to_owned()).or_default();
            (feed.etag, feed.modified) = (etag, modified);
        }
        self.keep()
    }

    /// Codes an item of a feed, if it is new.
    fn item(&mut self, address: &str, item: Report) -> anyhow::Result<()> {
        let id = item.id.clone();
        if self.state.feeds.get(address).is_some_and(|feed| feed.has_seen(&id)) {
            return Ok(());
        }
        let mut report = self.page_of(&item).unwrap_or(item);
        report.extra.insert("feed".to_owned(), address.into());
        let twice = self.seen.mark(&mut report);
        let coded = !twice || self.args.duplicates == TwiceTold::Code;
        let record = if coded { self.chancery.code(&report) } else { self.chancery.head(&report) };
        self.n_new += 1;
        self.n_twice += usize::from(twice);
        let line = to_jsonl(&record) + "\n";
        self.file.write_all(line.as_bytes()).with_context(|| format!("cannot write {}", self.args.out.display()))?;
        self.state.written += line.len() as u64;
        self.state.feeds.entry(address.to_owned()).or_default().see(&id);
        Ok(())
    }

    /// The page that an item leads to; the item's own text serves where there is none to be had, or only a stub.
    fn page_of(&mut self, item: &Report) -> Option<Report> {
        let url = item.url.as_deref().filter(|url| !self.args.no_pages && is_address(url))?.to_owned();
        let answer = self.polite.get(&url, Known::default());
        let Answer::Fresh { bytes, .. } = &answer else {
            self.tell(&url, &answer);
            return None;
        };
        let mut page = read(&url, None, bytes.as_slice(), &self.settings, self.chancery.rules()).find_map(Result::ok)?;
        if page.text.len() < item.text.len() || !page.notices.is_empty() && item.notices.is_empty() {
            return None;
        }
        page.id.clone_from(&item.id);
        page.url = page.url.or_else(|| item.url.clone());
        page.source = page.source.or_else(|| item.source.clone());
        page.published = item.published.or(page.published);
        Some(page)
    }

    fn tell(&mut self, address: &str, answer: &Answer) {
        let (why, wait) = match answer {
            Answer::Later(why, wait) => (why, *wait),
            Answer::Never(why) => (why, None),
            _ => return,
        };
        self.outcome.n_refused += 1;
        let remedy = wait
            .map_or("check the address".to_owned(), |seconds| format!("it is asked again in {seconds} seconds at the earliest"));
        self.output.say(&format!("{address}: {why}; {remedy}"));
    }

    /// Keeps the state, in one step.
    fn keep(&mut self) -> anyhow::Result<()> {
        self.file.sync_data().with_context(|| format!("cannot write {}", self.args.out.display()))?;
        let mut name = self.state_path.as_os_str().to_owned();
        name.push(".tmp");
        let new = PathBuf::from(name);
        std::fs::write(&new, serde_json::to_string_pretty(&self.state)? + "\n")
            .and_then(|()| std::fs::rename(&new, &self.state_path))
            .with_context(|| format!("cannot write {}", self.state_path.display()))
    }
}

fn read_state(path: &Path) -> anyhow::Result<State> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            serde_json::from_str(&text).with_context(|| format!("{} is no state of a watch; move it away", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Opens the output to append to it. A half line at its end goes; what was written after the state was kept counts as seen.
fn open(path: &Path, state: &mut State) -> anyhow::Result<File> {
    let mut open = || -> std::io::Result<(File, Vec<u8>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let length = file.metadata()?.len();
        let mut later = Vec::new();
        file.seek(SeekFrom::Start(state.written.min(length)))?;
        file.read_to_end(&mut later)?;
        later.truncate(later.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1));
        state.written = state.written.min(length) + later.len() as u64;
        file.set_len(state.written)?;
        file.seek(SeekFrom::Start(state.written))?;
        Ok((file, later))
    };
    let (file, later) = open().with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err_and(|error| matches!(error, std::fs::TryLockError::WouldBlock)) {
        bail!("another watch is writing {}; wait for its end", path.display());
    }
    for record in String::from_utf8_lossy(&later).lines().filter_map(|line| from_jsonl(line).ok()) {
        if let Some(feed) = record.report.extra.get("feed").and_then(|feed| feed.as_str()) {
            state.feeds.entry(feed.to_owned()).or_default().see(&record.report.id);
        }
    }
    Ok(file)
}
