//! Requests, through the official client: HTTP, TLS, compression, parameters as form data.
//!
//! Statements are sent as they are (`query_raw`), because the client's own `?` would be found in texts too. What the
//! client does not hand on: an answer's headers, but for the summary; so the server's time zone is asked for by a
//! statement, progress is heard below the client, and our own ids are used instead of the server's.

use std::sync::Arc;
use std::time::Duration;

use aludel_engine::{Error, ErrorClass, ServerError};
use bytes::Bytes;
use clickhouse::Client;
use clickhouse::insert_formatted::InsertFormatted;
use clickhouse::query::BytesCursor;
use tokio::sync::watch::Sender;
use tokio::time::Instant;

use crate::connector::{self, ClientCertificate, Proxy, TlsMode};
use crate::error::from_client;
use crate::options::Compression;
use crate::progress::{Progress, Watch, Watchers};
use crate::url::{Login, Resolved};

/// A session of the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Session {
    /// Nobody but one connection of ours knows it.
    Own(String),
    /// Named in the URL; others may use it too.
    Fixed(String),
}

impl Session {
    fn id(&self) -> &str {
        match self {
            Session::Own(id) | Session::Fixed(id) => id,
        }
    }
}

/// A statement with all that goes with it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) sql: Arc<str>,
    pub(crate) query_id: String,
    pub(crate) session: Option<Session>,
    /// `param_p1` and so on, and settings.
    pub(crate) options: Vec<(String, String)>,
    /// Who is told of its progress.
    pub(crate) watcher: Option<Sender<Option<Progress>>>,
}

impl Request {
    pub(crate) fn new(sql: impl Into<Arc<str>>) -> Self {
        Self { sql: sql.into(), query_id: new_query_id(), session: None, options: Vec::new(), watcher: None }
    }

    pub(crate) fn with_option(mut self, name: &str, value: impl Into<String>) -> Self {
        self.options.push((name.to_owned(), value.into()));
        self
    }
}

/// An id that no other query has, by which it can be cancelled and found in the server's log.
pub(crate) fn new_query_id() -> String {
    format!("aludel-{}", uuid::Uuid::new_v4())
}

/// How often a request is sent again because the server still holds its session, and how long it is waited before the
/// first of them; then twice as long each.
///
/// A session is free when the server has ended the request before, which is a moment after its answer has been read; and
/// the next request may come on another connection. It was not looked at then, so sending it again does nothing twice.
const LOCKED_ATTEMPTS: u32 = 9;
const LOCKED_PAUSE: Duration = Duration::from_millis(4);

/// Whether a request of `session` found it held by one of ours that has all but ended.
fn is_held(error: &Error, session: Option<&Session>) -> bool {
    matches!(session, Some(Session::Own(_)))
        && error.server().and_then(|server| server.code.as_deref()).is_some_and(|code| code.starts_with("373"))
}

/// The way to one server, shared by all connections.
#[derive(Clone)]
pub(crate) struct Transport(Arc<Shared>);

struct Shared {
    client: Client,
    timeout: Duration,
    /// In seconds.
    session_timeout: String,
    watchers: Watchers,
}

impl Transport {
    pub(crate) fn new(options: &Resolved) -> Result<Self, Error> {
        let watchers = Watchers::default();
        let mut client = connector::client(options, &watchers)?.with_url(&options.endpoint);
        if let Some(database) = &options.database {
            client = client.with_database(database);
        }
        client = match &options.login {
            Login::AccessToken(token) => client.with_access_token(token),
            Login::User { user, password } => {
                // The server takes a password without a user for that of `default`.
                let client = match user {
                    Some(user) => client.with_user(user),
                    None if password.is_some() => client.with_user("default"),
                    None => client,
                };
                match password {
                    Some(password) => client.with_password(password),
                    None => client,
                }
            }
        };
        client = client.with_compression(match options.compression {
            Compression::None => clickhouse::Compression::None,
            Compression::Lz4 => clickhouse::Compression::Lz4,
            Compression::Zstd => clickhouse::Compression::zstd(),
        });
        if let Some(ClientCertificate { mode: TlsMode::Mutual, .. }) = &options.tls.client {
            client = client.with_header("X-ClickHouse-SSL-Certificate-Auth", "on");
        }
        if let Some(login) = options.http_proxy.as_ref().filter(|_| !options.is_secure).and_then(Proxy::login) {
            client = client.with_header("Proxy-Authorization", login);
        }
        for (name, value) in &options.headers {
            client = client.with_header(name, value);
        }
        client = client.with_product_info("aludel", env!("CARGO_PKG_VERSION"));
        if let Some(name) = &options.client_name {
            client = client.with_product_info(name, "");
        }
        for (name, value) in &options.settings {
            client = client.with_setting(name, value);
        }
        let session_timeout = options.session_timeout.as_secs().max(1).to_string();
        Ok(Self(Arc::new(Shared { client, timeout: options.send_receive_timeout, session_timeout, watchers })))
    }

