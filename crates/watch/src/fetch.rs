//! One request: limited in time and size, to public addresses only, without following redirects.

use std::io::Read;
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, config::Config};

use crate::is_public;

/// How a request is limited.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the whole answer is there.
    pub time: Duration,
    /// Bytes of an answer, unpacked.
    pub bytes: usize,
    /// Whether addresses of this machine and this house may be visited.
    pub allow_private: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { time: Duration::from_secs(30), bytes: 8 << 20, allow_private: false }
    }
}

/// What an earlier answer said of its age, so that only news is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Its `ETag`.
    pub etag: Option<&'a str>,
    /// Its `Last-Modified`.
    pub modified: Option<&'a str>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A page or feed.
    Fresh {
        /// Where it was found in the end.
        url: String,
        /// Its bytes, unpacked.
        bytes: Vec<u8>,
        /// Its `ETag`.
        etag: Option<String>,
        /// Its `Last-Modified`.
        modified: Option<String>,
    },
    /// Nothing new since the earlier answer.
    Unchanged,
    /// It is elsewhere.
    Moved(String),
    /// Not now: why, and after how many seconds the host wants to be asked again, if it says so.
    Later(String, Option<u64>),
    /// Not at all: why.
    Never(String),
}

/// Makes requests.
pub struct Fetcher {
    agent: Agent,
    limits: Limits,
}

impl Fetcher {
    /// A fetcher with these limits.
    pub fn new(limits: Limits) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would look up names where nobody checks them.
            .proxy(None)
            .timeout_global(Some(limits.time))
            .max_response_header_size(64 << 10)
            .max_idle_connections(4)
            .user_agent(concat!("chancery/", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = Guarded { allow_private: limits.allow_private, ..Guarded::default() };
        Fetcher { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), limits }
    }

    /// Asks once.
    pub fn get(&self, url: &str, known: Known<'_>) -> Answer {
        let mut request = self.agent.get(url);
        for (name, value) in [("if-none-match", known.etag), ("if-modified-since", known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = match request.call() {
            Ok(response) => response,
            Err(error) => return failed(&error),
        };
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (etag, modified, location) = (header("etag"), header("last-modified"), header("location"));
        // A day instead of seconds is rare and leaves the choice to us.
        let wait = header("retry-after").and_then(|seconds| seconds.trim().parse::<u64>().ok());
        let status = response.status().as_u16();
        match status {
            200 => {
                let mut bytes = Vec::new();
                let reader = response.into_body().into_reader();
                match reader.take(self.limits.bytes as u64 + 1).read_to_end(&mut bytes) {
                    Err(error) => Answer::Later(format!("the answer broke off ({error})"), None),
                    Ok(n) if n > self.limits.bytes => {
                        Answer::Never(format!("the answer has more than {} MB", self.limits.bytes >> 20))
                    }
                    Ok(_) => Answer::Fresh { url: url.to_owned(), bytes, etag, modified },
                }
            }
            304 => Answer::Unchanged,
            301 | 302 | 303 | 307 | 308 => match location {
                Some(location) => Answer::Moved(location),
                None => Answer::Never(format!("it is elsewhere (status {status}), but the host does not say where")),
            },
            408 | 425 | 429 | 500..=599 => Answer::Later(format!("the host answers with status {status}"), wait),
            _ => Answer::Never(format!("the host answers with status {status}")),
        }
    }
}

fn failed(error: &ureq::Error) -> Answer {
    match error {
        ureq::Error::Other(why) if why.is::<Private>() => Answer::Never(why.to_string()),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Answer::Never(format!("this is no address ({error})")),
        _ => Answer::Later(format!("it cannot be reached ({error})"), None),
    }
}

/// Looks names up and passes on public addresses only. The connection goes to the very addresses that were checked.
#[derive(Debug, Default)]
struct Guarded {
    inner: DefaultResolver,
    allow_private: bool,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        match found.iter().find(|address| !self.allow_private && !is_public(address.ip())) {
            Some(_) => Err(ureq::Error::Other(Box::new(Private))),
            None => Ok(found),
        }
    }
}

/// Why an address is not visited.
#[derive(Debug)]
struct Private;

impl std::fmt::Display for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("its address is a private one (--allow-private visits it)")
    }
}

impl std::error::Error for Private {}
