//! Names of tables as a person writes them: `orders`, `shop.orders`, `"a.b"."say ""hi"""`.

use std::fmt;
use std::str::FromStr;

use aludel::Table;

/// A table's name, with schema and database if they are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableName {
    path: Vec<String>,
}

impl TableName {
    /// Database, schema and name, as far as they are given.
    pub(crate) fn path(&self) -> &[String] {
        &self.path
    }

    pub(crate) fn table(&self) -> Table {
        match self.path.as_slice() {
            [database, schema, name] => {
                Table::new(name.as_str()).in_schema(schema.as_str()).in_database(database.as_str())
            }
            [schema, name] => Table::new(name.as_str()).in_schema(schema.as_str()),
            path => Table::new(path.last().map(String::as_str).unwrap_or_default()),
        }
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path.join("."))
    }
}

impl FromStr for TableName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !text.starts_with('"') && text.contains("://") {
            return Err("it looks like an engine's URL, where a table is to be named".to_owned());
        }
        let mut path = Vec::new();
        let mut rest = text;
        loop {
            let (part, behind) = match rest.strip_prefix('"') {
                Some(quoted) => {
                    unquoted(quoted).ok_or("a name in quotes has no end; a quote in it is written twice")?
                }
                None => {
                    let end = rest.find('.').unwrap_or(rest.len());
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            if part.is_empty() {
                return Err("a part of the name is empty".to_owned());
            }
            path.push(part);
            match behind.strip_prefix('.') {
                Some(behind) => rest = behind,
                None if behind.is_empty() => break,
                None => return Err("behind a name in quotes comes a dot or nothing".to_owned()),
            }
        }
        if path.len() > 3 {
            return Err("it has more parts than database, schema and table; quote a name that has dots".to_owned());
        }
        Ok(Self { path })
    }
}

/// What stands in quotes, and what behind them.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        name.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(behind) => {
                name.push('"');
                rest = behind;
            }
            None => return Some((name, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_at_its_dots_but_in_quotes() {
        let cases: [(&str, &[&str]); 6] = [
            ("orders", &["orders"]),
            ("shop.orders", &["shop", "orders"]),
            ("db.shop.orders", &["db", "shop", "orders"]),
            ("\"a.b\".\"say \"\"hi\"\"\"", &["a.b", "say \"hi\""]),
            ("x'); DROP TABLE y; --", &["x'); DROP TABLE y; --"]),
            ("shop.\"größer als\"", &["shop", "größer als"]),
        ];
        for (text, path) in cases {
            assert_eq!(text.parse::<TableName>().map(|name| name.path), Ok(path.iter().map(|p| (*p).into()).collect()));
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", ".", "a.", "\"a", "\"a\"b", "\"\"", "a.b.c.d", "questdb://h/d"] {
            assert!(text.parse::<TableName>().is_err(), "{text}");
        }
    }
}
