//! DuckDB's types as its catalog spells them, read and written: `STRUCT(a INTEGER, "x y" VARCHAR)[]`.

use std::fmt::Write;

use aludel_dialect::{Field, SqlType, TimeUnit};

use crate::spelling::quote;

/// The types without arguments, each with the catalog's words for it.
pub static PLAIN_TYPES: [(SqlType, &str); 30] = [
    (SqlType::Boolean, "BOOLEAN"),
    (SqlType::Int8, "TINYINT"),
    (SqlType::Int16, "SMALLINT"),
    (SqlType::Int32, "INTEGER"),
    (SqlType::Int64, "BIGINT"),
    (SqlType::Int128, "HUGEINT"),
    (SqlType::UInt8, "UTINYINT"),
    (SqlType::UInt16, "USMALLINT"),
    (SqlType::UInt32, "UINTEGER"),
    (SqlType::UInt64, "UBIGINT"),
    (SqlType::UInt128, "UHUGEINT"),
    (SqlType::BigInteger, "BIGNUM"),
    (SqlType::Float32, "FLOAT"),
    (SqlType::Float64, "DOUBLE"),
    (SqlType::Text, "VARCHAR"),
    (SqlType::Bytes, "BLOB"),
    (SqlType::Bits, "BIT"),
    (SqlType::Date, "DATE"),
    (SqlType::Time(TimeUnit::Microsecond), "TIME"),
    (SqlType::Time(TimeUnit::Nanosecond), "TIME_NS"),
    (SqlType::TimeTz, "TIME WITH TIME ZONE"),
    (SqlType::Timestamp(TimeUnit::Second), "TIMESTAMP_S"),
    (SqlType::Timestamp(TimeUnit::Millisecond), "TIMESTAMP_MS"),
    (SqlType::Timestamp(TimeUnit::Microsecond), "TIMESTAMP"),
    (SqlType::Timestamp(TimeUnit::Nanosecond), "TIMESTAMP_NS"),
    (SqlType::TimestampTz(TimeUnit::Microsecond), "TIMESTAMP WITH TIME ZONE"),
    (SqlType::Interval, "INTERVAL"),
    (SqlType::Uuid, "UUID"),
    (SqlType::Json, "JSON"),
    (SqlType::Null, "\"NULL\""),
];

/// The catalog's words for a type without arguments; `None` for one that DuckDB has not.
pub(crate) fn plain_name(sql_type: &SqlType) -> Option<&'static str> {
    PLAIN_TYPES.iter().find(|(known, _)| known == sql_type).map(|(_, name)| *name)
}

/// The type in the catalog's words, but with an enum's labels, and with the name of every member in quotes; `UNKNOWN` where
/// DuckDB has no such type.
///
/// ```
/// # use aludel_dialect::SqlType;
/// # use aludel_duckdb_sql::type_text;
/// assert_eq!(type_text(&SqlType::list(SqlType::decimal(9, 2))), "DECIMAL(9,2)[]");
/// ```
pub fn type_text(sql_type: &SqlType) -> String {
    let mut text = String::new();
    write(sql_type, &mut text);
    text
}

fn write(sql_type: &SqlType, out: &mut String) {
    match sql_type {
        SqlType::Decimal { precision, scale } => {
            let _ = write!(out, "DECIMAL({precision},{scale})");
        }
        SqlType::List(element) => {
            write(element, out);
            out.push_str("[]");
        }
        SqlType::Array(element, length) => {
            write(element, out);
            let _ = write!(out, "[{length}]");
        }
        SqlType::Map(key, value) => {
            out.push_str("MAP(");
            write(key, out);
            out.push_str(", ");
            write(value, out);
            out.push(')');
        }
        SqlType::Struct(members) | SqlType::Union(members) => {
            out.push_str(if matches!(sql_type, SqlType::Union(_)) { "UNION(" } else { "STRUCT(" });
            for (index, member) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                quote(&member.name, '"', out);
                out.push(' ');
                write(&member.sql_type, out);
            }
            out.push(')');
        }
        SqlType::Enum(labels) => {
            out.push_str("ENUM(");
            for (index, label) in labels.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                quote(label, '\'', out);
            }
            out.push(')');
        }
        SqlType::Native(words) => out.push_str(words),
        plain => out.push_str(plain_name(plain).unwrap_or("UNKNOWN")),
    }
}

/// So deep a type is read.
const MAX_DEPTH: usize = 50;

