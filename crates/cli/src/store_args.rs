//! The flags of `chancery store` and `chancery validate`.

use std::path::PathBuf;

use chancery_store::EventName;
use clap::{Args, Subcommand};

use crate::args::{Inputs, OwnData};

/// Keep records in a store: a file that can be asked with `chancery query`.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Add records, or reports that are coded on the way. The same report again changes nothing; a newer version takes the older one's place.
    #[command(after_help = "\
Examples:
  chancery store add --store record.chancery events.jsonl      records that `chancery code` wrote
  chancery store add --store record.chancery reports.jsonl     reports: they are coded on the way
  chancery store add --store record.chancery events.parquet")]
    Add {
        #[command(flatten)]
        store: StoreFile,
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        own: OwnData,
        /// Keep no word of the reports, only codes, offsets and digests: for licensed sources.
        #[arg(long)]
        no_text: bool,
        /// How many reports to code at a time; 0: one for each core.
        #[arg(long, value_name = "N", default_value_t = 0)]
        threads: usize,
    },
    /// Say that two events tell one happening.
    #[command(after_help = "Example:\n  chancery store link --store record.chancery reuters-17:V2 afp-3:V1")]
    Link {
        #[command(flatten)]
        store: StoreFile,
        /// REPORT:EVENT
        a: EventName,
        /// REPORT:EVENT
        b: EventName,
    },
    /// Say that two events do not tell one happening; with one event, that it stands alone.
    Unlink {
        #[command(flatten)]
        store: StoreFile,
        /// REPORT:EVENT
        a: EventName,
        /// REPORT:EVENT
        b: Option<EventName>,
        /// Take back what was said about the first event.
        #[arg(long, conflicts_with = "b")]
        forget: bool,
    },
    /// Withdraw reports: their events leave the results and stay in the history.
    Withdraw {
        #[command(flatten)]
        store: StoreFile,
        /// Ids of reports.
        #[arg(required = true)]
        reports: Vec<String>,
        /// Why, for the history.
        #[arg(long, value_name = "WORDS", default_value = "")]
        why: String,
        /// Take the withdrawal back.
        #[arg(long)]
        undo: bool,
    },
    /// Say what is in a store.
    Info {
        #[command(flatten)]
        store: StoreFile,
    },
    /// Look a store through for faults.
    Check {
        #[command(flatten)]
        store: StoreFile,
    },
}

/// Which store.
#[derive(Debug, Args)]
pub(crate) struct StoreFile {
    /// The file of the store; `store add` makes it where there is none.
    #[arg(long = "store", value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Check files in a layout of the field, own or others': each problem with its line.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  chancery validate 20260118.export.CSV --as gdelt")]
pub(crate) struct Validate {
    /// The files; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The layout.
    #[arg(long = "as", value_name = "LAYOUT")]
    pub(crate) layout: crate::validate::Checked,
}
