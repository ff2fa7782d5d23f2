//! Parameters in a text.

use super::tokens::{Kind, tokens};

/// The text with a cast around each parameter whose type is known; the types are by the parameters' numbers.
pub(crate) fn with_types(sql: &str, types: &[Option<String>]) -> String {
    let mut written = String::with_capacity(sql.len());
    let (mut copied, mut unnumbered) = (0, 0);
    for token in tokens(sql) {
        if token.kind != Kind::Parameter {
            continue;
        }
        let name = &sql[token.at.start + 1..token.at.end];
        let number = if name.is_empty() && sql[token.at.clone()].starts_with('?') {
            unnumbered += 1;
            Some(unnumbered)
        } else {
            name.parse::<usize>().ok()
        };
        let known = number.and_then(|number| types.get(number.checked_sub(1)?)?.as_ref());
        if let Some(known) = known {
            written.push_str(&sql[copied..token.at.start]);
            written.push_str(&format!("CAST({} AS {known})", &sql[token.at.clone()]));
            copied = token.at.end;
        }
    }
    written.push_str(&sql[copied..]);
    written
}

#[cfg(test)]
mod tests {
    use super::with_types;

    #[test]
    fn parameters_get_their_types() {
        let types = [Some("BIGINT".to_owned()), None];
        for (sql, expected) in [
            ("SELECT $1, $2, '$1'", "SELECT CAST($1 AS BIGINT), $2, '$1'"),
            ("SELECT ?, ?", "SELECT CAST(? AS BIGINT), ?"),
            ("SELECT $name", "SELECT $name"),
        ] {
            assert_eq!(with_types(sql, &types), expected);
        }
    }
}
