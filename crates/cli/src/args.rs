//! The flags of the command, and what `--help` says. Parsing does nothing but parse.

use std::path::PathBuf;

use chancery::{Day, parse_day};
use chancery_intake::{Columns, Kind, Role, Settings};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads news reports and tells who did what to whom, when, where, and on whose word.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colour the output: when it goes to a terminal (auto), always or never. NO_COLOR in the environment means never.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Say nothing on standard error but why the command could not run.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

const AFTER_HELP: &str = "\
Examples:
  chancery code report.txt                          read the events of one report
  chancery code --to csv *.txt > events.csv         a table with an event a row, for R, Stata or a spreadsheet
  chancery code --to jsonl reports.jsonl > out.jsonl
  chancery explain report.txt                       why each event was coded, and what came near
  chancery actor \"the Iraqi foreign minister\"       who is that?
  chancery extract page.html                        the article of a web page

Standard output holds results only; messages go to standard error.
Exit status: 0 all was coded; 1 finished, but some input was refused; 2 could not run.";

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Code(Code),
    Watch(Watch),
    Explain(Explain),
    Extract(Extract),
    Actor(Actor),
    Parse(Parse),
    #[command(subcommand)]
    Lexicon(Lexicon),
    #[command(subcommand)]
    World(WorldCommand),
    #[command(subcommand)]
    Store(crate::store_args::StoreCommand),
    Query(Box<crate::query_args::Query>),
    Serve(crate::serve::Serve),
    Validate(crate::store_args::Validate),
}

/// Which reports to read, and what to say about them.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// The files and folders to read, also compressed with gzip or zstd or in zip archives; `-` is standard input, which is also read when
    /// nothing is named. Folders are read with all that is in them, sorted. An address (https://…) is fetched.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the files are. Without it, they are told apart by their first bytes.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<InputFormat>,
    /// Which column of a table holds what: id, text, title, date, source, url or language, as text=Body. Other columns are guessed from
    /// the first line.
    #[arg(long, value_name = "WHAT=NAME", value_parser = column)]
    pub(crate) column: Vec<(Role, String)>,
    /// Day of publication of reports that do not come with one, as 2026-01-18. "On Sunday" is counted from it.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Day>,
    /// Outlet of reports that do not come with one.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
}

impl Inputs {
    /// What the flags say about the inputs.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            from: self.from.map(InputFormat::kind),
            date: self.date,
            source: self.source.clone(),
            columns: Columns(self.column.iter().cloned().collect()),
            headline: true,
        }
    }
}

/// What a file of reports may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// Plain text, one report a file.
    Text,
    /// Markdown, one report a file.
    Markdown,
    /// A web page, one report a file.
    Html,
    /// RSS or Atom, a report an item.
    Feed,
    /// JSON Feed, a report an item.
    JsonFeed,
    /// A JSON object a line: {"id", "text", "date", "source", "title", "url", "language"}; all but "text" may be missing.
    Jsonl,
    /// A JSON list of such objects.
    Json,
    /// A table, a report a row; see --column.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A web archive, a report a page.
    Warc,
}

impl InputFormat {
    fn kind(self) -> Kind {
        match self {
            InputFormat::Text => Kind::Text,
            InputFormat::Markdown => Kind::Markdown,
            InputFormat::Html => Kind::Html,
            InputFormat::Feed => Kind::Feed,
            InputFormat::JsonFeed => Kind::JsonFeed,
            InputFormat::Jsonl => Kind::Jsonl,
            InputFormat::Json => Kind::Json,
            InputFormat::Csv => Kind::Csv,
            InputFormat::Tsv => Kind::Tsv,
            InputFormat::Warc => Kind::Warc,
        }
    }
}

/// The user's own data beside the program's.
#[derive(Debug, Default, Args)]
pub(crate) struct OwnData {
    /// Frame files, or folders of them, that join the program's own; a file of the same name takes its place.
    #[arg(long, value_name = "PATH")]
    pub(crate) lexicon: Vec<PathBuf>,
    /// Files of own people, bodies, places and roles (TOML or CSV, see docs/world.md); a name that stands there means only this.
    #[arg(long, value_name = "FILE")]
    pub(crate) world: Vec<PathBuf>,
}

/// What a file of phrases may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Plain text, one report a file.
    Text,
    /// A JSON object a line: {"id", "text", "date"}; all but "text" may be missing.
    Jsonl,
}

