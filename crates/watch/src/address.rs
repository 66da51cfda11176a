//! Addresses: which may be visited, where a redirect leads, and the host that is to be spared.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public network, not of this machine, this house or a special range.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inner = |high: u16, low: u16| is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match parts {
        // Addresses that hold one of the older kind lead where that leads.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        [first, second, ..] => {
            // Only 2000::/3 is given out; of it, documentation and special ranges are no places to visit.
            first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0x0db8 || second < 0x0200))
        }
    }
}

/// Scheme and host with port, in small letters: what robots.txt speaks for, and whom to spare.
pub(crate) fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next()?;
    let known = matches!(scheme.as_str(), "http" | "https") && !host.is_empty() && !host.contains('@');
    known.then(|| format!("{scheme}://{}", host.to_ascii_lowercase()))
}

/// Path and query.
pub(crate) fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    let path = path.split('#').next().unwrap_or("");
    if path.starts_with('/') { path } else { "/" }
}

/// Where a `Location` leads from a page.
pub(crate) fn join(from: &str, location: &str) -> Option<String> {
    let location = location.trim().split('#').next()?;
    if location.is_empty() {
        return None;
    }
    let before = location.split(['/', '?']).next().unwrap_or("");
    if before.contains(':') {
        return origin(location).map(|_| location.to_owned());
    }
    let origin = origin(from)?;
    let joined = if let Some(rest) = location.strip_prefix("//") {
        format!("{}://{rest}", origin.split("://").next()?)
    } else if location.starts_with('/') {
        format!("{origin}{location}")
    } else {
        let path = path(from).split('?').next().unwrap_or("/");
        let folder = if location.starts_with('?') { path } else { &path[..=path.rfind('/')?] };
        format!("{origin}{folder}{location}")
    };
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_special_addresses_are_not_public() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn redirects_lead_where_they_say() {
        let from = "https://News.example/world/a.html?x=1";
        for (location, to) in [
            ("b.html", Some("https://news.example/world/b.html")),
            ("/b", Some("https://news.example/b")),
            ("//other.example/b", Some("https://other.example/b")),
            ("http://other.example/b#part", Some("http://other.example/b")),
            ("?y=2", Some("https://news.example/world/a.html?y=2")),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("http://user@10.0.0.1/", None),
            ("", None),
        ] {
            assert_eq!(join(from, location).as_deref(), to, "{location}");
        }
    }
}
