//! Requests, through the official client: HTTP, TLS, compression, parameters as form data.
//!
//! Statements are sent as they are (`query_raw`), because the client's own `?` would be found in texts too. What the
//! client does not hand on: an answer's headers, but for the summary; so the server's time zone and progress are asked
//! for by statements, and our own ids are used instead of the server's.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use aludel_engine::{Error, ErrorClass, ServerError};
use clickhouse::Client;
use clickhouse::insert_formatted::InsertFormatted;
use clickhouse::query::BytesCursor;
use futures_util::future::BoxFuture;
use http::Uri;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::ring;
use tower_service::Service;

use crate::error::from_client;
use crate::options::Compression;
use crate::url::{Login, Resolved};

/// A statement with all that goes with it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) sql: Arc<str>,
    pub(crate) query_id: String,
    pub(crate) session: Option<String>,
    /// `param_p1` and so on, and settings.
    pub(crate) options: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn new(sql: impl Into<Arc<str>>) -> Self {
        Self { sql: sql.into(), query_id: new_query_id(), session: None, options: Vec::new() }
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

/// The way to one server, shared by all connections.
#[derive(Clone)]
pub(crate) struct Transport {
    client: Client,
    pub(crate) timeout: Duration,
}

impl Transport {
    pub(crate) fn new(options: &Resolved) -> Result<Self, Error> {
        let mut client = client(options)?.with_url(&options.endpoint);
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
        });
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
        Ok(Self { client, timeout: options.send_receive_timeout })
    }

    /// Sends it, and gives the answer as bytes of `format`. Nothing has been waited for yet.
    pub(crate) fn send(&self, request: &Request, format: &str) -> Result<Answer, Error> {
        let mut query = self.client.query_raw(&request.sql).with_setting("query_id", &request.query_id);
        if let Some(session) = &request.session {
            query = query.with_setting("session_id", session).with_setting("session_timeout", "3600");
        }
        for (name, value) in &request.options {
            query = query.with_setting(name, value);
        }
        let cursor = query.fetch_bytes(format).map_err(|error| from_client(error, &request.query_id))?;
        Ok(Answer { cursor, query_id: request.query_id.clone(), timeout: self.timeout })
    }
}

/// Rows on their way into a table. Dropped before it has [ended](Self::end), none of them is in it.
pub(crate) struct Sending {
    insert: InsertFormatted,
    query_id: String,
    timeout: Duration,
}

impl Transport {
    /// Begins an INSERT, whose text ends with the format of what follows.
    pub(crate) fn insert(&self, request: &Request) -> Sending {
        let mut insert = self.client.insert_formatted_with(request.sql.to_string());
        insert = insert.with_setting("query_id", &request.query_id);
        if let Some(session) = &request.session {
            insert = insert.with_setting("session_id", session).with_setting("session_timeout", "3600");
        }
        for (name, value) in &request.options {
            insert = insert.with_setting(name, value);
        }
        Sending { insert, query_id: request.query_id.clone(), timeout: self.timeout }
    }
}

impl Sending {
    pub(crate) async fn send(&mut self, block: Vec<u8>) -> Result<(), Error> {
        match tokio::time::timeout(self.timeout, self.insert.send(block.into())).await {
            Ok(sent) => sent.map_err(|error| from_client(error, &self.query_id)),
            Err(_) => Err(silent(self.timeout, &self.query_id)),
        }
    }

    /// Waits until the server has taken all of it.
    pub(crate) async fn end(self) -> Result<(), Error> {
        match tokio::time::timeout(self.timeout, self.insert.end()).await {
            Ok(ended) => ended.map_err(|error| from_client(error, &self.query_id)),
            Err(_) => Err(silent(self.timeout, &self.query_id)),
        }
    }
}

fn silent(timeout: Duration, query_id: &str) -> Error {
    let message = format!("the server was silent for {timeout:?}");
    Error::Server(ServerError::new(ErrorClass::Timeout, message).with_query_id(query_id))
}

/// ClickHouse closes a connection that was idle for 3 s, by default.
const IDLE_TIMEOUT: Duration = Duration::from_secs(2);
const KEEPALIVE: Duration = Duration::from_secs(60);

/// The client on a connector of ours, which gives up after the time that the options say.
fn client(options: &Resolved) -> Result<Client, Error> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_keepalive(Some(KEEPALIVE));
    http.set_connect_timeout(Some(options.connect_timeout));
    let no_tls = |error: rustls::Error| Error::Usage(format!("TLS can't be used: {error}"));
    let tls = HttpsConnectorBuilder::new().with_provider_and_webpki_roots(ring::default_provider()).map_err(no_tls)?;
    // By TLS, plain HTTP is not spoken: a redirected or mistaken URL must not send a password in the clear.
    let tls = if options.is_secure { tls.https_only() } else { tls.https_or_http() };
    let connector = Timed { connector: tls.enable_http1().wrap_connector(http), timeout: options.connect_timeout };
    let http = HttpClient::builder(TokioExecutor::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_timer(TokioTimer::new())
        .build(connector);
    Ok(Client::with_http_client(http))
}

/// A connector that gives up, also in the middle of a TLS handshake.
#[derive(Clone)]
struct Timed<C> {
    connector: C,
    timeout: Duration,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<C::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (connecting, timeout) = (self.connector.call(uri), self.timeout);
        Box::pin(async move {
            match tokio::time::timeout(timeout, connecting).await {
                Ok(connected) => connected.map_err(Into::into),
                Err(_) => Err(format!("no connection within {timeout:?}").into()),
            }
        })
    }
}

/// What the server answers, as it arrives.
pub(crate) struct Answer {
    cursor: BytesCursor,
    pub(crate) query_id: String,
    timeout: Duration,
}

impl Answer {
    /// The next bytes; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, Error> {
        match tokio::time::timeout(self.timeout, self.cursor.next()).await {
            Ok(next) => next.map_err(|error| from_client(error, &self.query_id)),
            Err(_) => Err(silent(self.timeout, &self.query_id)),
        }
    }

    /// Reads to the end. Gives what the server wrote into tables, in rows.
    pub(crate) async fn finish(mut self) -> Result<u64, Error> {
        while self.next().await?.is_some() {}
        Ok(self.cursor.summary().and_then(|summary| summary.written_rows()).unwrap_or_default())
    }
}
