//! Names for messages: of Rust types, and of the column that was probably meant.

/// The Rust type without its modules: `Option<String>`, not `core::option::Option<alloc::string::String>`.
pub(crate) fn rust_type<T: ?Sized>() -> String {
    let full = std::any::type_name::<T>();
    let mut short = String::with_capacity(full.len());
    let mut word = 0;
    let mut rest = full;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("::") {
            short.truncate(word);
            rest = after;
        } else {
            short.push(next);
            if !next.is_alphanumeric() && next != '_' {
                word = short.len();
            }
            rest = &rest[next.len_utf8()..];
        }
    }
    short
}

/// The name among `there` that `wanted` is a likely misspelling of.
pub(crate) fn nearest<'a>(wanted: &str, there: &'a [String]) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let wanted = wanted.to_lowercase();
    there
        .iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name))
        .filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name.as_str())
}

/// How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut current = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let replace = above[j] + usize::from(x != y);
            current[j + 1] = replace.min(above[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                current[j + 1] = current[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut above, current);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_lose_their_modules() {
        assert_eq!(rust_type::<Option<String>>(), "Option<String>");
        assert_eq!(rust_type::<std::collections::HashMap<String, Vec<i64>>>(), "HashMap<String, Vec<i64>>");
        assert_eq!(rust_type::<(i64, [u8; 4])>(), "(i64, [u8; 4])");
    }

    #[test]
    fn a_misspelling_finds_its_name() {
        let there: Vec<String> = ["id", "age", "first_name"].map(str::to_owned).to_vec();
        assert_eq!(nearest("aeg", &there), Some("age"));
        assert_eq!(nearest("firstname", &there), Some("first_name"));
        assert_eq!(nearest("FIRST_NAME", &there), Some("first_name"));
        assert_eq!(nearest("total", &there), None);
    }
}