    /// Sends it, and gives the answer as bytes of `format`. Nothing has been waited for yet.
    pub(crate) fn send(&self, request: &Request, format: &'static str) -> Result<Answer, Error> {
        let watch = request.watcher.clone().map(|watcher| self.0.watchers.watch(&request.query_id, watcher));
        Ok(Answer {
            cursor: self.cursor(request, format)?,
            watch,
            query_id: request.query_id.clone(),
            transport: self.clone(),
            unanswered: request.session.is_some().then(|| (request.clone(), format)),
            attempts: 0,
            deadline: Instant::now() + self.0.timeout,
            received: 0,
        })
    }

    fn cursor(&self, request: &Request, format: &str) -> Result<BytesCursor, Error> {
        let mut query = self.0.client.query_raw(&request.sql).with_setting("query_id", &request.query_id);
        if let Some(session) = &request.session {
            query =
                query.with_setting("session_id", session.id()).with_setting("session_timeout", &self.0.session_timeout);
        }
        for (name, value) in &request.options {
            query = query.with_setting(name, value);
        }
        if request.watcher.is_some() {
            query = query
                .with_setting("send_progress_in_http_headers", "1")
                .with_setting("http_headers_progress_interval_ms", PROGRESS_INTERVAL);
        }
        query.fetch_bytes(format).map_err(|error| from_client(error, &request.query_id))
    }
}

/// How often the server tells of its progress, in milliseconds.
const PROGRESS_INTERVAL: &str = "100";

/// So many blocks of an INSERT are kept, to be sent again if the session was still held: the server says so at once.
const KEPT_BLOCKS: usize = 2;

/// Rows on their way into a table. Dropped before it has [ended](Self::end), none of them is in it.
pub(crate) struct Sending {
    insert: InsertFormatted,
    request: Request,
    transport: Transport,
    /// What was sent; `None` once that is more than is kept.
    sent: Option<Vec<Bytes>>,
    attempts: u32,
}

impl Transport {
    /// Begins an INSERT, whose text ends with the format of what follows.
    pub(crate) fn insert(&self, request: Request) -> Sending {
        let insert = self.begin_insert(&request);
        Sending { insert, request, transport: self.clone(), sent: Some(Vec::new()), attempts: 0 }
    }

    fn begin_insert(&self, request: &Request) -> InsertFormatted {
        let mut insert = self.0.client.insert_formatted_with(request.sql.to_string());
        insert = insert.with_setting("query_id", &request.query_id);
        if let Some(session) = &request.session {
            insert = insert
                .with_setting("session_id", session.id())
                .with_setting("session_timeout", &self.0.session_timeout);
        }
        for (name, value) in &request.options {
            insert = insert.with_setting(name, value);
        }
        insert
    }
}

impl Sending {
    pub(crate) async fn send(&mut self, block: Vec<u8>) -> Result<(), Error> {
        let block = Bytes::from(block);
        match &mut self.sent {
            Some(sent) if sent.len() < KEPT_BLOCKS => sent.push(block.clone()),
            _ => self.sent = None,
        }
        let mut sent = self.send_one(block).await;
        while let Err(error) = &sent
            && self.can_be_repeated(error)
        {
            sent = self.repeat().await;
        }
        sent
    }

