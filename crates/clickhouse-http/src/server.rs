//! A server that was asked who it is.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aludel_dialect::nearest;
use aludel_engine::{ConnectOptions, Error, UrlError};

use crate::connection::ClickHouseConnection;
use crate::options::{Compression, SessionId};
use crate::query::{collect, texts};
use crate::transport::{Request, Session, Transport, new_query_id};
use crate::types::Unzoned;
use crate::url::Resolved;

/// The setting that gives a session, or a statement, another zone than the server's.
pub(crate) const ZONE_OF_SESSION: &str = "session_timezone";
const COMPRESSION_LEVEL: &str = "http_zlib_compression_level";

/// An opened server: what all connections to it share.
pub struct Server {
    pub(crate) transport: Transport,
    version: String,
    access: Access,
    /// How many bytes the server reads of a parameter, and of a text that has parameters.
    pub(crate) longest_field: usize,
    /// How many parameters of one statement it reads.
    pub(crate) most_parameters: usize,
    /// The zone of columns that name none.
    pub(crate) zone: String,
    session: SessionId,
    pub(crate) query_retries: u32,
    /// Whether the user has said if inserts are asynchronous.
    pub(crate) has_async_insert: bool,
    /// Whether results are compressed, and nobody has said how hard.
    is_compressed: bool,
    closed: AtomicBool,
}

/// What the user may do, by the server's setting `readonly`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Whatever the user's grants allow.
    Full,
    /// `readonly=1`: reads, and sends no settings; a statement whose meaning needs one can't be sent.
    ReadOnly,
    /// `readonly=2`: reads, and sends settings.
    ReadOnlyWithSettings,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("version", &self.version).field("access", &self.access).finish_non_exhaustive()
    }
}

impl Server {
    /// Asks the server for its version, and what the user may do there.
    ///
    /// # Errors
    /// Options that are wrong or not honoured, by name; a server that can't be reached, or does not know the user.
    pub async fn open(options: &ConnectOptions) -> Result<Arc<Self>, Error> {
        let options = Resolved::new(options)?;
        // Settings are sent with every request, so the names are checked by a transport without them.
        let plain = Transport::new(&Resolved { settings: Vec::new(), ..options.clone() })?;
        let about = "SELECT version() AS version, toString(getSetting('readonly')) AS readonly, \
                     toString(getSetting('http_max_field_value_size')) AS longest, \
                     toString(getSetting('http_max_fields')) AS fields, \
                     timezone() AS zone";
        let batches = collect(plain.send(&Request::new(about), "Native")?).await?;
        let first = |column| texts(&batches, column).into_iter().next().unwrap_or_default();
        let version = first("version");
        let access = match first("readonly").as_str() {
            "0" => Access::Full,
            "2" => Access::ReadOnlyWithSettings,
            _ => Access::ReadOnly,
        };
        let of_session = options.settings.iter().find(|(name, _)| name == ZONE_OF_SESSION);
        let zone = of_session.map_or_else(|| first("zone"), |(_, zone)| zone.clone());
        let longest_field = first("longest").parse().unwrap_or(usize::MAX);
        let is_compressed = options.compression != Compression::None
            && !options.settings.iter().any(|(name, _)| name == COMPRESSION_LEVEL);
        let (transport, closed) = (Transport::new(&options)?, AtomicBool::new(false));
        // The statement itself is one of the fields.
        let most_parameters = first("fields").parse::<usize>().map_or(usize::MAX, |fields| fields.saturating_sub(1));
        check_settings(&options, &plain, &transport).await?;
        Ok(Arc::new(Self {
            transport,
            version,
            access,
            longest_field,
            most_parameters,
            zone,
            session: options.session,
            query_retries: options.query_retries,
            has_async_insert: options.settings.iter().any(|(name, _)| name == "async_insert"),
            is_compressed,
            closed,
        }))
    }

    /// The settings that a query is sent with, where it may carry any.
    pub(crate) fn settings_of_query(&self) -> Vec<(&'static str, &'static str)> {
        if self.access == Access::ReadOnly {
            return Vec::new();
        }
        // Its own form of JSON has no text, and would have to be made into one.
        let mut settings = vec![("output_format_native_write_json_as_string", "1")];
        if self.is_compressed {
            // By default the server takes the thorough variant of LZ4: four times as long for 0.4 % less.
            settings.push((COMPRESSION_LEVEL, "1"));
        }
        settings
    }

    /// What a `DateTime` without a zone is in a session whose zone was not changed.
    pub(crate) fn unzoned(&self) -> Unzoned {
        let is_utc = ["UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich"]
            .contains(&self.zone.strip_prefix("Etc/").unwrap_or(&self.zone));
        if is_utc { Unzoned::Clock } else { Unzoned::Instant }
    }

    /// The server's version, such as `26.7.2.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the user may do.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Lets go of it: connections that are out fail from now on.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub(crate) fn check_open(&self) -> Result<(), Error> {
        if self.closed.load(Ordering::Acquire) { Err(Error::Closed("engine")) } else { Ok(()) }
    }

    /// A new connection. Nothing is sent: each of its requests logs in.
    pub fn connect(self: &Arc<Self>) -> ClickHouseConnection {
        let session = match &self.session {
            SessionId::Own => Some(Session::Own(new_query_id())),
            SessionId::Fixed(id) => Some(Session::Fixed(id.clone())),
            SessionId::None => None,
        };
        ClickHouseConnection::new(Arc::clone(self), session)
    }
}

/// Asks the server whether it has these settings and takes their values; otherwise each statement would fail.
async fn check_settings(options: &Resolved, plain: &Transport, transport: &Transport) -> Result<(), Error> {
    if options.settings.is_empty() {
        return Ok(());
    }
    // Custom settings have prefixes that the server's administrator chose: they are in no list, so the server is asked.
    let Err(error) = collect(transport.send(&Request::new("SELECT 1"), "Native")?).await else { return Ok(()) };
    if !error.server().and_then(|server| server.code.as_deref()).is_some_and(|code| code.starts_with("115 ")) {
        return Err(error);
    }
    let names = collect(plain.send(&Request::new("SELECT name FROM system.settings"), "Native")?).await?;
    let names = texts(&names, "name");
    match options.settings.iter().find(|(name, _)| !names.contains(name)) {
        None => Err(error),
        Some((name, _)) => {
            let nearest = nearest(name, names.iter().map(String::as_str));
            Err(UrlError::UnknownSetting { key: name.clone(), nearest }.into())
        }
    }
}
