//! Opening an engine.

use std::time::Duration;

use aludel_dialect::Any;
use aludel_query::{Params, Statement};

use crate::held::{Opened, checked};
use crate::{
    ConnectOptions, Engine, EngineUrl, Error, ExecutionOptions, PoolOptions, Registry, Resolved, SessionEffect,
    SettingValue, UrlError,
};

/// A statement that is rendered once the engine's dialect is known.
type Hook = Box<dyn Statement<Any> + Send>;

/// What names an engine: text, or a URL that was taken apart already, for example by a
/// [`UrlPolicy`](crate::UrlPolicy).
pub trait IntoUrl {
    /// The URL.
    ///
    /// # Errors
    /// Text that is no URL; the error does not repeat it, because it may hold a password.
    fn into_url(self) -> Result<EngineUrl, UrlError>;

    /// The URL, of a text that may also have a form that only one of the drivers knows.
    ///
    /// # Errors
    /// As [`into_url`](Self::into_url).
    fn into_url_for(self, registry: &Registry) -> Result<EngineUrl, UrlError>
    where
        Self: Sized,
    {
        let _ = registry;
        self.into_url()
    }
}

impl IntoUrl for EngineUrl {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        Ok(self)
    }
}

impl IntoUrl for &EngineUrl {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        Ok(self.clone())
    }
}

impl IntoUrl for &str {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        self.parse()
    }

    fn into_url_for(self, registry: &Registry) -> Result<EngineUrl, UrlError> {
        registry.read(self)
    }
}

impl IntoUrl for &String {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        self.parse()
    }

    fn into_url_for(self, registry: &Registry) -> Result<EngineUrl, UrlError> {
        registry.read(self)
    }
}

impl IntoUrl for String {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        self.parse()
    }

    fn into_url_for(self, registry: &Registry) -> Result<EngineUrl, UrlError> {
        registry.read(&self)
    }
}

/// An engine that is about to be opened: its URL, and options beside it. Where both name the same key, the URL wins.
pub struct Connect {
    registry: Registry,
    options: Result<ConnectOptions, UrlError>,
    execution: ExecutionOptions,
    hooks: Vec<Hook>,
}

impl std::fmt::Debug for Connect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connect").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Connect {
    /// The engine that `url` names, by one of the registry's drivers.
    pub fn through(registry: Registry, url: impl IntoUrl) -> Self {
        let options = url.into_url_for(&registry).map(ConnectOptions::new);
        Self { registry, options, execution: ExecutionOptions::new(), hooks: Vec::new() }
    }

    fn change(mut self, change: impl FnOnce(ConnectOptions) -> ConnectOptions) -> Self {
        self.options = self.options.map(change);
        self
    }

    /// A setting of the engine or its driver.
    #[must_use]
    pub fn config(self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        self.change(|options| options.with_config(key, value))
    }

    /// The user.
    #[must_use]
    pub fn user(self, user: impl Into<String>) -> Self {
        self.change(|options| options.with_user(user))
    }

    /// The password. It is shown nowhere.
    #[must_use]
    pub fn password(self, password: impl Into<String>) -> Self {
        self.change(|options| options.with_password(password))
    }

    /// How connections are pooled.
    #[must_use]
    pub fn pool(self, pool: PoolOptions) -> Self {
        self.change(|options| options.with_pool(pool))
    }

    /// Cancels each statement that takes longer, unless it has a timeout of its own.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.execution.timeout = Some(timeout);
        self
    }

    /// Runs a statement on each new connection: `LOAD`, `SET`, `ATTACH`. Several run in the order in which they are given.
    #[must_use]
    pub fn on_connect(mut self, statement: impl Statement<Any> + Send + 'static) -> Self {
        self.hooks.push(Box::new(statement));
        self
    }

    /// What the URL and the options come to, secrets hidden.
    ///
    /// # Errors
    /// The URL can't be read.
    pub fn resolved(&self) -> Result<Resolved, Error> {
        match &self.options {
            Ok(options) => Ok(options.resolved()),
            Err(error) => Err(error.clone().into()),
        }
    }

    /// Opens the engine. The first connection is made when it is needed; with [`on_connect`](Self::on_connect) at once, so
    /// that a statement that can't run is an error here.
    ///
    /// # Errors
    /// A URL that can't be read, a scheme that no driver answers to, a setting that the driver does not know, a statement of
    /// `on_connect` that fails, or begins or ends a transaction, and what the engine says when it is opened.
    pub async fn open(self) -> Result<Engine, Error> {
        let options = self.options?;
        let driver = self.registry.find(options.url())?;
        let pool = options.pool_or(driver.pool(&options))?;
        let database = driver.open(&options).await?;
        let mut hooks = Vec::with_capacity(self.hooks.len());
        for hook in &self.hooks {
            let hook = hook.render(database.spelling(), database.capabilities())?;
            hook.values(&Params::new())?;
            if checked(&*database, &hook)? == SessionEffect::Transaction {
                let error = Error::Usage(
                    "a new connection is lent without a transaction: begin it where it is used, with `begin()`"
                        .to_owned(),
                );
                return Err(Error::on_connect(&*database, &hook, error));
            }
            hooks.push(hook);
        }
        let opened = Opened { driver: driver.clone(), options, hooks };
        let engine = Engine::open(database, pool, opened, self.execution)?;
        if !self.hooks.is_empty() {
            engine.connection().await?;
        }
        Ok(engine)
    }
}
