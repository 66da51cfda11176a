//! The answer of a web server as archives keep it: status, head and body as sent, chunks and compression and all.

use std::io::Read;

use crate::limits::{MAX_BYTES, MAX_HEAD, MAX_WINDOW};

/// An answer, with its body undone of chunks and compression.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The media type in small letters, without parameters.
    pub(crate) media: String,
    /// The encoding that the head names.
    pub(crate) charset: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Why a body cannot be had.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It begins like no answer.
    NoAnswer,
    /// It unpacks to more than a report may have.
    TooLong,
}

/// Reads an answer.
pub(crate) fn answer(block: &[u8]) -> Result<Answer, Fault> {
    let (head, body) = split_head(block).ok_or(Fault::NoAnswer)?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or("");
    let status =
        first.strip_prefix("HTTP/").and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok()).ok_or(Fault::NoAnswer)?;
    let mut answer = Answer { status, ..Answer::default() };
    let (mut chunked, mut coding) = (false, String::new());
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => (answer.media, answer.charset) = media_type(value),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => coding = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    // Some crawlers leave a header standing although they have undone what it tells: what cannot be undone stays as it is.
    let plain = if chunked { dechunk(body) } else { None };
    let body = plain.as_deref().unwrap_or(body);
    answer.body = match decoded(body, &coding) {
        Some(result) => result?,
        None => body.to_vec(),
    };
    if answer.body.len() > MAX_BYTES {
        return Err(Fault::TooLong);
    }
    Ok(answer)
}

/// "text/html; charset=utf-8" as type and charset.
pub(crate) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media = parts.next().unwrap_or("").trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media, charset)
}

fn split_head(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let head = &block[..block.len().min(MAX_HEAD)];
    let crlf = head.windows(4).position(|window| window == b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = head.windows(2).position(|window| window == b"\n\n").map(|at| (at, at + 2));
    let (end, body) = match (crlf, lf) {
        (Some(crlf), Some(lf)) => crlf.min(lf),
        (one, other) => one.or(other)?,
    };
    Some((&block[..end], &block[body..]))
}

/// The body without the lengths of its chunks; none where they do not fit. A last chunk that is cut off counts as far as it goes.
fn dechunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(body.len());
    let mut first = true;
    loop {
        let Some(end) = body.iter().take(200).position(|byte| *byte == b'\n') else { return (!first).then_some(plain) };
        let line = std::str::from_utf8(&body[..end]).ok()?.trim();
        let length = usize::from_str_radix(line.split(';').next().unwrap_or("").trim(), 16).ok();
        let Some(length) = length else { return (!first).then_some(plain) };
        first = false;
        body = &body[end + 1..];
        if length == 0 {
            return Some(plain);
        }
        let chunk = &body[..length.min(body.len())];
        plain.extend_from_slice(chunk);
        body = &body[chunk.len()..];
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
        if body.is_empty() {
            return Some(plain);
        }
    }
}

/// The body unpacked; none where it is not packed as its head says.
fn decoded(body: &[u8], coding: &str) -> Option<Result<Vec<u8>, Fault>> {
    match coding.trim() {
        "gzip" | "x-gzip" => limited(flate2::read::MultiGzDecoder::new(body)),
        "deflate" => limited(flate2::read::ZlibDecoder::new(body)).or_else(|| limited(flate2::read::DeflateDecoder::new(body))),
        "br" => limited(brotli_decompressor::Decompressor::new(body, 4096)),
        "zstd" => limited(ruzstd::decoding::StreamingDecoder::new_with_max_window_size(body, MAX_WINDOW).ok()?),
        _ => None,
    }
}

/// All that a decoder gives, up to the limit. What comes before a fault counts, if it is more than nothing.
fn limited(decoder: impl Read) -> Option<Result<Vec<u8>, Fault>> {
    let mut plain = Vec::new();
    let read = decoder.take(MAX_BYTES as u64 + 1).read_to_end(&mut plain);
    if plain.len() > MAX_BYTES {
        return Some(Err(Fault::TooLong));
    }
    (read.is_ok() || !plain.is_empty()).then_some(Ok(plain))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(head: &str, body: &[u8]) -> String {
        let mut block = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes();
        block.extend(body);
        String::from_utf8(answer(&block).unwrap().body).unwrap()
    }

    #[test]
    fn bodies_are_undone_of_chunks_and_compression() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"hello").unwrap();
        let gzip = gzip.finish().unwrap();
        assert_eq!(body("Content-Type: text/html", b"hello"), "hello");
        assert_eq!(body("Transfer-Encoding: chunked", b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"), "hello");
        assert_eq!(body("Content-Encoding: gzip", &gzip), "hello");
        // The head speaks of what was undone already.
        assert_eq!(body("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", b"hello"), "hello");
        assert_eq!(answer(b"hello"), Err(Fault::NoAnswer));
        assert_eq!(media_type("Text/HTML; Charset=\"utf-8\""), ("text/html".to_owned(), Some("utf-8".to_owned())));
    }

    #[test]
    fn a_body_that_unpacks_without_end_is_refused() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&vec![b' '; MAX_BYTES + 10]).unwrap();
        let mut block = b"HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n".to_vec();
        block.extend(gzip.finish().unwrap());
        assert_eq!(answer(&block), Err(Fault::TooLong));
    }
}
