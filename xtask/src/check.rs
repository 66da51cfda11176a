//! `cargo xtask check`: everything that must pass before a change is sent, in the order in which it fails fastest.

use std::process::Command;

use anyhow::{Context, bail};

use crate::{root, tidy};

pub(crate) fn run() -> anyhow::Result<()> {
    step("format", "cargo", &["fmt", "--all", "--check"], &[])?;
    eprintln!("== tidy");
    tidy::run()?;
    step("lints", "cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    step("tests", "cargo", &["test", "--workspace"], &[])?;
    step("docs", "cargo", &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])
}

fn step(name: &str, program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<()> {
    eprintln!("== {name}: {program} {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        bail!("{name} failed");
    }
    Ok(())
}