/// The neutral type; the text itself as [`SqlType::Native`], whole, where any part of it is not known.
pub(crate) fn parse(text: &str) -> SqlType {
    let mut reader = Reader { rest: text };
    match reader.sql_type(0) {
        Some(sql_type) if reader.rest.is_empty() => sql_type,
        _ => SqlType::Native(text.to_owned()),
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn eat(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn sql_type(&mut self, depth: usize) -> Option<SqlType> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut sql_type = self.element(depth)?;
        while self.eat("[").is_some() {
            sql_type = match self.until(']')? {
                "" => SqlType::list(sql_type),
                length => SqlType::array(sql_type, length.parse().ok()?),
            };
        }
        Some(sql_type)
    }

    fn until(&mut self, end: char) -> Option<&'t str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    fn element(&mut self, depth: usize) -> Option<SqlType> {
        if self.eat("STRUCT(").is_some() {
            return Some(SqlType::Struct(self.members(depth)?));
        }
        if self.eat("UNION(").is_some() {
            return Some(SqlType::Union(self.members(depth)?));
        }
        if self.eat("MAP(").is_some() {
            let key = self.sql_type(depth + 1)?;
            self.eat(", ")?;
            let value = self.sql_type(depth + 1)?;
            self.eat(")")?;
            return Some(SqlType::map(key, value));
        }
        if self.eat("DECIMAL(").is_some() {
            let (precision, scale) = self.until(')')?.split_once(',')?;
            return Some(SqlType::decimal(precision.trim().parse().ok()?, scale.trim().parse().ok()?));
        }
        if self.eat("ENUM(").is_some() {
            let mut labels = vec![self.quoted('\'')?];
            while self.eat(", ").is_some() {
                labels.push(self.quoted('\'')?);
            }
            self.eat(")")?;
            return Some(SqlType::Enum(labels));
        }
        let end = self.rest.find([',', ')', '[', '(']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        // What DuckDB calls by one word stays that word.
        let is_one = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        plain(name).or_else(|| is_one.then(|| SqlType::Native(name.to_owned())))
    }

    fn members(&mut self, depth: usize) -> Option<Vec<Field>> {
        let mut members = Vec::new();
        loop {
            let name = if self.rest.starts_with('"') {
                let name = self.quoted('"')?;
                self.eat(" ")?;
                name
            } else {
                self.name()
            };
            members.push(Field::new(name, self.sql_type(depth + 1)?));
            if self.eat(", ").is_none() {
                self.eat(")")?;
                return Some(members);
            }
        }
    }

    /// The name in front of a member's type; empty where it has none, as in `STRUCT(INTEGER, TIME WITH TIME ZONE)`.
    fn name(&mut self) -> String {
        let is_of_two_words = ["TIME WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE"].into_iter().any(|words| {
            match self.rest.strip_prefix(words) {
                Some(behind) => behind.starts_with([',', ')', '[']),
                None => false,
            }
        });
        match self.rest.split_once(' ') {
            Some((name, rest)) if !is_of_two_words && !name.contains([',', '(', ')', '[', '\'']) => {
                self.rest = rest;
                name.to_owned()
            }
            _ => String::new(),
        }
    }

    /// What stands in quotes, which are doubled inside.
    fn quoted(&mut self, quote: char) -> Option<String> {
        self.rest = self.rest.strip_prefix(quote)?;
        let mut text = String::new();
        loop {
            text.push_str(self.until(quote)?);
            match self.rest.strip_prefix(quote) {
                Some(rest) => {
                    text.push(quote);
                    self.rest = rest;
                }
                None => return Some(text),
            }
        }
    }
}

fn plain(name: &str) -> Option<SqlType> {
    PLAIN_TYPES.iter().find(|(_, known)| *known == name).map(|(sql_type, _)| sql_type.clone())
}

#[cfg(test)]
mod tests {
    use super::{PLAIN_TYPES, parse, type_text};
    use aludel_dialect::SqlType;

    #[test]
    fn the_catalogs_words_are_read_whole() {
        for (text, neutral) in [
            ("INTEGER", "INT32"),
            ("DECIMAL(18,3)", "DECIMAL(18, 3)"),
            ("VARCHAR[][2]", "ARRAY(LIST(TEXT), 2)"),
            ("ENUM('it''s', 'a, b')", "ENUM(it's, a, b)"),
            ("MAP(VARCHAR, DECIMAL(4,1)[])", "MAP(TEXT, LIST(DECIMAL(4, 1)))"),
            (
                "STRUCT(a INTEGER, \"x \"\"y\" STRUCT(b TIMESTAMP WITH TIME ZONE)[])",
                "STRUCT(a INT32, x \"y LIST(STRUCT(b TIMESTAMP(6) WITH TIME ZONE)))",
            ),
            ("UNION(n INTEGER, v VARCHAR)", "UNION(n INT32, v TEXT)"),
            ("STRUCT(a VARIANT)[2]", "ARRAY(STRUCT(a VARIANT), 2)"),
            ("STRUCT(INTEGER, TIME WITH TIME ZONE)", "STRUCT( INT32,  TIME WITH TIME ZONE)"),
            ("STRUCT(\"TIME\" INTEGER[], b DATE)", "STRUCT(TIME LIST(INT32), b DATE)"),
        ] {
            assert_eq!(parse(text).to_string(), neutral);
        }
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for (sql_type, name) in &PLAIN_TYPES {
            assert_eq!((type_text(sql_type).as_str(), &parse(name)), (*name, sql_type));
        }
        for text in [
            "DECIMAL(18,3)[][2]",
            "MAP(ENUM('it''s', 'a, b'), BIT[])",
            "STRUCT(\"a\" INTEGER, \"x \"\"y\" UNION(\"n\" TIME WITH TIME ZONE))",
            "STRUCT(\"a\" VARIANT)",
        ] {
            assert_eq!(type_text(&parse(text)), text);
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for text in
            ["GEOMETRY", "GEOMETRY('EPSG:4326')[]", "ENUM('a", "INTEGER[x]", "DECIMAL(1)", "STRUCT(", "", "MAP(A"]
        {
            assert_eq!(parse(text), SqlType::Native(text.to_owned()));
        }
        let deep = "STRUCT(a ".repeat(1000);
        assert_eq!(parse(&deep), SqlType::Native(deep.clone()));
    }
}
