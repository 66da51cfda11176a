//! `chancery serve`: opens the reading room; flags only, the room itself is `chancery-server`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use chancery_server::{Limits, Room, app, serve};
use clap::Args;

use crate::args::OwnData;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;

/// Open the reading room: pages and an API over a store, or over sample reports.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery serve                                      the sample reports, at http://127.0.0.1:8080/
  chancery serve --store record.chancery
  chancery serve --store record.chancery --listen 0.0.0.0:80 --host record.example.org

The room only reads. It listens to this machine alone unless --listen says otherwise; see docs/server.md before it listens to others.")]
pub(crate) struct Serve {
    /// The store to show; without it, the sample reports.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A name under which the room may be asked, beside that of this machine; a room that listens to others answers to any name unless
    /// one is given.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Requests of one client in a second; 0: any number.
    #[arg(long, value_name = "N", default_value_t = 100)]
    rate: u32,
    /// Texts that may wait to be coded; more are told to come again.
    #[arg(long, value_name = "N", default_value_t = 64)]
    queue: usize,
    /// Seconds after which a request is given up.
    #[arg(long, value_name = "N", default_value_t = 20)]
    seconds: u64,
    #[command(flatten)]
    own: OwnData,
}

/// Serves until it is stopped.
pub(crate) fn run(args: &Serve, output: &mut Output) -> Finished {
    let chancery = own::load(&args.own)?;
    let limits = limits(args, output.is_quiet());
    let room = match &args.store {
        Some(file) => Room::with_store(chancery, file, limits)?,
        None => Room::with_samples(chancery, limits)?,
    };
    let runtime = tokio::runtime::Runtime::new().context("cannot start the threads of the server")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen at {}; choose another address or port with --listen", args.listen))?;
        let address = listener.local_addr().unwrap_or(args.listen);
        output.say(&format!("the reading room is open at http://{address}/ (Ctrl-C closes it)"));
        serve(listener, app(room), stopped()).await;
        anyhow::Ok(())
    })?;
    output.say("the reading room is closed");
    Ok(Outcome { n_taken: 1, ..Outcome::default() })
}

fn limits(args: &Serve, quiet: bool) -> Limits {
    let mut hosts = args.host.clone();
    if args.listen.ip().is_loopback() || !hosts.is_empty() {
        hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
    }
    Limits {
        requests_per_second: args.rate,
        waiting: args.queue,
        time: Duration::from_secs(args.seconds.max(1)),
        hosts,
        log: !quiet,
        ..Limits::default()
    }
}

/// Comes with Ctrl-C or a request to end.
async fn stopped() {
    #[cfg(unix)]
    {
        let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = async { match end.as_mut() { Some(end) => drop(end.recv().await), None => std::future::pending().await } } => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
