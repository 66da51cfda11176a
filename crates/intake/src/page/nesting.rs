//! How deep the elements of a page stand in each other, told before it is parsed: parsers take time that grows with the square of it.

/// Elements that never hold others, or end by themselves where the next begins.
const FLAT: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p", "param", "rp",
    "rt", "source", "td", "th", "tr", "track", "wbr", "tbody", "image",
];

/// Elements whose text is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Whether no element stands deeper than `deepest`. An end counts for any start, so that the depth is told too small rather than too large.
pub(crate) fn is_within(html: &str, deepest: usize) -> bool {
    let bytes = html.as_bytes();
    let mut depth: usize = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at += found + 1;
        match bytes.get(at) {
            Some(b'!') if html[at..].starts_with("!--") => {
                at = html[at..].find("-->").map_or(html.len(), |end| at + end);
            }
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let end = bytes[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).map_or(html.len(), |end| at + end);
                let name = html[at..end.min(at + 16)].to_ascii_lowercase();
                if RAW.contains(&name.as_str()) {
                    let close = format!("</{name}");
                    let next = bytes[end..].windows(close.len()).position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
                    at = next.map_or(html.len(), |next| end + next + close.len());
                } else if !FLAT.contains(&name.as_str()) {
                    depth += 1;
                    if depth > deepest {
                        return false;
                    }
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_told_without_parsing() {
        for (html, deepest) in [
            ("<div><div></div><p><p><p></div>", 2),
            ("<script><div><div></script><b>x</b>", 1),
            ("<!-- <a><a> -->", 0),
            ("< <", 0),
        ] {
            assert!(is_within(html, deepest), "{html}");
        }
        assert!(!is_within(&"<div>".repeat(1001), 1000) && is_within(&"<div></div>".repeat(1001), 1000));
    }
}
