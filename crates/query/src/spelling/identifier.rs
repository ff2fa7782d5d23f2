//! Names as a dialect writes them: bare where that is safe, else quoted.

use super::Unspeakable;

/// Writes `name` between `quote`s, doubled inside, unless it is plain: a letter or underscore, then letters, digits and
/// underscores, all lower case, and not `reserved`.
///
/// # Errors
/// An empty name, or one with a NUL character.
pub fn quote_identifier(
    name: &str,
    quote: char,
    reserved: impl FnOnce(&str) -> bool,
    out: &mut String,
) -> Result<(), Unspeakable> {
    if name.is_empty() {
        return Err(Unspeakable::Name("it is empty"));
    }
    if is_plain(name.as_bytes()) && !name.as_bytes()[0].is_ascii_digit() && !reserved(name) {
        out.push_str(name);
        return Ok(());
    }
    if name.contains('\0') {
        return Err(Unspeakable::Name("it holds a NUL character"));
    }
    out.push(quote);
    for character in name.chars() {
        if character == quote {
            out.push(quote);
        }
        out.push(character);
    }
    out.push(quote);
    Ok(())
}

/// Whether there are only `a` to `z`, digits and underscores. Every name of every statement comes here, and nearly all
/// are plain and short: eight bytes are looked at together, some of them twice, so that no branch depends on each.
#[inline]
fn is_plain(name: &[u8]) -> bool {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        let middle = name.get(8..name.len().saturating_sub(8)).unwrap_or_default();
        are_plain(u64::from_le_bytes(*first)) & are_plain(u64::from_le_bytes(*last))
            && middle.iter().all(|byte| is_plain_byte(*byte))
    } else if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        are_plain(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)))
    } else {
        name.iter().all(|byte| is_plain_byte(*byte))
    }
}

const fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')
}

/// [`is_plain_byte`] of eight bytes at once. A sum sets a byte's highest bit where the byte is at least so great; of bytes
/// without that bit themselves, no sum reaches into the next.
#[inline]
const fn are_plain(bytes: u64) -> bool {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = EACH << 7;
    const fn at_least(bytes: u64, least: u8) -> u64 {
        bytes.wrapping_add(EACH * (0x80 - least as u64))
    }
    let letters = at_least(bytes, b'a') & !at_least(bytes, b'z' + 1);
    let digits = at_least(bytes, b'0') & !at_least(bytes, b'9' + 1);
    let underscores = !at_least(bytes ^ (EACH * b'_' as u64), 1);
    (letters | digits | underscores) & !bytes & HIGHEST == HIGHEST
}

#[cfg(test)]
mod tests {
    use super::{is_plain, is_plain_byte};

    /// Each byte at each place of names of each length, beside the rule for one byte.
    #[test]
    fn a_name_is_plain_by_each_of_its_bytes() {
        for length in 1..=40 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut name = vec![b'a'; length];
                    name[place] = byte;
                    assert_eq!(is_plain(&name), is_plain_byte(byte), "{byte} at {place} of {length}");
                }
            }
        }
    }

    #[test]
    fn bytes_beside_each_other_do_not_change_what_is_found() {
        let bytes = [0, b'0' - 1, b'0', b'9', b'9' + 1, b'_', b'`', b'a', b'z', b'{', 0x7f, 0x80, 0xff];
        for first in bytes {
            for second in bytes {
                let name = [first, second, first, second, b'_', second, first, second, first];
                assert_eq!(is_plain(&name), name.iter().all(|byte| is_plain_byte(*byte)), "{name:?}");
            }
        }
    }
}
