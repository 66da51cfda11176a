//! Many short texts in one long string: each costs a place and a length, and no allocation of its own.

/// The place of a text in its [`Arena`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Piece {
    start: u32,
    len: u16,
}

/// The texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arena(String);

impl Arena {
    /// Makes room for so many bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Keeps a text; one of more than 65,535 bytes is cut.
    pub(crate) fn push(&mut self, text: &str) -> Piece {
        let mut len = text.len().min(usize::from(u16::MAX));
        while !text.is_char_boundary(len) {
            len -= 1;
        }
        let start = self.0.len() as u32;
        self.0.push_str(&text[..len]);
        Piece { start, len: len as u16 }
    }

    /// The text at a place.
    pub(crate) fn get(&self, piece: Piece) -> &str {
        &self.0[piece.start as usize..][..usize::from(piece.len)]
    }
}
