//! The access token, which is the password: given once, or asked for at each new connection.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use aludel_engine::{ConnectOptions, Error};
use futures_core::future::BoxFuture;

/// The variable that holds the token when nothing else does.
const VARIABLE: &str = "MOTHERDUCK_TOKEN";

/// Who gives tokens: a function that is asked at each new connection, so that tokens may be short-lived.
#[derive(Clone)]
pub struct TokenSource(Arc<dyn Fn() -> BoxFuture<'static, Result<String, Error>> + Send + Sync>);

impl TokenSource {
    /// A source that calls `ask` for each new connection.
    ///
    /// ```
    /// # use aludel_postgres_endpoint::TokenSource;
    /// let source = TokenSource::new(|| async { Ok("a token from the vault".to_owned()) });
    /// assert_eq!(format!("{source:?}"), "TokenSource");
    /// ```
    pub fn new<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<String, Error>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(ask())))
    }
}

/// Without what it gives.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource")
    }
}

/// Where the token of a new connection comes from.
#[derive(Clone)]
pub(crate) enum Token {
    Given(String),
    Asked(TokenSource),
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// Of the URL or beside it; else from the source; else from the environment, for MotherDuck's own hosts alone.
    ///
    /// # Errors
    /// [`Error::Usage`] without any, and for one that can't be a token.
    pub(crate) fn new(options: &ConnectOptions, host: &str, source: Option<&TokenSource>) -> Result<Self, Error> {
        Self::or_of_variable(options, host, source, std::env::var(VARIABLE).ok())
    }

    fn or_of_variable(
        options: &ConnectOptions,
        host: &str,
        source: Option<&TokenSource>,
        variable: Option<String>,
    ) -> Result<Self, Error> {
        if let Some(password) = options.password() {
            return Ok(Self::Given(checked(password.to_owned())?));
        }
        if let Some(source) = source {
            return Ok(Self::Asked(source.clone()));
        }
        let is_motherducks = host == "motherduck.com" || host.ends_with(".motherduck.com");
        match variable.filter(|token| !token.is_empty()) {
            Some(token) if is_motherducks => Ok(Self::Given(checked(token)?)),
            Some(_) => Err(Error::Usage(format!(
                "there is no token for {host}: {VARIABLE} is sent to hosts of motherduck.com alone; write it into the URL as the \
                 password, or give it beside the URL"
            ))),
            None => Err(Error::Usage(format!(
                "there is no token: it is the password of the URL, is given beside the URL (`password`), or stands in the \
                 variable {VARIABLE}"
            ))),
        }
    }

    /// The token of a new connection.
    pub(crate) async fn get(&self) -> Result<String, Error> {
        match self {
            Self::Given(token) => Ok(token.clone()),
            Self::Asked(source) => checked((source.0)().await?),
        }
    }
}

/// # Errors
/// [`Error::Usage`], which does not repeat it.
fn checked(token: String) -> Result<String, Error> {
    let wrong = |what: &str| Err(Error::Usage(format!("the token {what}")));
    match token.as_str() {
        "" => wrong("is empty"),
        token if token.contains(['\n', '\r']) => {
            wrong("has a line break in it: it was read from a file with the end of its line, which has to go")
        }
        token if token.contains(|letter: char| letter.is_control() || letter.is_whitespace()) => {
            wrong("has a blank or a control character in it")
        }
        _ => Ok(token),
    }
}

#[cfg(test)]
mod tests {
    use aludel_engine::EngineUrl;

    use super::*;

    fn given(url: &str) -> Result<Token, String> {
        let options = ConnectOptions::new(EngineUrl::parse(url).expect(url));
        Token::new(&options, options.url().host().unwrap_or_default(), None).map_err(|error| error.to_string())
    }

    #[test]
    fn the_variable_is_for_hosts_of_motherduck_alone() {
        let of = |url: &str, variable: Option<&str>| {
            let options = ConnectOptions::new(EngineUrl::parse(url).expect(url));
            let host = options.url().host().unwrap_or_default().to_owned();
            match Token::or_of_variable(&options, &host, None, variable.map(str::to_owned)) {
                Ok(Token::Given(token)) => token,
                Ok(Token::Asked(_)) => "asked".to_owned(),
                Err(error) => error.to_string(),
            }
        };
        let motherducks = "postgresql://pg.us-east-1-aws.motherduck.com/md:";
        assert_eq!(of(motherducks, Some("s3cret")), "s3cret");
        assert_eq!(of("postgresql://x:given@pg.us-east-1-aws.motherduck.com/md:", Some("s3cret")), "given");
        for (url, variable, words) in [
            (motherducks, None, "there is no token"),
            (motherducks, Some(""), "there is no token"),
            (motherducks, Some("s3cret\n"), "a line break"),
            ("postgresql://localhost/md:", Some("s3cret"), "hosts of motherduck.com alone"),
            ("postgresql://motherduck.com.evil.example/md:", Some("s3cret"), "hosts of motherduck.com alone"),
            ("postgresql://evilmotherduck.com/md:", Some("s3cret"), "hosts of motherduck.com alone"),
        ] {
            let told = of(url, variable);
            assert!(told.contains(words) && !told.contains("s3cret"), "{url}: {told}");
        }
    }

    #[test]
    fn what_can_be_no_token_is_refused_and_not_repeated() {
        for (url, words) in [
            ("postgresql://postgres:s3cret%0A@h/md:", "a line break"),
            ("postgresql://postgres:s3cret%20x@h/md:", "a blank"),
            ("postgresql://postgres:@h/md:", "is empty"),
        ] {
            let error = given(url).expect_err(url);
            assert!(error.contains(words) && !error.contains("s3cret"), "{url}: {error}");
        }
        assert_eq!(
            given("postgresql://postgres:s3cret@h/md:").map(|token| format!("{token:?}")),
            Ok("Token".to_owned())
        );
    }
}
