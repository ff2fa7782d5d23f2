//! The wire's binary form of `numeric`: digits to the base of 10,000.

use arrow_buffer::i256;
use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::{BigInt, Sign};

const NEGATIVE: u16 = 0x4000;
const NOT_A_NUMBER: u16 = 0xC000;
const INFINITE: [u16; 2] = [0xD000, 0xF000];
const BASE: i64 = 10_000;

/// The number as a count of units of 10^-`scale`.
pub(crate) fn decode(bytes: &[u8], scale: u8) -> Result<i256, String> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let broken = || "a numeric that is cut short".to_owned();
    let mut next = || words.next().ok_or_else(broken);
    let (count, weight, sign, _) = (next()?, next()?.cast_signed(), next()?, next()?);
    match sign {
        0 | NEGATIVE => {}
        NOT_A_NUMBER => return Err("NaN, which no decimal holds".to_owned()),
        other if INFINITE.contains(&other) => return Err("an infinity, which no decimal holds".to_owned()),
        other => return Err(format!("a numeric with the sign {other:#x}")),
    }
    let too_big = || "a number with more digits than its type has".to_owned();
    let too_fine = || format!("a number with more than {scale} digits after the point");
    // The last group counts units of 10^exponent. What of it lies behind the scale is cut before there is no room for it.
    let mut exponent = 4 * (i32::from(weight) - i32::from(count) + 1) + i32::from(scale);
    let cut = exponent.clamp(-4, 0).unsigned_abs();
    let mut number = i256::ZERO;
    for group in 1..=count {
        let (mut base, mut digit) = (BASE, i64::from(next()?));
        if group == count {
            let unit = 10_i64.pow(cut);
            if digit % unit != 0 {
                return Err(too_fine());
            }
            (base, digit) = (base / unit, digit / unit);
            exponent += cut.cast_signed();
        }
        number = number.checked_mul(i256::from_i128(base.into())).ok_or_else(too_big)?;
        number = number.checked_add(i256::from_i128(digit.into())).ok_or_else(too_big)?;
    }
    let ten = i256::from_i128(10);
    for _ in 0..exponent.max(0) {
        if number == i256::ZERO {
            break;
        }
        number = number.checked_mul(ten).ok_or_else(too_big)?;
    }
    for _ in exponent..0 {
        let (whole, rest) = (number.wrapping_div(ten), number.wrapping_rem(ten));
        if rest != i256::ZERO {
            return Err(too_fine());
        }
        number = whole;
    }
    Ok(if sign == NEGATIVE { number.wrapping_neg() } else { number })
}

/// `None` if the number has more digits than the wire counts.
pub(crate) fn encode(number: &BigDecimal) -> Option<Vec<u8>> {
    let (mut digits, mut scale) = number.as_bigint_and_exponent();
    let ten = BigInt::from(10);
    // Digits to the base of 10,000 end at a multiple of four places after the point.
    while scale.rem_euclid(4) != 0 {
        digits *= &ten;
        scale += 1;
    }
    let shown = u16::try_from(number.fractional_digit_count().max(0)).ok().filter(|shown| *shown < 0x4000)?;
    let negative = digits.sign() == Sign::Minus;
    let mut groups = Vec::new();
    let base = BigInt::from(BASE);
    let mut rest = digits.magnitude().clone();
    let zero = BigInt::ZERO.magnitude().clone();
    while rest != zero {
        groups.push(u16::try_from(&rest % base.magnitude()).ok()?);
        rest /= base.magnitude();
    }
    groups.reverse();
    let whole_groups = i64::try_from(groups.len()).ok()? - scale / 4;
    let weight = if groups.is_empty() { 0 } else { i16::try_from(whole_groups - 1).ok()? };
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let mut bytes = Vec::with_capacity(8 + 2 * groups.len());
    bytes.extend(u16::try_from(groups.len()).ok()?.to_be_bytes());
    bytes.extend(weight.to_be_bytes());
    bytes.extend(if negative { NEGATIVE } else { 0 }.to_be_bytes());
    bytes.extend(shown.to_be_bytes());
    for group in groups {
        bytes.extend(group.to_be_bytes());
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn numbers_come_back() {
        for (text, scale) in [
            ("0", 0),
            ("0.000", 3),
            ("1.5", 1),
            ("-1.5", 4),
            ("12345.6789", 4),
            ("0.00001", 5),
            ("100000000", 2),
            ("-99999999999999.9999", 4),
            ("9999999999999999999999999999999999999999999999999999999999999999999999999999", 0),
            ("999999999999999999999999999999999999999999999999999999999999999999999999999.9", 1),
        ] {
            let number = BigDecimal::from_str(text).expect("a number");
            let decoded = decode(&encode(&number).expect("encoded"), scale).expect("decoded");
            let (expected, _) = number.with_scale(scale.into()).as_bigint_and_exponent();
            assert_eq!(decoded.to_string(), expected.to_string(), "{text}");
        }
    }

    #[test]
    fn what_no_decimal_holds_is_refused() {
        let number = encode(&BigDecimal::from_str("1.25").expect("a number")).expect("encoded");
        for (bytes, scale, reason) in [
            (number.as_slice(), 1, "more than 1 digits"),
            (&[0, 0, 0, 0, 0xC0, 0, 0, 0], 0, "NaN"),
            (&[0, 0, 0, 0, 0xD0, 0, 0, 0], 0, "infinity"),
            (&[0, 2, 0, 0, 0, 0, 0, 0, 0, 1], 0, "cut short"),
            (&[0, 1], 0, "cut short"),
            (&[0, 1, 0, 200, 0, 0, 0, 0, 0, 1], 0, "more digits"),
        ] {
            let error = decode(bytes, scale).expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
    }
}
