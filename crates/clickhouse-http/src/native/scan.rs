//! Looking through bytes that may not all have arrived yet.

/// Why a scan went no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// At least so many bytes must be there before trying again makes sense.
    Short(usize),
    /// The bytes do not follow the format.
    Malformed(&'static str),
}

pub(super) type Scanned<T> = Result<T, Stop>;

/// A place in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are there that were not looked at.
    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Goes on from an earlier place.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at.min(self.bytes.len());
    }

    /// The next `count` bytes.
    #[inline]
    pub(super) fn take(&mut self, count: usize) -> Scanned<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or(Stop::Malformed("length"))?;
        let bytes = self.bytes.get(self.at..end).ok_or(Stop::Short(end))?;
        self.at = end;
        Ok(bytes)
    }

    /// The next `count` values of `width` bytes each.
    pub(super) fn take_values(&mut self, count: usize, width: usize) -> Scanned<&'a [u8]> {
        self.take(count.checked_mul(width).ok_or(Stop::Malformed("number of rows"))?)
    }

    pub(super) fn number(&mut self) -> Scanned<u64> {
        let mut number = [0; 8];
        number.copy_from_slice(self.take(8)?);
        Ok(u64::from_le_bytes(number))
    }

    /// A number that counts something in memory.
    pub(super) fn count(&mut self) -> Scanned<usize> {
        usize::try_from(self.number()?).map_err(|_| Stop::Malformed("number of values"))
    }

    /// A number in seven bits a byte, the lowest first.
    #[inline]
    pub(super) fn varint(&mut self) -> Scanned<usize> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte < 0x80 => {
                self.at += 1;
                Ok(usize::from(*byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Scanned<usize> {
        let mut number = 0_u64;
        for place in 0..10 {
            let at = self.at.saturating_add(place);
            let byte = *self.bytes.get(at).ok_or(Stop::Short(at.saturating_add(1)))?;
            let bits = u64::from(byte & 0x7f);
            if place == 9 && bits > 1 {
                break;
            }
            number |= bits << (7 * place);
            if byte < 0x80 {
                self.at = at + 1;
                return usize::try_from(number).map_err(|_| Stop::Malformed("length"));
            }
        }
        Err(Stop::Malformed("length"))
    }

    /// A text with its length before it; all of it or nothing.
    #[inline]
    pub(super) fn text(&mut self) -> Scanned<&'a [u8]> {
        let begin = self.at;
        let length = self.varint()?;
        let text = self.take(length);
        if text.is_err() {
            self.at = begin;
        }
        text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_seven_bits_a_byte() {
        for (bytes, expected) in [
            (&[0][..], Ok(0)),
            (&[0x7f], Ok(127)),
            (&[0x80, 0x01], Ok(128)),
            (&[0xff, 0xff, 0xff, 0xff, 0x0f], Ok(0xffff_ffff)),
            (&[], Err(Stop::Short(1))),
            (&[0x80], Err(Stop::Short(2))),
            (&[0xff; 11], Err(Stop::Malformed("length"))),
        ] {
            assert_eq!(Scan::new(bytes).varint(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let mut scan = Scan::new(b"\x05abc");
        assert_eq!(scan.text(), Err(Stop::Short(6)));
        assert_eq!(scan.at(), 0, "a failed scan stays where it was");
        assert_eq!(scan.take(usize::MAX), Err(Stop::Short(usize::MAX)));
        assert_eq!(scan.take(1), Ok(&b"\x05"[..]));
        assert_eq!(scan.take(usize::MAX), Err(Stop::Malformed("length")));
        assert_eq!(scan.take_values(usize::MAX, 2), Err(Stop::Malformed("number of rows")));
    }
}