/// Code reports: find their events.
///
/// Each event has a type (AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION,
/// MOBILIZE, COERCE, ASSAULT), its actors and recipients with their countries and sectors, its date and place, on whose word the report
/// tells it, and whether it is past, planned, possible or denied. Every one of them points at the words that say so.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery code report.txt
  chancery code --date 2026-01-18 --source Reuters report.txt
  cat report.txt | chancery code -
  chancery code --to csv pages/ crawl.warc.gz > events.csv
  chancery code --column text=Body --column date=Day export.csv
  chancery code --to jsonl --threads 4 reports.jsonl > records.jsonl
  chancery code --out records.jsonl reports.jsonl            with a manifest; Ctrl-C stops it cleanly
  chancery code --out records.jsonl --resume reports.jsonl   goes on where it was stopped or killed

Read are text, Markdown, web pages, RSS, Atom and JSON feeds, JSON Lines and lists, CSV and TSV tables and WARC archives, plain, with
gzip or zstd, or in zip archives and folders. A report may have 8 MB. A file or line that cannot be read is named on standard error, and the run goes on with the rest.")]
pub(crate) struct Code {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) own: OwnData,
    /// What to write. Without it: cards on a terminal, jsonl into a file or pipe.
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) to: Option<CodeTo>,
    /// How many reports to code at a time; 0: one for each core. The results are the same and in the same order.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    /// Also fetch from addresses of this machine and this house.
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// What to do with a report that tells the same as an earlier one, though headline, byline, order or ending may differ. Either way its
    /// record names the earlier one (`duplicate_of`).
    #[arg(long, value_name = "WHAT", default_value = "once")]
    pub(crate) duplicates: TwiceTold,
    /// Write into this file instead of standard output, with a manifest of the run (FILE.manifest.json) beside it.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Go on where the output of an earlier run of the same command ends; the result is that of a run without a break.
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Write over the output of an earlier run.
    #[arg(long, requires = "out", conflicts_with = "resume")]
    pub(crate) overwrite: bool,
    /// Show no progress, even on a terminal.
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// Watch feeds: poll them politely, code what is new, append it to a file.
///
/// A feed is asked only for news (ETag, Last-Modified); robots.txt is obeyed, a host is asked every two seconds at most, and one that fails
/// or asks to wait is left alone. Redirects, size and time are limited, and no private address is visited.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery watch --out events.jsonl feeds.opml
  chancery watch --once --out events.jsonl https://news.example/rss      for cron")]
pub(crate) struct Watch {
    /// Addresses of feeds (RSS, Atom, JSON Feed), and files that list them: OPML, or an address a line.
    #[arg(value_name = "FEEDS.opml|URL", required = true)]
    pub(crate) feeds: Vec<String>,
    /// The file to which records are appended (JSON Lines); what was seen is kept beside it in FILE.watch.json.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Visit each feed once and end.
    #[arg(long)]
    pub(crate) once: bool,
    /// Minutes between two rounds.
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=10_080))]
    pub(crate) every: u64,
    /// Code the text of the feed alone, and visit no page that it leads to.
    #[arg(long)]
    pub(crate) no_pages: bool,
    /// Also visit addresses of this machine and this house.
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// What to do with a report that tells the same as an earlier one of this watch.
    #[arg(long, value_name = "WHAT", default_value = "once")]
    pub(crate) duplicates: TwiceTold,
    /// Outlet of reports that do not come with one.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    #[command(flatten)]
    pub(crate) own: OwnData,
}

/// What to do with a text that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TwiceTold {
    /// Code the first; the records of the others have a head and no events.
    Once,
    /// Code them all.
    Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeTo {
    /// A short card an event, for people.
    Cards,
    /// A record a line (JSON Lines), for programs.
    Jsonl,
    /// A table with an event a row.
    Csv,
}

/// Explain the coding of reports: for each sentence its tree, the events with what decided, and what came near.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  chancery explain report.txt | less")]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) own: OwnData,
}

/// Extract articles from web pages, feeds and archives: title, day, outlet and text, without what stands around them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery extract --to jsonl pages/*.html > articles.jsonl
  chancery extract --to text page.html
  chancery extract --to jsonl crawl.warc.gz | chancery code --to csv > events.csv")]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// What to write. Without it: text on a terminal, jsonl into a file or pipe.
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) to: Option<ExtractTo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractTo {
    /// The article for people.
    Text,
    /// An object a line: {"id", "title", "published", "source", "text"} and what else the page tells.
    Jsonl,
}