    /// Waits until the server has taken all of it.
    pub(crate) async fn end(mut self) -> Result<(), Error> {
        loop {
            let next = self.transport.begin_insert(&self.request);
            let insert = std::mem::replace(&mut self.insert, next);
            let timeout = self.transport.0.timeout;
            let ended = match tokio::time::timeout(timeout, insert.end()).await {
                Ok(ended) => ended.map_err(|error| from_client(error, &self.request.query_id)),
                Err(_) => Err(silent(timeout, &self.request.query_id)),
            };
            match ended {
                Err(error) if self.can_be_repeated(&error) => self.repeat().await?,
                ended => return ended,
            }
        }
    }

    async fn send_one(&mut self, block: Bytes) -> Result<(), Error> {
        let timeout = self.transport.0.timeout;
        match tokio::time::timeout(timeout, self.insert.send(block)).await {
            Ok(sent) => sent.map_err(|error| from_client(error, &self.request.query_id)),
            Err(_) => Err(silent(timeout, &self.request.query_id)),
        }
    }

    fn can_be_repeated(&self, error: &Error) -> bool {
        self.attempts < LOCKED_ATTEMPTS && self.sent.is_some() && is_held(error, self.request.session.as_ref())
    }

    /// Begins again, with what was sent.
    async fn repeat(&mut self) -> Result<(), Error> {
        pause(&mut self.attempts).await;
        self.insert = self.transport.begin_insert(&self.request);
        for block in self.sent.clone().unwrap_or_default() {
            self.send_one(block).await?;
        }
        Ok(())
    }
}

/// Waits before a request is sent again.
async fn pause(attempts: &mut u32) {
    tokio::time::sleep(LOCKED_PAUSE * 2_u32.pow(*attempts)).await;
    *attempts += 1;
}

fn silent(timeout: Duration, query_id: &str) -> Error {
    let message = format!("the server was silent for {timeout:?}");
    Error::Server(ServerError::new(ErrorClass::Timeout, message).with_query_id(query_id))
}

/// So many bytes show that a server is at work, within the time in which it may be silent.
const SIGN_OF_LIFE: usize = 1 << 16;

/// What the server answers, as it arrives.
pub(crate) struct Answer {
    cursor: BytesCursor,
    watch: Option<Watch>,
    pub(crate) query_id: String,
    transport: Transport,
    /// What was asked, until an answer begins.
    unanswered: Option<(Request, &'static str)>,
    attempts: u32,
    /// Until then more must have come, and what has come since it was set.
    deadline: Instant,
    received: usize,
}

impl Answer {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The server's own; and that it was silent for too long: that nothing came, or so little that it would be no end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let next = self.receive().await;
            match (&next, self.unanswered.take()) {
                (Err(error), Some((request, format)))
                    if self.attempts < LOCKED_ATTEMPTS && is_held(error, request.session.as_ref()) =>
                {
                    pause(&mut self.attempts).await;
                    self.cursor = self.transport.cursor(&request, format)?;
                    self.unanswered = Some((request, format));
                    self.is_expected();
                }
                _ => return next,
            }
        }
    }

    /// The server has all its time again: nobody has asked for more until now, or what was asked for has come.
    pub(crate) fn is_expected(&mut self) {
        self.deadline = Instant::now() + self.transport.0.timeout;
        self.received = 0;
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, Error> {
        let timeout = self.transport.0.timeout;
        let received = loop {
            if let Ok(next) = tokio::time::timeout_at(self.deadline, self.cursor.next()).await {
                break next.map_err(|error| from_client(error, &self.query_id))?;
            }
            // One that tells of its progress is not silent.
            match self.watch.as_ref().and_then(Watch::heard) {
                Some(heard) if self.deadline < heard + timeout => self.deadline = heard + timeout,
                _ => return Err(silent(timeout, &self.query_id)),
            }
        };
        self.received += received.as_ref().map_or(0, Bytes::len);
        if self.received >= SIGN_OF_LIFE {
            self.is_expected();
        }
        Ok(received)
    }

    /// Reads to the end. Gives what the server wrote into tables, in rows.
    pub(crate) async fn finish(mut self) -> Result<u64, Error> {
        while self.next().await?.is_some() {}
        Ok(self.cursor.summary().and_then(|summary| summary.written_rows()).unwrap_or_default())
    }
}
