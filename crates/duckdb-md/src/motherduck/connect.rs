//! An engine on MotherDuck, piece by piece.

use std::sync::Once;
use std::time::Duration;

use aludel_engine::{Connect, Engine, Error, IntoUrl, PoolOptions, PrePing, Registry, SettingValue};

use super::keys::LOGIN;
use super::{AccessMode, AttachMode, Login, MotherDuckUrl};
use crate::DuckDbDriver;

/// The age at which [`MotherDuck::performance`] replaces a connection: 23 hours, before MotherDuck's day is over.
const RECYCLE: Duration = Duration::from_secs(82_800);

/// An engine on the database `md:my_db` that is about to be opened.
///
/// ```
/// use std::time::Duration;
///
/// use aludel_duckdb_md::{AttachMode, motherduck};
/// use aludel_engine::PrePing;
///
/// let engine = motherduck("md:my_db").attach_mode(AttachMode::Single).config("threads", 4).performance();
/// assert_eq!(engine.url().to_string(), "duckdb:///md%3Amy_db?attach_mode=single");
/// let pool = engine.pool_options().unwrap();
/// assert_eq!((pool.pre_ping, pool.recycle), (PrePing::OnCheckout, Some(Duration::from_secs(82_800))));
/// ```
pub fn motherduck(database: impl AsRef<str>) -> MotherDuck {
    MotherDuck {
        url: MotherDuckUrl::new(database),
        driver: DuckDbDriver::default(),
        config: Vec::new(),
        login: Login::Token,
        pool: None,
    }
}

/// An engine on MotherDuck's read-scaling replicas: one database, of which nothing is written. Sessions of one name reach
/// one replica; without a name, a warning says once that each connection may reach another, which may lag behind.
///
/// ```
/// use aludel_duckdb_md::{read_scaling, stable_session_name};
///
/// let engine = read_scaling("md:analytics", Some(&stable_session_name("user-123", Some("org-1"))));
/// let url = "duckdb:///md%3Aanalytics?access_mode=read_only&attach_mode=single&session_name=4a8ba4de1d90213b";
/// assert_eq!(engine.url().to_string(), url);
/// ```
pub fn read_scaling(database: impl AsRef<str>, session_name: Option<&str>) -> MotherDuck {
    static WARNED: Once = Once::new();
    let engine = motherduck(database).attach_mode(AttachMode::Single).access_mode(AccessMode::ReadOnly);
    match session_name {
        Some(name) => engine.session_name(name),
        None => {
            WARNED.call_once(|| {
                tracing::warn!(
                    "read scaling without a session name: each connection may reach another replica, which may lag behind \
                     the one before; give `stable_session_name(user, salt)`"
                );
            });
            engine
        }
    }
}

/// See [`motherduck`]. `Debug` hides secrets.
#[derive(Clone)]
#[must_use = "it opens nothing until `open` is called"]
pub struct MotherDuck {
    url: MotherDuckUrl,
    driver: DuckDbDriver,
    config: Vec<(String, SettingValue)>,
    login: Login,
    pool: Option<PoolOptions>,
}

impl std::fmt::Debug for MotherDuck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let config: Vec<&String> = self.config.iter().map(|(key, _)| key).collect();
        f.debug_struct("MotherDuck").field("url", &self.url).field("config", &config).finish_non_exhaustive()
    }
}

impl MotherDuck {
    /// Which databases are seen.
    pub fn attach_mode(self, mode: AttachMode) -> Self {
        Self { url: self.url.attach_mode(mode), ..self }
    }

    /// Whether it can be written.
    pub fn access_mode(self, mode: AccessMode) -> Self {
        Self { url: self.url.access_mode(mode), ..self }
    }

    /// Sessions of one name go to one read-scaling replica; see [`stable_session_name`](crate::stable_session_name).
    pub fn session_name(self, name: impl Into<String>) -> Self {
        Self { url: self.url.session_name(name), ..self }
    }

    /// With this setting in the URL: MotherDuck's (`host`, `saas_mode`, `cache_buster`, …) or DuckDB's.
    pub fn query(self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        Self { url: self.url.query(key, value), ..self }
    }

    /// With this setting beside the URL, which wins over it.
    pub fn config(mut self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        self.config.push((key.into(), value.into()));
        self
    }

    /// The token. It is shown nowhere.
    pub fn token(self, token: impl Into<String>) -> Self {
        self.config("motherduck_token", token.into())
    }

    /// How to log in where there is no token.
    pub fn login(self, login: Login) -> Self {
        Self { login, ..self }
    }

    /// Keeps connections for the next user: each is asked whether it works before it is lent, and replaced after 23 hours.
    /// A pool that was given stays as it is.
    pub fn performance(self) -> Self {
        let default = || PoolOptions::new().pre_ping(PrePing::OnCheckout).recycle(RECYCLE);
        Self { pool: Some(self.pool.unwrap_or_else(default)), ..self }
    }

    /// How connections are pooled; without it, and without [`performance`](Self::performance), they are used once.
    pub fn pool(self, pool: PoolOptions) -> Self {
        Self { pool: Some(pool), ..self }
    }

    /// Through this driver, for example one with another [`Opener`](crate::Opener).
    pub fn driver(self, driver: DuckDbDriver) -> Self {
        Self { driver, ..self }
    }

    /// The URL, without what is beside it.
    pub fn url(&self) -> &MotherDuckUrl {
        &self.url
    }

    /// The pool that was asked for.
    pub fn pool_options(&self) -> Option<&PoolOptions> {
        self.pool.as_ref()
    }

    /// The same as the engine crate's own builder, for what that can do beyond this.
    #[must_use]
    pub fn connect(self) -> Connect {
        // `Connect` keeps an error of the URL until it is opened.
        let connect = Connect::through(Registry::new().with(self.driver), self.url);
        let connect = self.config.into_iter().fold(connect, |connect, (key, value)| connect.config(key, value));
        let connect = match self.login {
            Login::Token => connect,
            login => connect.login(login),
        };
        match self.pool {
            None => connect,
            Some(pool) => connect.pool(pool),
        }
    }

    /// Opens the engine.
    ///
    /// # Errors
    /// A name that is no MotherDuck database, a setting that nobody knows, no token, an extension that can't be fetched, and
    /// what MotherDuck says.
    pub async fn open(self) -> Result<Engine, Error> {
        self.connect().open().await
    }
}

/// What [`Connect`] can do for MotherDuck.
pub trait ConnectToMotherDuck {
    /// How to log in where there is no token: `Connect::to("duckdb:///md:my_db").login(Login::Browser)`.
    #[must_use]
    fn login(self, login: Login) -> Self;
}

impl ConnectToMotherDuck for Connect {
    fn login(self, login: Login) -> Self {
        self.config(LOGIN, login.to_string())
    }
}

/// A URL of a path: of MotherDuck's database strings, of files, and of URLs themselves.
pub(super) fn url_of(path: &str) -> Result<aludel_engine::EngineUrl, aludel_engine::UrlError> {
    if super::is_motherduck(path) {
        MotherDuckUrl::new(path).into_url()
    } else if path.contains("://") {
        path.into_url()
    } else {
        Ok(aludel_engine::EngineUrl::new("duckdb")?.with_database(path))
    }
}
