//! `chancery parse`: texts in, CoNLL-U out, a piece at a time, so that no length of input needs more memory.

use std::io::{Read, Write};
use std::path::PathBuf;

use chancery::analysis::{Analyser, conllu};

use crate::args::{OwnData, Parse, ParseFrom};
use crate::code::refuse;
use crate::input::{Opened, Refusal, open};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;

/// Bytes of a text that are analysed together.
const PIECE: usize = 1 << 19;

/// No sentence of a treebank has more bytes.
const LONGEST_TREE: usize = 1 << 26;

/// Parses every file that the arguments name.
pub(crate) fn run(args: &Parse, output: &mut Output) -> Finished {
    let chancery = own::load(&OwnData::default())?;
    let mut files = args.files.clone();
    if files.is_empty() {
        files.push(PathBuf::from("-"));
    }
    let mut outcome = Outcome::default();
    for file in files {
        let mut trees = Trees { analyser: chancery.analyser(), from: args.from, n_sentences: 0, n_lines: 0 };
        match open(&file).and_then(|opened| trees.write(opened, output)) {
            Ok(written) => {
                written?;
                outcome.n_taken += 1;
            }
            Err(refusal) => refuse(&refusal, &mut outcome, output),
        }
    }
    Ok(outcome)
}

/// The trees of one file, as far as it is read.
struct Trees<'a> {
    analyser: &'a Analyser,
    from: ParseFrom,
    n_sentences: usize,
    n_lines: usize,
}

impl Trees<'_> {
    /// Reads, analyses and writes piece after piece. The outer error is the input's, the inner one the output's.
    fn write(&mut self, mut opened: Opened, output: &mut Output) -> Result<std::io::Result<()>, Refusal> {
        let mut waiting = Vec::new();
        loop {
            let wanted = (PIECE - waiting.len().min(PIECE / 2)) as u64;
            let read = opened.reader.as_mut().take(wanted).read_to_end(&mut waiting);
            let read =
                read.map_err(|error| Refusal::new(&opened.name, format!("the file cannot be read ({error})"), "check the disk"))?;
            let end = if read == 0 { waiting.len() } else { self.cut(&waiting) };
            for tree in self.piece(&waiting[..end], &opened.name)? {
                if let Err(error) = write!(output.out, "{tree}") {
                    return Ok(Err(error));
                }
            }
            waiting.drain(..end);
            if read == 0 {
                return Ok(Ok(()));
            }
        }
    }

    /// Where the bytes read so far may be cut: behind the last paragraph, or in a very long one behind the last line or word.
    fn cut(&self, bytes: &[u8]) -> usize {
        let behind = |end: &[u8]| bytes.windows(end.len()).rposition(|window| window == end).map(|at| at + end.len());
        let paragraph = behind(b"\n\n").max(behind(b"\n\r\n"));
        match paragraph {
            Some(end) => end,
            None if bytes.len() < PIECE || (self.from == ParseFrom::Conllu && bytes.len() < LONGEST_TREE) => 0,
            None => behind(b"\n").or_else(|| behind(b" ")).unwrap_or(bytes.len()),
        }
    }

    fn piece(&mut self, bytes: &[u8], name: &str) -> Result<Vec<conllu::Tree>, Refusal> {
        let trees = match self.from {
            ParseFrom::Text => self.analyser.analyse_text(&String::from_utf8_lossy(bytes)).to_trees(self.n_sentences),
            ParseFrom::Conllu => {
                let mut trees = conllu::read(bytes).map_err(|bad| {
                    let at = format!("{name}: line {}", self.n_lines + bad.line);
                    Refusal::new(at, bad.message, "a line has ten columns with tabs between them; sentences end in a blank line")
                })?;
                self.analyser.annotate(&mut trees);
                trees
            }
        };
        self.n_sentences += trees.len();
        self.n_lines += bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(trees)
    }
}
