//! The byte formats below DuckDB's `arrow.opaque` extensions.
//!
//! Seen by running DuckDB 1.5.6 with `arrow_lossless_conversion`; HUGEINT and UHUGEINT are plain little-endian.

use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::{Bits, TimeTz};

use super::{DecodeError, DecodeErrorKind};

/// The greatest offset that DuckDB knows, 15:59:59.
const GREATEST_OFFSET: i32 = 16 * 3600 - 1;

fn malformed(of: &'static str) -> DecodeError {
    DecodeError::new(DecodeErrorKind::Malformed { of })
}

/// A bit string: how many bits of the first byte are padding, then the bits, the padding (all ones) first.
pub(super) fn bits(bytes: &[u8]) -> Result<Bits, DecodeError> {
    let (padding, bytes) = match bytes.split_first() {
        Some((padding, bytes)) if *padding < 8 && !(bytes.is_empty() && *padding > 0) => (usize::from(*padding), bytes),
        _ => return Err(malformed("bit string")),
    };
    let digits =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| if byte >> bit & 1 == 1 { '1' } else { '0' }));
    Bits::new(digits.skip(padding).collect::<String>()).map_err(|_| malformed("bit string"))
}

/// A time of day with offset: 40 bits of microseconds, then 24 bits that count down from the greatest offset.
pub(super) fn time_tz(bytes: &[u8]) -> Result<TimeTz, DecodeError> {
    let Ok(bytes) = <[u8; 8]>::try_from(bytes) else {
        return Err(malformed("time with time zone"));
    };
    let bits = u64::from_le_bytes(bytes);
    let microseconds = i64::try_from(bits >> 24).map_err(|_| malformed("time with time zone"))?;
    let below_greatest = i32::try_from(bits & 0xff_ffff).map_err(|_| malformed("time with time zone"))?;
    Ok(TimeTz { nanoseconds: microseconds * 1_000, offset_seconds: GREATEST_OFFSET - below_greatest })
}

/// An integer of any size: a bit that is set unless it is negative, 23 bits for how many bytes follow, then these, the
/// greatest first. Of a negative number all bits are inverted.
pub(super) fn bignum(bytes: &[u8]) -> Result<BigInt, DecodeError> {
    let [first, second, third, digits @ ..] = bytes else {
        return Err(malformed("BIGNUM"));
    };
    let invert = if first & 0x80 == 0 { 0xff } else { 0 };
    let length = u32::from_be_bytes([0, (first ^ invert) & 0x7f, second ^ invert, third ^ invert]);
    if usize::try_from(length) != Ok(digits.len()) {
        return Err(malformed("BIGNUM"));
    }
    let sign = if invert == 0 { Sign::Plus } else { Sign::Minus };
    let digits: Vec<u8> = digits.iter().map(|byte| byte ^ invert).collect();
    Ok(BigInt::from_bytes_be(sign, &digits))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn bit_strings() {
        for (bytes, expected) in [
            (&[0x05, 0xfd][..], "101"),
            (&[0x07, 0xfe], "0"),
            (&[0x06, 0xfe, 0xdc], "1011011100"),
            (&[0x00, 0xff], "11111111"),
        ] {
            assert_eq!(bits(bytes).unwrap().as_str(), expected);
        }
        for bytes in [&[][..], &[8, 0], &[3]] {
            assert!(bits(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn times_with_offset() {
        for (bytes, expected) in [
            ([0xdf, 0xc4, 0x00, 0x08, 0x26, 0xe6, 0x8b, 0x0a], "12:34:56.789+02:00"),
            ([0xfe, 0xc1, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00], "00:00:00-15:59:59"),
            ([0xff, 0xe0, 0x00, 0x00, 0x60, 0xd7, 0x1d, 0x14], "24:00:00+00:00"),
            ([0x00, 0x00, 0x00, 0x40, 0x42, 0x0f, 0x00, 0x00], "00:00:01+15:59:59"),
        ] {
            assert_eq!(time_tz(&bytes).unwrap().to_string(), expected);
        }
        assert!(time_tz(&[1, 2]).is_err());
    }

    #[test]
    fn big_numbers() {
        for (bytes, expected) in [
            (&[0x80, 0x00, 0x01, 0x00][..], 0),
            (&[0x80, 0x00, 0x01, 0x01], 1),
            (&[0x7f, 0xff, 0xfe, 0xfe], -1),
            (&[0x80, 0x00, 0x02, 0x01, 0x00], 256),
            (&[0x7f, 0xff, 0xfd, 0xfe, 0xff], -256),
            (&[0x7f, 0xff, 0xfc, 0xfe, 0xff, 0xfe], -65537),
        ] {
            assert_eq!(bignum(bytes).unwrap(), BigInt::from(expected));
        }
        for bytes in [&[][..], &[0x80, 0], &[0x80, 0, 2, 1]] {
            assert!(bignum(bytes).is_err(), "{bytes:?}");
        }
    }
}
