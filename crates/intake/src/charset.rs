//! Bytes to text: by mark, by declaration, as UTF-8, or as the encoding that the letters speak for.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text of the first bytes of an input, for looking at only.
pub(crate) fn head(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The text of a page, feed or row, and whether some bytes meant nothing. `declared`: the encoding that its sender names; a page may name
/// one itself. What is UTF-8 through and through is never taken for anything else.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), broken);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), false);
    }
    let named = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())).or_else(|| declaration(bytes));
    // A wrong declaration of UTF-8 is common; its letters are then taken as the encoding they speak for.
    let encoding =
        named.filter(|encoding| *encoding != UTF_8 && *encoding != UTF_16LE && *encoding != UTF_16BE).unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(None, chardetng::Utf8Detection::Allow)
        });
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), broken)
}

/// The encoding that a page or XML file names in its first bytes.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048)];
    let text: String =
        head.iter().map(|byte| if byte.is_ascii() { char::from(*byte).to_ascii_lowercase() } else { ' ' }).collect();
    ["charset=", "encoding="].iter().find_map(|mark| {
        let rest = text[text.find(mark)? + mark.len()..].trim_start_matches(['"', '\'', ' ']);
        let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')).collect();
        Encoding::for_label(label.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_their_encoding() {
        for (bytes, declared, expected) in [
            (&b"caf\xc3\xa9"[..], Some("iso-8859-1"), "café"),
            (b"caf\xe9 closed", Some("ISO-8859-1"), "café closed"),
            (b"<meta charset='windows-1251'>\xcc\xe8\xf0", None, "<meta charset='windows-1251'>Мир"),
            (b"<?xml version='1.0' encoding='iso-8859-2'?>\xb3", None, "<?xml version='1.0' encoding='iso-8859-2'?>ł"),
            (b"\xff\xfeO\0k\0", None, "Ok"),
            (b"\xef\xbb\xbfOk", None, "Ok"),
        ] {
            assert_eq!(decode(bytes, declared).0, expected);
        }
    }
}
