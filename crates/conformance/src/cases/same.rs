//! Whether the rows that were found are those that were expected.

/// How far a number behind `~` may be from the expected one, as a part of it.
pub(super) const TOLERANCE: f64 = 1e-12;

/// Whether `found` is `expected`, letter by letter, but for two things: a number that `expected` writes behind `~` is met
/// within [`TOLERANCE`], and an engine without truth values says 1 and 0.
pub(super) fn is_same(expected: &str, found: &str) -> bool {
    let (mut expected, mut found) = (expected, found);
    loop {
        let Some(letter) = expected.chars().next() else { return found.is_empty() };
        if let Some(about) = expected.strip_prefix('~') {
            let (wanted, behind) = number(about);
            let (told, rest) = number(found);
            match (wanted, told) {
                (Some(wanted), Some(told)) if (wanted - told).abs() <= wanted.abs() * TOLERANCE => {}
                _ => return false,
            }
            (expected, found) = (behind, rest);
        } else if let Some(rest) = found.strip_prefix(letter) {
            (expected, found) = (&expected[letter.len_utf8()..], rest);
        } else {
            let truth = [("TRUE", "1"), ("FALSE", "0")];
            let told =
                truth.iter().find_map(|(word, digit)| Some((expected.strip_prefix(word)?, found.strip_prefix(digit)?)));
            match told {
                Some(rest) => (expected, found) = rest,
                None => return false,
            }
        }
    }
}

/// The number at the start of a text, and what follows it.
fn number(text: &str) -> (Option<f64>, &str) {
    let end = text.find([',', ')', ']', '}', ' ']).unwrap_or(text.len());
    (text[..end].parse().ok(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn rows_are_compared_letter_by_letter_but_for_what_is_said_otherwise() {
        for (expected, found, same) in [
            ("(1, 'a')", "(1, 'a')", true),
            ("(1)", "(1.0)", false),
            ("(1) (2)", "(1)", false),
            ("(1)", "(1) (2)", false),
            ("(~0.1, 2)", "(0.10000000000000001, 2)", true),
            ("(~0.1)", "(0.1000001)", false),
            ("(0.1)", "(0.10000000000000001)", false),
            ("(~NaN)", "(NaN)", false),
            ("(TRUE, FALSE)", "(1, 0)", true),
            ("(TRUE)", "(0)", false),
            ("(1)", "(TRUE)", false),
            ("('TRUE')", "('1')", true),
        ] {
            assert_eq!(is_same(expected, found), same, "{expected} {found}");
        }
    }
}
