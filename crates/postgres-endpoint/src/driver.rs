//! The driver: what goes into a registry.

use std::sync::Arc;

use aludel_engine::{ConnectOptions, Database, Driver, EngineUrl, Error, IntoUrl, UrlError};
use async_trait::async_trait;

use crate::database::EndpointDatabase;
use crate::libpq::Conninfo;
use crate::token::TokenSource;

/// Opens `postgresql://`, `postgres://` and `motherduck+pg://` URLs over the Postgres wire.
///
/// ```
/// assert_eq!(format!("{:?}", aludel_postgres_endpoint::driver()), "EndpointDriver");
/// ```
pub fn driver() -> EndpointDriver {
    EndpointDriver { token: None }
}

/// MotherDuck's Postgres endpoint; see [`driver`].
#[derive(Clone, Default)]
pub struct EndpointDriver {
    token: Option<TokenSource>,
}

impl EndpointDriver {
    /// With a source of tokens that is asked at each new connection, for URLs that have no password.
    #[must_use]
    pub fn with_tokens_of(self, source: TokenSource) -> Self {
        Self { token: Some(source) }
    }
}

impl std::fmt::Debug for EndpointDriver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EndpointDriver")
    }
}

#[async_trait]
impl Driver for EndpointDriver {
    fn schemes(&self) -> &'static [&'static str] {
        &["postgresql", "postgres", "motherduck+pg"]
    }

    fn name(&self) -> &'static str {
        "pg"
    }

    /// `postgresql+psycopg://…`, as it is pasted from a program that has another driver.
    fn stands_in_for(&self, driver: &str) -> bool {
        let _ = driver;
        true
    }

    /// libpq's `host=… dbname=…`.
    fn read(&self, text: &str) -> Option<Result<EngineUrl, UrlError>> {
        const KEYS: [&str; 7] = ["host", "hostaddr", "port", "user", "password", "dbname", "sslmode"];
        // Blanks may stand around the sign.
        let mut parts = text.split('=').map(|part| part.split_whitespace().next_back().unwrap_or_default()).peekable();
        let mut is_libpqs = false;
        while let Some(key) = parts.next() {
            is_libpqs |= parts.peek().is_some() && KEYS.contains(&key);
        }
        is_libpqs.then(|| Conninfo(text).into_url())
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(EndpointDatabase::open(options, self.token.as_ref()).await?))
    }
}
