//! Errors that quote the statement, and the secrets in it.

/// In a statement, these tell that it may hold a secret, as a word or a part of one.
const TELLING: [&str; 12] = [
    "secret",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "token",
    "credential",
    "key",
    "auth",
    "attach",
    "signature",
    "://",
];

/// The message of an error of `sql` without what DuckDB quotes of it, if a word of that tells that it holds a secret.
///
/// Of such a statement's error nothing is kept from `LINE 1: …` on, and in what is left the statement's texts of four
/// letters and more are `***`: DuckDB quotes the statement as it is, cut anywhere, so that no quote need be left that would
/// tell where a text begins.
///
/// ```
/// # use aludel_duckdb_sql::without_secrets;
/// let sql = "CREATE SECRET s (TYPE s3, SECRET 'hush-5e1f', OOPS 1)";
/// let message = "Binder Error: no 'OOPS'\n\nLINE 1: CREATE SECRET s (TYPE s3, SECRET 'hush-5e1f'";
/// assert_eq!(without_secrets(message.to_owned(), sql), "Binder Error: no 'OOPS'");
/// ```
pub fn without_secrets(message: String, sql: &str) -> String {
    if holds_secret(sql) {
        texts(sql).fold(without_quotation(message), |kept, text| kept.replace(text, "***"))
    } else {
        message
    }
}

/// The message of an error without what DuckDB quotes of the statement, from `LINE 1: …` on: for a statement in which other
/// values stand than its author has written.
///
/// ```
/// # use aludel_duckdb_sql::without_quotation;
/// let message = "Parser Error: syntax error\n\nLINE 1: SELECT 'hush'";
/// assert_eq!(without_quotation(message.to_owned()), "Parser Error: syntax error");
/// ```
pub fn without_quotation(mut message: String) -> String {
    if let Some(at) = message.find("LINE ") {
        message.truncate(message[..at].trim_end().len());
    }
    message
}

fn holds_secret(sql: &str) -> bool {
    // These keys open nothing.
    let sql = sql.to_ascii_lowercase().replace("primary key", "").replace("foreign key", "");
    TELLING.iter().any(|word| sql.contains(word))
}

/// What stands behind each of a statement's quotes, of any kind: more than its texts, so that no odd quote makes one be
/// missed.
fn texts(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(['\'', '"', '$']).skip(1).filter(|text| text.chars().count() >= 4)
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn the_words_of_a_statement_are_no_secrets() {
        for (sql, message, shown) in [
            ("ATTACH 'a.duckdb' AS b", "ATTACH of 'a.duckdb' is refused", "ATTACH of '***' is refused"),
            (
                "CREATE TABLE t (a INTEGER PRIMARY KEY DEFAULT nextval('numbers'))",
                "Sequence with name numbers does not exist!",
                "Sequence with name numbers does not exist!",
            ),
            ("SET s3_access_key_id = 'hush'", "no hush", "no ***"),
        ] {
            assert_eq!(without_secrets(message.to_owned(), sql), shown, "{sql}");
        }
    }
}
