//! Where an engine says that a construct stands: `{at WORD}` in the words of a refusal.

/// Begins what stands for the place of a word.
const POINTER: &str = "{at ";

/// Whether the words have a place in them.
pub(crate) fn is_pointer(words: &str) -> bool {
    words.contains(POINTER)
}

/// A place is a number, and any message may have that, so there must be words beside it.
pub(crate) fn check(words: &str) -> Result<(), String> {
    let mut beside = String::new();
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once(POINTER) {
        beside.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    beside.push_str(rest);
    if is_pointer(words) && !beside.contains(char::is_alphabetic) {
        return Err("`{at WORD}` alone is a number that any error may have: say the words beside it".to_owned());
    }
    Ok(())
}

/// The words with the place of each `{at WORD}`, the first in `asked`, counted in characters from 1; nothing if it is not there.
pub(crate) fn placed(words: &str, asked: &str) -> Option<String> {
    let Some((before, rest)) = words.split_once(POINTER) else { return Some(words.to_owned()) };
    let (word, behind) = rest.split_once('}')?;
    let place = asked[..asked.find(word)?].chars().count() + 1;
    Some(format!("{before}{place}{}", placed(behind, asked)?))
}

/// Whether the message has the words. A number at their ends is a whole one: place 1 is not said by `10`.
pub(crate) fn is_said(words: &str, message: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    message.match_indices(words).any(|(at, _)| {
        let (before, behind) = (&message[..at], &message[at + words.len()..]);
        let begins_earlier = words.starts_with(is_digit) && before.ends_with(is_digit);
        let ends_later = words.ends_with(is_digit) && behind.starts_with(is_digit);
        !begins_earlier && !ends_later
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_that_of_the_word_in_what_is_asked() {
        for (words, expected) in [
            ("near here", Some("near here")),
            ("(at character {at TYPE})", Some("(at character 10)")),
            ("{at CREÄTE}, {at TYPE}: no", Some("1, 10: no")),
            ("{at INDEX}", None),
            ("{at TYPE", None),
        ] {
            assert_eq!(placed(words, "CREÄTE # TYPE x TYPE").as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn a_place_is_not_said_by_a_number_that_has_its_digits() {
        for (words, message, expected) in [
            ("at 1", "no (at 1)", true),
            ("at 1", "no (at 10)", false),
            ("at 1", "no (at 10) and at 1", true),
            ("1: no", "1: no", true),
            ("1: no", "21: no", false),
            ("near here", "it is near here", true),
        ] {
            assert_eq!(is_said(words, message), expected, "{words} in {message}");
        }
    }

    #[test]
    fn a_place_needs_words_beside_it() {
        for (words, expected) in [
            ("{at y}", false),
            ("({at y})", false),
            ("{at x}:{at y}", false),
            ("{at y", false),
            ("at {at y}", true),
            ("{at y}: no", true),
            ("(", true),
        ] {
            assert_eq!(check(words).is_ok(), expected, "{words}");
        }
    }
}
