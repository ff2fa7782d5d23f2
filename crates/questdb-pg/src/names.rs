//! Names: which need quotes, and which QuestDB does not take.

use aludel_query::Unspeakable;

/// What `SELECT * FROM keywords()` answers in 9.3.4, and words that are read as operators or values.
const RESERVED: &[&str] = &[
    "add",
    "ago",
    "align",
    "all",
    "alter",
    "and",
    "as",
    "asc",
    "asof",
    "backup",
    "between",
    "both",
    "by",
    "cache",
    "capacity",
    "case",
    "cast",
    "column",
    "columns",
    "copy",
    "create",
    "cross",
    "database",
    "date",
    "declare",
    "default",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "except",
    "exclude",
    "exists",
    "explain",
    "false",
    "fill",
    "for",
    "foreign",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "header",
    "horizon",
    "if",
    "ilike",
    "in",
    "index",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "isolation",
    "join",
    "key",
    "latest",
    "left",
    "level",
    "like",
    "limit",
    "lock",
    "lt",
    "nan",
    "natural",
    "no",
    "nocache",
    "none",
    "not",
    "null",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "pivot",
    "primary",
    "range",
    "references",
    "rename",
    "repair",
    "right",
    "rows",
    "sample",
    "select",
    "show",
    "splice",
    "system",
    "table",
    "tables",
    "then",
    "time",
    "timestamp",
    "to",
    "tolerance",
    "transaction",
    "true",
    "truncate",
    "type",
    "union",
    "unlock",
    "unnest",
    "unpivot",
    "update",
    "using",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
    "within",
    "writer",
];

/// Whether a name that is plain otherwise needs quotes.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// Names become folders and files of the server.
const NOT_IN_TABLES: &[char] = &['?', ',', '\'', '"', '\\', '/', ':', '(', ')', '+', '*', '%', '~', '\u{feff}'];
const NOT_IN_COLUMNS: &[char] =
    &['?', ',', '.', '\'', '"', '\\', '/', ':', '(', ')', '+', '-', '*', '%', '~', '\u{feff}'];

fn is_taken(name: &str, refused: &[char]) -> bool {
    !name.trim().is_empty() && !name.chars().any(|char| char.is_control() || refused.contains(&char))
}

/// Whether a table can have this name.
pub(crate) fn check_table(name: &str) -> Result<(), Unspeakable> {
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    match is_taken(name, NOT_IN_TABLES) && !dots && !name.starts_with(' ') && !name.ends_with(' ') {
        true => Ok(()),
        false => {
            Err(Unspeakable::Name("a table of QuestDB is a folder of its name, which some characters can't be in"))
        }
    }
}

/// Whether a column can have this name.
pub(crate) fn check_column(name: &str) -> Result<(), Unspeakable> {
    match is_taken(name, NOT_IN_COLUMNS) {
        true => Ok(()),
        false => Err(Unspeakable::Name("a column of QuestDB is a file of its name, which some characters can't be in")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted() {
        assert!(RESERVED.is_sorted());
        assert!(is_reserved("order") && !is_reserved("trades"));
    }

    #[test]
    fn names_that_the_server_refuses_are_known() {
        for name in ["a/b", "it's", "a\nb", " ", "", "a..b", ".a", "$1 ? :a", "a:b"] {
            assert!(check_table(name).is_err(), "{name:?}");
        }
        for name in ["trades", "a b", "a.b", "añ🦆", "SELECT", "a]b", "a$$b", "a-b"] {
            assert!(check_table(name).is_ok(), "{name:?}");
        }
        for (name, taken) in [("a.b", false), ("a-b", false), ("a b", true), ("a;b", true), ("a*b", false)] {
            assert_eq!(check_column(name).is_ok(), taken, "{name:?}");
        }
    }
}
