//! How connections are pooled.

use std::time::Duration;

use super::{Settings, UrlError};

/// Whether a connection is tried before it is lent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrePing {
    /// It is lent as it is.
    #[default]
    Off,
    /// It is asked first, and replaced if it does not answer.
    OnCheckout,
}

/// Which of the free connections is lent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PoolOrder {
    /// The one that came back last: the others grow old and can be closed by the server.
    #[default]
    Lifo,
    /// The one that came back first: all are kept in use.
    Fifo,
}

/// What happens to a connection that is given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reuse {
    /// It is kept and lent again.
    #[default]
    WhenFree,
    /// It is closed: each caller gets a new one.
    Never,
}

/// How connections are pooled. In a URL: `pool_size`, `pool_timeout`, `pool_recycle`, `pool_pre_ping`, `pool_use_lifo`,
/// as SQLAlchemy calls them.
///
/// ```
/// use aludel_engine::{PoolOptions, PrePing};
/// use std::time::Duration;
///
/// let pool = PoolOptions::new().size(4).pre_ping(PrePing::OnCheckout).recycle(Duration::from_secs(82_800));
/// assert_eq!(pool.timeout, Duration::from_secs(30));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolOptions {
    /// The most connections there can be, from 1 to [`LARGEST`](Self::LARGEST); 10 by default. There is no overflow beyond it.
    pub size: usize,
    /// How long a caller waits for a free connection; 30 s by default.
    pub timeout: Duration,
    /// The age at which a connection is replaced when it comes up; `None`, the default, is never.
    pub recycle: Option<Duration>,
    /// Whether a connection is tried before it is lent.
    pub pre_ping: PrePing,
    /// Which of the free connections is lent.
    pub order: PoolOrder,
    /// Whether connections are used again.
    pub reuse: Reuse,
}

/// The names in a URL.
pub(super) const POOL_KEYS: [&str; 6] =
    ["pool_size", "pool_timeout", "pool_recycle", "pool_pre_ping", "pool_use_lifo", "max_overflow"];

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            size: 10,
            timeout: Duration::from_secs(30),
            recycle: None,
            pre_ping: PrePing::default(),
            order: PoolOrder::default(),
            reuse: Reuse::default(),
        }
    }
}

impl PoolOptions {
    /// No pool is larger: it sets memory aside for each of its connections, and no engine here takes as many.
    pub const LARGEST: usize = 10_000;

    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most connections there can be; 0 is taken as 1.
    #[must_use]
    pub fn size(self, size: usize) -> Self {
        Self { size: size.max(1), ..self }
    }

    /// How long a caller waits for a free connection.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The age at which a connection is replaced.
    #[must_use]
    pub fn recycle(self, age: Duration) -> Self {
        Self { recycle: Some(age), ..self }
    }

    /// Whether a connection is tried before it is lent.
    #[must_use]
    pub fn pre_ping(self, pre_ping: PrePing) -> Self {
        Self { pre_ping, ..self }
    }

    /// Which of the free connections is lent.
    #[must_use]
    pub fn order(self, order: PoolOrder) -> Self {
        Self { order, ..self }
    }

    /// Whether connections are used again.
    #[must_use]
    pub fn reuse(self, reuse: Reuse) -> Self {
        Self { reuse, ..self }
    }

    /// These, with what `settings` say instead. Settings that mean nothing to connections that are used once, say that they
    /// are used again.
    pub(super) fn overridden(mut self, settings: &mut Settings) -> Result<Self, UrlError> {
        if let Some(size) = settings.take_as("pool_size", "a whole number from 1 to 10000", |value| {
            usize::try_from(value.as_int()?).ok().filter(|size| (1..=Self::LARGEST).contains(size))
        })? {
            self.size = size;
        }
        if let Some(timeout) = settings.take_duration("pool_timeout")? {
            self.timeout = timeout;
        }
        let never = "a span of time such as 3600 or 1h, or -1 for never";
        if let Some(recycle) = settings.take_as("pool_recycle", never, |value| {
            if value.as_int() == Some(-1) { Some(None) } else { value.as_duration().map(Some) }
        })? {
            self.recycle = recycle;
            self.reuse = Reuse::WhenFree;
        }
        if let Some(on) = settings.take_bool("pool_pre_ping")? {
            self.pre_ping = if on { PrePing::OnCheckout } else { PrePing::Off };
            self.reuse = Reuse::WhenFree;
        }
        if let Some(lifo) = settings.take_bool("pool_use_lifo")? {
            self.order = if lifo { PoolOrder::Lifo } else { PoolOrder::Fifo };
            self.reuse = Reuse::WhenFree;
        }
        let no_overflow = "0: the pool never grows beyond pool_size, so add the overflow to that";
        settings.take_as("max_overflow", no_overflow, |value| (value.as_int() == Some(0)).then_some(()))?;
        Ok(self)
    }
}
