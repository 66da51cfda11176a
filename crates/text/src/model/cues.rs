//! What the search for sentence ends looks at: each word boiled down to numbers, and the hashed keys of the features made of them.

/// A word as the feature templates see it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Lower case, digits as one: the word itself.
    pub(crate) norm: u32,
    /// The word as written.
    pub(crate) form: u32,
    /// The kinds of its characters: "Xx", "d.d", "x-x".
    pub(crate) shape: u32,
}

/// Stands for a place before or behind the sentence.
const OUTSIDE: Seen = Seen { norm: 1, form: 1, shape: 1 };

impl Seen {
    /// Looks at one form.
    pub(crate) fn new(form: &str) -> Seen {
        let lower: Vec<char> = form.chars().flat_map(char::to_lowercase).map(plain).collect();
        Seen { norm: hash(lower.iter().copied()), form: hash(form.chars().map(plain)), shape: shape(form) }
    }

    /// The word at a place counted from the sentence's start, also outside of it.
    pub(crate) fn at(words: &[Seen], place: isize) -> &Seen {
        usize::try_from(place).ok().and_then(|place| words.get(place)).unwrap_or(&OUTSIDE)
    }
}

/// Digits count as one digit, curly quotation marks as straight ones.
fn plain(c: char) -> char {
    match c {
        '1'..='9' => '0',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c => c,
    }
}

/// The kinds of characters, runs cut to two.
fn shape(form: &str) -> u32 {
    let mut shape = Vec::new();
    for c in form.chars() {
        let kind = match plain(c) {
            '0' => 'd',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c => c,
        };
        if !shape.ends_with(&[kind, kind]) {
            shape.push(kind);
        }
        if shape.len() > 8 {
            break;
        }
    }
    hash(shape)
}

/// A hash that is the same on every machine and in every version (FNV-1a).
pub(crate) fn hash(chars: impl IntoIterator<Item = char>) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for c in chars {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01B3);
    }
    (hash ^ (hash >> 32)) as u32
}

/// The features of one decision. Templates are numbered in the order in which they are added.
#[derive(Default)]
pub(crate) struct Features {
    /// The keys so far.
    pub(crate) keys: Vec<u32>,
}

impl Features {
    /// Starts anew.
    pub(crate) fn clear(&mut self) {
        self.keys.clear();
    }

    /// Adds the feature of the next template.
    pub(crate) fn add<const N: usize>(&mut self, values: [u32; N]) {
        let mut key = (self.keys.len() as u64 + 1).wrapping_mul(0xA076_1D64_78BD_642F);
        for value in values {
            key = (key ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            key ^= key >> 29;
        }
        key = key.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        self.keys.push((key >> 32) as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_in_digits_or_quotation_marks_only_are_the_same() {
        assert_eq!(Seen::new("1990s").norm, Seen::new("2015S").norm);
        assert_eq!(Seen::new("n’t").form, Seen::new("n't").form);
        assert_ne!(Seen::new("Turkey").form, Seen::new("turkey").form);
        assert_ne!(Seen::new("Turkey").shape, Seen::new("turkey").shape);
        assert_eq!(Seen::new("Ankara").shape, Seen::new("Quito").shape);
    }

    #[test]
    fn the_same_values_in_another_template_are_another_feature() {
        let mut features = Features::default();
        features.add([7, 8]);
        features.add([7, 8]);
        features.add([8, 7]);
        assert_ne!(features.keys[0], features.keys[1]);
        assert_ne!(features.keys[1], features.keys[2]);
    }
}
