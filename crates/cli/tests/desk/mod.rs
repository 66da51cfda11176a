//! A folder of its own for each test, with a ready command, and what the command said.
#![allow(dead_code, missing_docs)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use chancery_record::{Record, from_jsonl};

/// A fresh folder with a ready command.
pub struct Desk {
    pub folder: PathBuf,
}

impl Desk {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("chancery-cli-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Desk { folder }
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.folder.join(name), bytes).unwrap();
        self
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.current_dir(&self.folder).args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    pub fn records(&self) -> Vec<Record> {
        self.out.lines().map(|line| from_jsonl(line).unwrap()).collect()
    }

    #[track_caller]
    pub fn expect(&self, status: i32, said: &[&str]) -> &Self {
        assert_eq!(self.status, status, "stderr: {}", self.err);
        for words in said {
            assert!(self.err.contains(words), "{words:?} is not in: {}", self.err);
        }
        assert_eq!(self.err.lines().count(), if said.is_empty() { 0 } else { self.err.lines().count().max(1) }, "{}", self.err);
        self
    }
}
