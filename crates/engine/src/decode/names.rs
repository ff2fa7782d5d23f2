//! Names of Rust types, for messages.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_lose_their_modules() {
        assert_eq!(rust_type::<Option<String>>(), "Option<String>");
        assert_eq!(rust_type::<std::collections::HashMap<String, Vec<i64>>>(), "HashMap<String, Vec<i64>>");
        assert_eq!(rust_type::<(i64, [u8; 4])>(), "(i64, [u8; 4])");
    }
}
