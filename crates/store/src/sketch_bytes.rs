//! A sketch as bytes, for the column beside its event: numbers of variable length, in the order of the fields.

use chancery_record::Aux;

use crate::sketch::{Side, Sketch, Spot};
use crate::{Error, Result};

const AUX: [Option<Aux>; 5] = [None, Some(Aux::Historical), Some(Aux::Future), Some(Aux::Hypothetical), Some(Aux::Negation)];

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn signed(&mut self, number: i32) {
        self.number(((i64::from(number) << 1) ^ (i64::from(number) >> 63)) as u64);
    }

    fn word(&mut self, word: u32) {
        self.0.extend(word.to_le_bytes());
    }

    fn words(&mut self, words: &[u32]) {
        self.number(words.len() as u64);
        words.iter().for_each(|word| self.word(*word));
    }

    fn sides(&mut self, sides: &[Side]) {
        self.number(sides.len() as u64);
        for side in sides {
            self.0.extend(side.country);
            self.number(u64::from(side.sectors));
            self.words(&side.names);
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or_else(|| Error::new("a sketch is cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for at in 0..10 {
            let [byte] = self.take()?;
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Error::new("a number in a sketch is too long"))
    }

    fn signed(&mut self) -> Result<i32> {
        let number = self.number()?;
        Ok(((number >> 1) as i64 ^ -((number & 1) as i64)) as i32)
    }

    fn word(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let length = self.number()?;
        (0..length).map(|_| one(self)).collect()
    }

    fn words(&mut self) -> Result<Vec<u32>> {
        self.list(Reader::word)
    }

    fn sides(&mut self) -> Result<Vec<Side>> {
        self.list(|reader| {
            let country = reader.take()?;
            Ok(Side { country, sectors: reader.number()? as u32, names: reader.words()? })
        })
    }
}

impl Sketch {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer(Vec::with_capacity(160));
        let aux = AUX.iter().position(|aux| *aux == self.aux).unwrap_or(0) as u8;
        writer.0.push(
            aux | u8::from(self.dated) << 3
                | u8::from(self.coop) << 4
                | u8::from(self.goldstein.is_some()) << 5
                | u8::from(self.mutual) << 6,
        );
        for number in [self.day, self.last, self.published, self.scale, self.goldstein.unwrap_or(0)] {
            writer.signed(number);
        }
        for word in [self.cameo, self.outlet, self.copy_of] {
            writer.word(word);
        }
        writer.words(&self.modes);
        writer.sides(&self.actors);
        writer.sides(&self.recipients);
        match &self.spot {
            None => writer.0.push(0),
            Some(spot) => {
                writer.0.push(1 + u8::from(spot.point.is_some()));
                writer.0.extend(spot.country);
                writer.word(spot.name);
                if let Some((lat, lon)) = spot.point {
                    writer.0.extend(lat.to_le_bytes());
                    writer.0.extend(lon.to_le_bytes());
                }
            }
        }
        writer.words(&self.words);
        writer.words(&self.names);
        writer.number(self.numbers.len() as u64);
        self.numbers.iter().for_each(|number| writer.number(u64::from(*number)));
        writer.0
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Sketch> {
        let mut reader = Reader(bytes);
        let [flags] = reader.take()?;
        let (day, last, published) = (reader.signed()?, reader.signed()?, reader.signed()?);
        let (scale, goldstein) = (reader.signed()?, reader.signed()?);
        let (cameo, outlet, copy_of) = (reader.word()?, reader.word()?, reader.word()?);
        let (modes, actors, recipients) = (reader.words()?, reader.sides()?, reader.sides()?);
        let [spot] = reader.take()?;
        let spot = match spot {
            0 => None,
            kind => {
                let (country, name) = (reader.take()?, reader.word()?);
                let mut degrees = || reader.take().map(f32::from_le_bytes);
                let point = if kind == 2 { Some((degrees()?, degrees()?)) } else { None };
                Some(Spot { country, name, point })
            }
        };
        Ok(Sketch {
            day,
            last,
            dated: flags & 8 != 0,
            published,
            aux: AUX.get(usize::from(flags & 7)).copied().flatten(),
            coop: flags & 16 != 0,
            scale,
            goldstein: (flags & 32 != 0).then_some(goldstein),
            cameo,
            outlet,
            copy_of,
            modes,
            actors,
            recipients,
            mutual: flags & 64 != 0,
            spot,
            words: reader.words()?,
            names: reader.words()?,
            numbers: reader.list(|reader| reader.number().map(|number| number as u32))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_read_back_equal_and_a_cut_one_is_an_error() {
        let side = Side { country: *b"IRN", sectors: 5, names: vec![7, 9] };
        let sketch = Sketch {
            day: 20471,
            last: 20472,
            dated: true,
            published: crate::days::NO_DAY,
            aux: Some(Aux::Negation),
            coop: false,
            scale: -3500,
            goldstein: Some(-2000),
            cameo: 1,
            outlet: u32::MAX,
            copy_of: 0,
            modes: vec![3],
            actors: vec![side.clone()],
            recipients: vec![side, Side { country: [0; 3], sectors: 0, names: vec![] }],
            mutual: true,
            spot: Some(Spot { country: *b"IRQ", name: 4, point: Some((33.79, 42.44)) }),
            words: vec![1, 2, 3],
            names: vec![6],
            numbers: vec![40, 100_000],
        };
        let bytes = sketch.to_bytes();
        assert_eq!(Sketch::from_bytes(&bytes).unwrap(), sketch);
        for end in 0..bytes.len() {
            assert!(Sketch::from_bytes(&bytes[..end]).is_err(), "{end}");
        }
    }
}
