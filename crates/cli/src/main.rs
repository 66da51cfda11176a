//! The `chancery` command: flags, files, progress and printing around the façade. It decides nothing about events.

mod actor;
mod args;
mod cards;
mod code;
mod counted;
mod explain;
mod extract;
mod input;
mod lexicon;
mod manifest;
mod outcome;
mod output;
mod own;
mod paint;
mod parse;
mod progress;
mod query;
mod query_args;
mod run_file;
mod sanitize;
mod serve;
mod stop;
mod store;
mod store_args;
mod table;
mod validate;
mod watch;
mod world;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use output::Output;

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let mut output = Output::new(cli.color, cli.quiet);
    let finished = match cli.command {
        Command::Code(args) => {
            let flags = matches.subcommand().map(|(name, given)| manifest::flags(name, given)).unwrap_or_default();
            code::run(&args, flags, &mut output)
        }
        Command::Watch(args) => watch::run(&args, &mut output),
        Command::Explain(args) => explain::run(&args, &mut output),
        Command::Extract(args) => extract::run(&args, &mut output),
        Command::Actor(args) => actor::run(&args, &mut output),
        Command::Parse(args) => parse::run(&args, &mut output),
        Command::World(args) => world::run(&args, &mut output),
        Command::Lexicon(args) => lexicon::run(&args, &mut output),
        Command::Store(args) => store::run(&args, &mut output),
        Command::Query(args) => query::run(&args, &mut output),
        Command::Serve(args) => serve::run(&args, &mut output),
        Command::Validate(args) => validate::run(&args, &mut output),
    };
    let finished = finished.and_then(|outcome| {
        std::io::Write::flush(&mut output.out)?;
        Ok(outcome)
    });
    outcome::exit(finished, output::say)
}
