//! The database string, `md:my_db?key=value&…`: taken apart and put together.

use aludel_engine::{EngineUrl, UrlError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Escaped in a value of the database string, as in a URL's query.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A key or value as it stands in the database string.
pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Whether a database string is MotherDuck's: `md:` or `motherduck:`, in any case.
pub(crate) fn is_motherduck(database: &str) -> bool {
    ["md:", "motherduck:"]
        .iter()
        .any(|prefix| database.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
}

/// A database string in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// `md:my_db`
    pub(crate) database: String,
    /// What follows `?`, with its escapes undone.
    pub(crate) query: Vec<(String, String)>,
}

/// Takes a database string apart.
pub(crate) fn parts(database: &str) -> Result<Parts, UrlError> {
    let Some((database, query)) = database.split_once('?') else {
        return Ok(Parts { database: database.to_owned(), query: Vec::new() });
    };
    let query = EngineUrl::parse(&format!("duckdb:///?{query}"))?;
    let query = query.query().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    Ok(Parts { database: database.to_owned(), query })
}

/// What no database of MotherDuck can be called.
pub(crate) fn check_name(database: &str) -> Result<(), UrlError> {
    if database.contains(',') {
        return Err(UrlError::Usage(
            "the name of a MotherDuck database has no comma: open one database, and attach the others",
        ));
    }
    Ok(())
}

/// Puts a database string together; equal settings give equal strings, because they are sorted.
pub(crate) fn joined(database: &str, mut query: Vec<(String, String)>) -> String {
    query.sort();
    let mut path = database.to_owned();
    for (number, (key, value)) in query.iter().enumerate() {
        path.push(if number == 0 { '?' } else { '&' });
        path.push_str(&escaped(key));
        path.push('=');
        path.push_str(&escaped(value));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{is_motherduck, joined, parts};

    #[test]
    fn a_database_is_motherducks_by_its_first_letters() {
        for is in ["md:", "md:my_db", "MD:my_db", "motherduck:my_db", "MotherDuck:"] {
            assert!(is_motherduck(is), "{is}");
        }
        for is_not in ["", "md", "my_md:db", "motherduck", "/data/md:x", "ü:", "ümd:"] {
            assert!(!is_motherduck(is_not), "{is_not}");
        }
    }

    #[test]
    fn a_database_string_is_sorted_and_comes_back_as_it_was() {
        let query = vec![("user".to_owned(), "a b&c".to_owned()), ("host".to_owned(), "h:1".to_owned())];
        let path = joined("md:my_db", query.clone());
        assert_eq!(path, "md:my_db?host=h%3A1&user=a%20b%26c");
        let back = parts(&path).map(|parts| (parts.database, parts.query));
        assert_eq!(back, Ok(("md:my_db".to_owned(), query.into_iter().rev().collect())));
    }
}