/// Tell who a phrase stands for: its country and sectors.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery actor \"the Iraqi foreign minister\" --date 2026-01-18
  chancery actor --from text phrases.txt            one phrase a line
  chancery actor --from jsonl --to jsonl phrases.jsonl")]
pub(crate) struct Actor {
    /// The phrases; with --from, files of phrases. `-` or nothing: standard input.
    #[arg(value_name = "PHRASE|FILE")]
    pub(crate) phrases: Vec<String>,
    /// Read files: one phrase a line (text), or one object {"id", "text", "date"} a line (jsonl).
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<From>,
    /// What to write. Without it: text on a terminal, jsonl into a file or pipe.
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) to: Option<ActorTo>,
    #[command(flatten)]
    pub(crate) own: OwnData,
    /// The day for which to answer, as 2026-01-18: offices change hands.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ActorTo {
    /// A line for people.
    Text,
    /// An object a line: {"id", "country", "sectors", "name"}.
    Jsonl,
}

/// Show the grammar of texts: tags, lemmas and trees, as CoNLL-U.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery parse report.txt > report.conllu
  chancery parse --from conllu tokens.conllu        keeps the file's tokens and sentences")]
pub(crate) struct Parse {
    /// The files to read; `-` is standard input, which is also read when no file is named.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the files are.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) from: ParseFrom,
    /// What to write.
    #[arg(long, value_name = "LAYOUT", default_value = "conllu")]
    pub(crate) to: ParseTo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFrom {
    /// Plain text.
    Text,
    /// CoNLL-U, whose tokens and sentences are kept.
    Conllu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseTo {
    /// Universal Dependencies' ten columns.
    Conllu,
}

/// Test and search the lexicon: the frames that say which words tell which event.
#[derive(Debug, Subcommand)]
pub(crate) enum Lexicon {
    /// Run the example sentences of frame files; without a path, of all frames inside the program.
    #[command(after_help = "Example:\n  chancery lexicon test data/lexicon/coerce/arrest.toml")]
    Test {
        /// Frame files, or folders of them. A file of the program's own name takes its place.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Check frame files for faults without running their examples.
    Check {
        /// Frame files, or folders of them.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Show frames by id, or by the beginning of it: `coerce.arrest`.
    Show {
        /// The id, as a record's `rule` gives it.
        id: String,
    },
    /// Find the frames that a word can fire (`withdraw`), or those that come near in a sentence, and what each lacks.
    Find {
        /// The word in its dictionary form, or a sentence in quotation marks.
        word: String,
    },
}

/// Show what is known of the world; check and import own entries.
#[derive(Debug, Subcommand)]
pub(crate) enum WorldCommand {
    /// Check own files of people, bodies, places and roles; without a file, the program's own tables.
    Check {
        /// TOML or CSV files.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Show all that a name may mean, with offices, days and sources.
    #[command(after_help = "Example:\n  chancery world show Hussein --on 2012-05-01")]
    Show {
        /// The name, as the news writes it.
        name: String,
        /// The day for which to say who is in office.
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        on: Option<Day>,
        #[command(flatten)]
        own: OwnData,
    },
    /// Turn dictionaries of PETRARCH and its kin into a file for --world.
    #[command(after_help = "Example:\n  chancery world import actors Phoenix.Countries.actors.txt > own.toml")]
    Import {
        /// What the files are.
        kind: Dictionary,
        /// The dictionaries.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dictionary {
    /// Names with dated codes.
    Actors,
    /// Role nouns with codes.
    Agents,
}

fn column(written: &str) -> Result<(Role, String), String> {
    let (role, name) = written.split_once('=').ok_or_else(|| "write it as text=NAME".to_owned())?;
    Ok((role.parse()?, name.to_owned()))
}

pub(crate) fn day(written: &str) -> Result<Day, String> {
    parse_day(written).filter(|_| written.len() == 10).ok_or_else(|| "write the day as 2026-01-18".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_flags_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_is_written_in_full() {
        assert!(day("2026-01-18").is_ok());
        for bad in ["2026-1-18", "18/01/2026", "2026-02-30", "2026-01-18T10:00", ""] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }
}
