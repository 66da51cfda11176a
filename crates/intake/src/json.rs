//! JSON in other shapes than a line a report: a list of objects, or objects over several lines. Read one object at a time.

use std::io::BufRead;

use chancery_report::{MAX_BYTES, Report, read_line};

use crate::context::Context;
use crate::lines::{broken_off, empty_file, too_long};
use crate::refusal::Refusal;

/// The reports of a list.
pub(crate) struct Objects<'a, R> {
    pub(crate) context: Context<'a>,
    pub(crate) reader: Option<R>,
    pub(crate) n_objects: usize,
}

/// An object cut out of the stream.
enum Cut {
    Whole(Vec<u8>),
    TooLong(usize),
    /// The file ends inside.
    Open,
    /// Something else stands between objects.
    Other(u8),
    End,
}

impl<R: BufRead> Iterator for Objects<'_, R> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.reader.as_mut()?;
        let cut = next_object(reader);
        self.n_objects += 1;
        let place = format!("object {}", self.n_objects);
        let end = |this: &mut Self, refusal: Refusal| {
            this.reader = None;
            Some(Err(refusal.at(place.clone())))
        };
        match cut {
            Ok(Cut::Whole(object)) => Some(match read_line(self.n_objects, &object, self.context.rules) {
                Ok(report) => Ok(self.context.completed(report)),
                Err(error) => Err(self.context.refuse(error.message, error.remedy).at(place)),
            }),
            Ok(Cut::TooLong(length)) => {
                let refusal =
                    self.context.refuse(too_long("object", length), "give one report an object, and split what is longer");
                Some(Err(refusal.at(place)))
            }
            Ok(Cut::Open) => {
                let refusal =
                    self.context.refuse("the file ends inside an object", "the file is cut off: fetch or copy it again");
                end(self, refusal)
            }
            Ok(Cut::Other(byte)) => {
                let what = format!("not a list of objects: there is {:?} between them", char::from(byte));
                let refusal =
                    self.context.refuse(what, "write a list as [{\"id\": \"a1\", \"text\": \"…\"}, …], or one object a line");
                end(self, refusal)
            }
            Ok(Cut::End) => {
                self.reader = None;
                (self.n_objects == 1).then(|| Err(empty_file(&self.context)))
            }
            Err(error) => {
                let refusal = broken_off(&self.context, &error);
                end(self, refusal)
            }
        }
    }
}

/// Cuts the next object out, by its braces outside of strings.
fn next_object(reader: &mut dyn BufRead) -> std::io::Result<Cut> {
    let mut object = Vec::new();
    let (mut length, mut depth, mut in_string, mut escaped) = (0usize, 0usize, false, false);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(if depth > 0 { Cut::Open } else { Cut::End });
        }
        let mut used = 0;
        for byte in buffer {
            used += 1;
            if depth == 0 {
                match byte {
                    b'{' => depth = 1,
                    b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0x1e | 0xef | 0xbb | 0xbf => continue,
                    other => return Ok(Cut::Other(*other)),
                }
            } else if in_string {
                in_string = escaped || *byte != b'"';
                escaped = !escaped && *byte == b'\\';
            } else {
                match byte {
                    b'"' => in_string = true,
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
            }
            length += 1;
            if length <= MAX_BYTES {
                object.push(*byte);
            }
            if depth == 0 {
                break;
            }
        }
        reader.consume(used);
        if length > 0 && depth == 0 {
            return Ok(if length > MAX_BYTES { Cut::TooLong(length) } else { Cut::Whole(object) });
        }
    }
}
