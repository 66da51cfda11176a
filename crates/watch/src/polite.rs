//! A polite visitor: asks robots.txt, leaves time between two requests to a host, follows few redirects, and waits when told to.

use std::collections::BTreeMap;

use crate::address::{join, origin, path};
use crate::{Answer, Clock, Fetcher, Known, Robots};

/// The name by which robots.txt may speak to us.
const NAME: &str = "chancery";
/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;
/// Seconds between two requests to one host, unless it asks for more.
const BETWEEN: u64 = 2;
/// Seconds after which robots.txt is read anew.
const ROBOTS_AGE: u64 = 24 * 3600;
/// Seconds that a host without an answer is left alone at first; twice as long after each further failure.
const FIRST_WAIT: u64 = 60;
/// The longest wait.
const LONGEST_WAIT: u64 = 24 * 3600;

/// What is known of a host.
#[derive(Default)]
struct Host {
    /// When it may be asked again.
    free: u64,
    /// Until when it wants to be left alone.
    closed: u64,
    failures: u32,
    robots: Option<(u64, Robots)>,
}

/// Visits hosts.
pub struct Polite<C> {
    fetcher: Fetcher,
    clock: C,
    hosts: BTreeMap<String, Host>,
}

impl<C: Clock> Polite<C> {
    /// A visitor who has been nowhere yet.
    pub fn new(fetcher: Fetcher, clock: C) -> Self {
        Polite { fetcher, clock, hosts: BTreeMap::new() }
    }

    /// The clock.
    pub fn clock(&self) -> &C {
        &self.clock
    }

    /// Fetches what is at an address, as soon as its host may be asked.
    pub fn get(&mut self, url: &str, known: Known<'_>) -> Answer {
        let mut url = url.to_owned();
        for hop in 0..=MOST_REDIRECTS {
            let Some(host) = origin(&url) else {
                return Answer::Never("this is no address of the web (http:// or https://)".to_owned());
            };
            if let Err(refused) = self.may(&host, path(&url)) {
                return refused;
            }
            // What is known of the age holds for the address asked for, not for where it leads.
            let answer = self.ask(&host, &url, if hop == 0 { known } else { Known::default() });
            match answer {
                Answer::Moved(location) => match join(&url, &location) {
                    Some(next) => url = next,
                    None => return Answer::Never("it leads to what is no address of the web".to_owned()),
                },
                answer => return answer,
            }
        }
        Answer::Never(format!("it leads on and on, more than {MOST_REDIRECTS} times"))
    }

    /// Whether a path of a host may be visited now.
    fn may(&mut self, host: &str, path: &str) -> Result<(), Answer> {
        self.open(host)?;
        let now = self.clock.now();
        let fresh = self.hosts.get(host).and_then(|host| host.robots.as_ref()).is_some_and(|(read, _)| now < read + ROBOTS_AGE);
        if !fresh {
            let robots = self.robots(host)?;
            self.hosts.entry(host.to_owned()).or_default().robots = Some((now, robots));
        }
        match self.hosts.get(host).and_then(|host| host.robots.as_ref()) {
            Some((_, robots)) if !robots.allow(path) => {
                Err(Answer::Never("robots.txt of the host asks programs to stay away".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn robots(&mut self, host: &str) -> Result<Robots, Answer> {
        let mut url = format!("{host}/robots.txt");
        for _ in 0..=MOST_REDIRECTS {
            let Some(asked) = origin(&url) else { break };
            self.open(&asked)?;
            match self.ask(&asked, &url, Known::default()) {
                Answer::Fresh { bytes, .. } => return Ok(Robots::read(&String::from_utf8_lossy(&bytes), NAME)),
                Answer::Moved(location) => match join(&url, &location) {
                    Some(next) => url = next,
                    None => break,
                },
                // A host that cannot say what it allows is not visited.
                later @ Answer::Later(..) => return Err(later),
                Answer::Never(_) | Answer::Unchanged => break,
            }
        }
        Ok(Robots::default())
    }

    /// Whether a host wants to be left alone.
    fn open(&self, host: &str) -> Result<(), Answer> {
        let now = self.clock.now();
        match self.hosts.get(host).map_or(0, |host| host.closed) {
            closed if closed > now => Err(Answer::Later("its host is left alone for now".to_owned(), Some(closed - now))),
            _ => Ok(()),
        }
    }

    fn ask(&mut self, origin: &str, url: &str, known: Known<'_>) -> Answer {
        let host = self.hosts.entry(origin.to_owned()).or_default();
        self.clock.wait(host.free.saturating_sub(self.clock.now()));
        let answer = self.fetcher.get(url, known);
        let now = self.clock.now();
        let delay = host.robots.as_ref().and_then(|(_, robots)| robots.delay).unwrap_or(0).max(BETWEEN);
        host.free = now + delay;
        match &answer {
            Answer::Later(_, wait) => {
                host.failures += 1;
                let own = FIRST_WAIT.saturating_mul(1 << (host.failures - 1).min(20));
                host.closed = now + wait.unwrap_or(own).clamp(1, LONGEST_WAIT).max(own.min(FIRST_WAIT));
            }
            _ => host.failures = 0,
        }
        match answer {
            Answer::Later(why, _) => Answer::Later(why, Some(host.closed - now)),
            answer => answer,
        }
    }
}
