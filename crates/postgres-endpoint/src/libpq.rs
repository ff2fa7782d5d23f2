//! What libpq's users have at hand: `key=value` strings and PG* variables.

use aludel_engine::{EngineUrl, Error, IntoUrl, UrlError};

/// A libpq string, such as MotherDuck's page shows it: `host=pg.us-east-1-aws.motherduck.com dbname=md: user=postgres`.
///
/// It is a URL wherever one is taken.
///
/// ```
/// use aludel_engine::IntoUrl;
/// use aludel_postgres_endpoint::Conninfo;
///
/// let url = Conninfo("host=pg.us-east-1-aws.motherduck.com dbname='md:' sslmode=require").into_url()?;
/// assert_eq!(url.to_string(), "postgresql://pg.us-east-1-aws.motherduck.com/md%3A?sslmode=require");
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Conninfo<'a>(
    /// The string.
    pub &'a str,
);

/// Without the string, which may hold a password.
impl std::fmt::Debug for Conninfo<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Conninfo(…)")
    }
}

impl IntoUrl for Conninfo<'_> {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        let mut url = EngineUrl::new("postgresql")?;
        for (key, value) in pairs(self.0)? {
            url = with(url, &key, value)?;
        }
        Ok(url)
    }
}

/// The URL that the PG* variables name: PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, PGSSLROOTCERT,
/// PGOPTIONS, PGAPPNAME, PGCONNECT_TIMEOUT. They are read here and nowhere else; but while PGOPTIONS, PGSSLCERT or PGSSLKEY
/// is set, the driver below would heed it unasked, so another URL than this one is refused then, with the variable's name.
///
/// # Errors
/// A value that can't be one.
pub fn from_env() -> Result<EngineUrl, Error> {
    from_variables(|name| std::env::var(name).ok())
}

fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<EngineUrl, Error> {
    const VARIABLES: [(&str, &str); 10] = [
        ("PGHOST", "host"),
        ("PGPORT", "port"),
        ("PGUSER", "user"),
        ("PGPASSWORD", "password"),
        ("PGDATABASE", "dbname"),
        ("PGSSLMODE", "sslmode"),
        ("PGSSLROOTCERT", "sslrootcert"),
        ("PGOPTIONS", "options"),
        ("PGAPPNAME", "application_name"),
        ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ];
    let mut url = EngineUrl::new("postgresql")?;
    for (name, key) in VARIABLES {
        if let Some(value) = variable(name).filter(|value| !value.is_empty()) {
            url = with(url, key, value)?;
        }
    }
    Ok(url)
}

fn with(url: EngineUrl, key: &str, value: String) -> Result<EngineUrl, UrlError> {
    Ok(match key {
        "host" => url.with_host(value),
        "hostaddr" => {
            return Err(UrlError::Usage("hostaddr is not taken: the server proves its name, so write host=<name>"));
        }
        "port" => {
            url.with_port(value.parse().map_err(|_| UrlError::Usage("the port is not a number from 1 to 65535"))?)
        }
        "user" => url.with_user(value),
        "password" => url.with_password(value),
        "dbname" => url.with_database(value),
        key => url.with_query(key, value),
    })
}

/// `key=value` pairs with blanks between them; a value with blanks stands in single quotes, and `\` takes the next
/// character as it is.
fn pairs(text: &str) -> Result<Vec<(String, String)>, UrlError> {
    let malformed = UrlError::Usage(
        "a libpq string is pairs of key=value with blanks between them, values with blanks in single quotes",
    );
    let mut letters = text.chars().peekable();
    let mut pairs = Vec::new();
    loop {
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if letters.peek().is_none() {
            return Ok(pairs);
        }
        let mut key = String::new();
        while let Some(letter) = letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_') {
            key.push(letter);
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if key.is_empty() || letters.next() != Some('=') {
            return Err(malformed);
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        let is_quoted = letters.next_if_eq(&'\'').is_some();
        let mut value = String::new();
        loop {
            match letters.next() {
                Some('\\') => value.push(letters.next().ok_or_else(|| malformed.clone())?),
                Some('\'') if is_quoted => break,
                None if is_quoted => return Err(malformed),
                None => break,
                Some(letter) if !is_quoted && letter.is_whitespace() => break,
                Some(letter) => value.push(letter),
            }
        }
        pairs.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_libpq_are_urls() {
        for (text, expected) in [
            (
                "host=h port=5432 dbname=md: user=postgres password=p sslmode=verify-full sslrootcert=system",
                "postgresql://postgres:p@h:5432/md%3A?sslmode=verify-full&sslrootcert=system",
            ),
            ("  host = 'h'  options='-c a=b\\'c' ", "postgresql://h?options=-c%20a%3Db%27c"),
            ("", "postgresql://"),
        ] {
            let url = Conninfo(text).into_url().map(|url| url.to_string_with_secrets());
            assert_eq!(url.map(|url| EngineUrl::parse(&url)), Ok(EngineUrl::parse(expected)), "{text}");
        }
        for text in ["host", "host='h", "=h", "port=x", "host=h hostaddr=127.0.0.1"] {
            assert!(Conninfo(text).into_url().is_err(), "{text}");
        }
    }

    #[test]
    fn the_variables_name_a_url() {
        let variables = |name: &str| {
            let value = match name {
                "PGHOST" => "h",
                "PGDATABASE" => "md:",
                "PGSSLMODE" => "verify-full",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let url = from_variables(variables).map(|url| url.to_string());
        assert_eq!(url.ok().as_deref(), Some("postgresql://h/md%3A?sslmode=verify-full"));
    }
}
