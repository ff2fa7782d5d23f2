//! Whether the rows that were found are those that were expected.

use crate::TruthValues;

/// How far a number behind `~` may be from the expected one, as a part of it.
pub(super) const TOLERANCE: f64 = 1e-12;

/// Whether `found` is `expected`, letter by letter, but for two things: a float that `expected` writes behind `~` is met
/// within [`TOLERANCE`], and an engine without truth values says 1 and 0.
pub(super) fn is_same(expected: &str, found: &str, truth_values: TruthValues) -> bool {
    let (mut expected, mut found) = (expected, found);
    let mut in_text = false;
    loop {
        let Some(letter) = expected.chars().next() else { return found.is_empty() };
        in_text ^= letter == '\'';
        if let (false, Some(about)) = (in_text, expected.strip_prefix('~')) {
            let (wanted, behind) = float(about);
            let (told, rest) = float(found);
            match (wanted, told) {
                (Some(wanted), Some(told)) if (wanted - told).abs() <= wanted.abs() * TOLERANCE => {}
                _ => return false,
            }
            (expected, found) = (behind, rest);
        } else if let Some(rest) = found.strip_prefix(letter) {
            (expected, found) = (&expected[letter.len_utf8()..], rest);
        } else {
            let truth: &[(&str, &str)] = match truth_values {
                TruthValues::Numbers if !in_text => &[("TRUE", "1"), ("FALSE", "0")],
                _ => &[],
            };
            let told =
                truth.iter().find_map(|(word, digit)| Some((expected.strip_prefix(word)?, found.strip_prefix(digit)?)));
            match told {
                Some(rest) => (expected, found) = rest,
                None => return false,
            }
        }
    }
}

/// The float at the start of a text, and what follows it. A number without a point is none.
fn float(text: &str) -> (Option<f64>, &str) {
    let end = text.find([',', ')', ']', '}', ' ']).unwrap_or(text.len());
    let (number, behind) = text.split_at(end);
    (number.contains(['.', 'e']).then(|| number.parse().ok()).flatten(), behind)
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use crate::TruthValues::{Numbers, OwnType};

    #[test]
    fn rows_are_compared_letter_by_letter_but_for_what_is_said_otherwise() {
        for (expected, found, truth_values, same) in [
            ("(1, 'a')", "(1, 'a')", OwnType, true),
            ("(1)", "(1.0)", OwnType, false),
            ("(1) (2)", "(1)", OwnType, false),
            ("(1)", "(1) (2)", OwnType, false),
            ("(~0.1, 2)", "(0.10000000000000001, 2)", OwnType, true),
            ("(~0.1)", "(0.1000001)", OwnType, false),
            ("(0.1)", "(0.10000000000000001)", OwnType, false),
            ("(~NaN)", "(NaN)", OwnType, false),
            ("(~2.0)", "(2)", OwnType, false),
            ("('~2.0')", "('2.0')", OwnType, false),
            ("(TRUE)", "(TRUE)", OwnType, true),
            ("(TRUE)", "(1)", OwnType, false),
            ("(TRUE, FALSE)", "(1, 0)", Numbers, true),
            ("(TRUE)", "(0)", Numbers, false),
            ("(TRUE)", "(10)", Numbers, false),
            ("(1)", "(TRUE)", Numbers, false),
            ("('TRUE')", "('1')", Numbers, false),
            ("('it''s TRUE', TRUE)", "('it''s TRUE', 1)", Numbers, true),
        ] {
            assert_eq!(is_same(expected, found, truth_values), same, "{expected} {found} {truth_values:?}");
        }
    }
}
