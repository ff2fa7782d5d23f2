//! `numeric` in binary: groups of four decimal digits.

const NEGATIVE: u16 = 0x4000;
const NAN: u16 = 0xC000;

/// `digits` with the point before the last `scale` of them; a sign may stand first.
pub(super) fn encode(digits: &str, scale: usize) -> Vec<u8> {
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits),
    };
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    let whole = format!("{whole:0>width$}", width = whole.len().div_ceil(4) * 4);
    let fraction = format!("{fraction:0<width$}", width = fraction.len().div_ceil(4) * 4);
    let group = |group: &[u8]| group.iter().fold(0u16, |value, digit| value * 10 + u16::from(digit - b'0'));
    let mut groups: Vec<u16> = whole.as_bytes().chunks(4).chain(fraction.as_bytes().chunks(4)).map(group).collect();
    let mut weight = whole.len() as i16 / 4 - 1;
    while groups.first() == Some(&0) {
        groups.remove(0);
        weight -= 1;
    }
    while groups.last() == Some(&0) {
        groups.pop();
    }
    if groups.is_empty() {
        weight = 0;
    }
    let sign = if negative && !groups.is_empty() { NEGATIVE } else { 0 };
    let mut bytes = Vec::with_capacity(8 + 2 * groups.len());
    bytes.extend((groups.len() as u16).to_be_bytes());
    bytes.extend(weight.to_be_bytes());
    bytes.extend(sign.to_be_bytes());
    bytes.extend((scale as u16).to_be_bytes());
    bytes.extend(groups.iter().flat_map(|group| group.to_be_bytes()));
    bytes
}

/// The number as text: `-12.50`, `NaN`.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let words: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let [count, weight, sign, scale, groups @ ..] = words.as_slice() else { return None };
    if *sign == NAN {
        return Some("NaN".to_owned());
    }
    if groups.len() != usize::from(*count) || !bytes.len().is_multiple_of(2) || groups.iter().any(|group| *group > 9999)
    {
        return None;
    }
    let (weight, scale) = (*weight as i16, usize::from(*scale));
    let group = |position: i32| usize::try_from(position).ok().and_then(|at| groups.get(at)).copied().unwrap_or(0);
    let mut whole: String = (0..=i32::from(weight)).map(|position| format!("{:04}", group(position))).collect();
    whole = whole.trim_start_matches('0').to_owned();
    let first = i32::from(weight) + 1;
    let mut fraction: String =
        (0..scale.div_ceil(4) as i32).map(|position| format!("{:04}", group(first + position))).collect();
    fraction.truncate(scale);
    let sign = if *sign == NEGATIVE { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { &whole };
    Some(if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn numbers_go_there_and_back() {
        for (digits, scale, text) in [
            ("0", 0, "0"),
            ("0", 3, "0.000"),
            ("1", 0, "1"),
            ("-1", 0, "-1"),
            ("12345", 2, "123.45"),
            ("-5", 4, "-0.0005"),
            ("5", 6, "0.000005"),
            ("100000000", 0, "100000000"),
            ("123456789012345678901234567890", 10, "12345678901234567890.1234567890"),
            ("-170141183460469231731687303715884105728", 0, "-170141183460469231731687303715884105728"),
        ] {
            assert_eq!(decode(&encode(digits, scale)).as_deref(), Some(text), "{digits} with {scale}");
        }
    }

    #[test]
    fn the_bytes_are_those_of_postgres() {
        // SELECT numeric_send(12345.678)
        let expected = [0, 3, 0, 1, 0, 0, 0, 3, 0, 1, 0x09, 0x29, 0x1a, 0x7c];
        assert_eq!(encode("12345678", 3), expected);
    }
}
