//! The options as a builder, for programs that have no URL.

use std::time::Duration;

use aludel_engine::{ConnectOptions, EngineUrl, Error, SettingValue};

/// Where a server is and how it is spoken to; the same as a URL says.
///
/// ```
/// use std::time::Duration;
///
/// use aludel_clickhouse_http::{Compression, Options, Tls};
///
/// let options = Options::new("play.example.com")
///     .tls(Tls::Verified)
///     .user("reader", "s3cret")
///     .database("shop")
///     .compression(Compression::None)
///     .send_receive_timeout(Duration::from_secs(60))
///     .setting("max_threads", 4)
///     .into_connect_options()?;
/// assert_eq!(options.url().host(), Some("play.example.com"));
/// assert!(!format!("{options:?}").contains("s3cret"));
/// # Ok::<(), aludel_engine::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Options {
    host: String,
    port: Option<u16>,
    database: Option<String>,
    login: Option<(String, Option<String>)>,
    settings: Vec<(String, SettingValue)>,
}

/// Without password and values of settings, which may be secret.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port, database, login, settings } = self;
        let keys: Vec<&str> = settings.iter().map(|(key, _)| key.as_str()).collect();
        f.debug_struct("Options")
            .field("host", host)
            .field("port", port)
            .field("database", database)
            .field("user", &login.as_ref().map(|(user, _)| user))
            .field("settings", &keys)
            .finish()
    }
}

/// Whether the server is spoken to by TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tls {
    /// In plain text.
    Off,
    /// By TLS; the certificate must be one that Mozilla's roots vouch for, or those of [`Options::ca_cert`].
    Verified,
}

/// How results and inserted blocks are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    None,
    /// LZ4, the default: the fastest.
    Lz4,
    /// Zstandard: smaller, for slow networks.
    Zstd,
}

/// What a client certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCertificateFor {
    /// The server, which takes it in the place of the user's password.
    Login,
    /// Whatever ends the TLS before the server; the user has a password.
    Front,
}

/// Which session of the server a connection's statements run in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionId {
    /// Each connection has one of its own, the default: temporary tables and `SET` live as long as it does.
    Own,
    /// None: nothing outlives a statement.
    None,
    /// A given one. The server lets only one statement at a time into it, whichever connection it comes from.
    Fixed(String),
}

impl Options {
    /// The server at `host`, on port 8123, or 8443 by TLS.
    pub fn new(host: impl Into<String>) -> Self {
        Self { host: host.into(), port: None, database: None, login: None, settings: Vec::new() }
    }

    /// On another port.
    pub fn port(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    /// By TLS or not.
    pub fn tls(self, tls: Tls) -> Self {
        self.option("secure", tls == Tls::Verified)
    }

    /// By TLS to a server that the certificates in this PEM file vouch for, and no others do.
    pub fn ca_cert(self, path: impl Into<String>) -> Self {
        self.option("ca_cert", path.into())
    }

    /// With this certificate and its key, both PEM files.
    pub fn client_certificate(
        self,
        certificate: impl Into<String>,
        key: impl Into<String>,
        what_for: ClientCertificateFor,
    ) -> Self {
        let mode = match what_for {
            ClientCertificateFor::Login => "mutual",
            ClientCertificateFor::Front => "proxy",
        };
        self.option("client_cert", certificate.into()).option("client_cert_key", key.into()).option("tls_mode", mode)
    }

    /// The name in the server's certificate, where it is not the host's: behind a tunnel.
    pub fn server_host_name(self, name: impl Into<String>) -> Self {
        self.option("server_host_name", name.into())
    }

    /// Through this proxy, `http://user:password@host:port`, where TLS is not spoken.
    pub fn http_proxy(self, url: impl Into<String>) -> Self {
        self.option("http_proxy", url.into())
    }

    /// Through a tunnel of this proxy, where TLS is spoken.
    pub fn https_proxy(self, url: impl Into<String>) -> Self {
        self.option("https_proxy", url.into())
    }

    /// As this user, who has no password: a client certificate is enough.
    pub fn user_without_password(self, user: impl Into<String>) -> Self {
        Self { login: Some((user.into(), None)), ..self }
    }

    /// As this user.
    pub fn user(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { login: Some((user.into(), Some(password.into()))), ..self }
    }

    /// With a JSON web token, in the place of a user.
    pub fn access_token(self, token: impl Into<String>) -> Self {
        self.option("access_token", token.into())
    }

    /// In this database.
    pub fn database(self, database: impl Into<String>) -> Self {
        Self { database: Some(database.into()), ..self }
    }

    /// Compressed so.
    pub fn compression(self, compression: Compression) -> Self {
        self.option(
            "compression",
            match compression {
                Compression::None => "false",
                Compression::Lz4 => "lz4",
                Compression::Zstd => "zstd",
            },
        )
    }

    /// How long connecting may take, TLS included; 10 s by default.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.option("connect_timeout", timeout)
    }

    /// How long the server may be silent; 300 s by default.
    pub fn send_receive_timeout(self, timeout: Duration) -> Self {
        self.option("send_receive_timeout", timeout)
    }

    /// Tries a statement that only reads so many times more when the server or the way to it is not there for a moment, or
    /// it has too much to do. Nothing is tried again by default, and a statement that may change something never is.
    pub fn query_retries(self, retries: u32) -> Self {
        self.option("query_retries", retries)
    }

    /// With this header in each request, for a proxy.
    pub fn header(self, name: &str, value: &str) -> Self {
        let header = format!("{name}: {value}");
        let before = self.settings.iter().find(|(key, _)| key == "headers").map(|(_, headers)| headers.to_string());
        let headers = before.map_or(header.clone(), |before| format!("{before}\n{header}"));
        self.option("headers", headers)
    }

    /// In this session.
    pub fn session(self, session: SessionId) -> Self {
        match session {
            SessionId::Own => self.option("autogenerate_session_id", true),
            SessionId::None => self.option("autogenerate_session_id", false),
            SessionId::Fixed(id) => self.option("session_id", id),
        }
    }

    /// In a session that lives so long when nothing is asked in it; an hour by default, the most that servers allow unless
    /// they are configured otherwise.
    pub fn session_timeout(self, timeout: Duration) -> Self {
        self.option("session_timeout", timeout)
    }

    /// Under this name in the server's log.
    pub fn client_name(self, name: impl Into<String>) -> Self {
        self.option("client_name", name.into())
    }

    /// With this path before the server's own, for a proxy.
    pub fn proxy_path(self, path: impl Into<String>) -> Self {
        self.option("proxy_path", path.into())
    }

    /// With this setting of the server, for every statement.
    pub fn setting(self, name: &str, value: impl Into<SettingValue>) -> Self {
        self.option(&format!("ch_{name}"), value)
    }

    fn option(mut self, key: &str, value: impl Into<SettingValue>) -> Self {
        self.settings.retain(|(have, _)| have != key);
        self.settings.push((key.to_owned(), value.into()));
        self
    }

    /// The same for an engine to be opened with.
    ///
    /// # Errors
    /// None that is known of: what is wrong with the options is told when they are used.
    pub fn into_connect_options(self) -> Result<ConnectOptions, Error> {
        let mut url = EngineUrl::new("clickhouse")?.with_host(self.host);
        if let Some(port) = self.port {
            url = url.with_port(port);
        }
        if let Some(database) = self.database {
            url = url.with_database(database);
        }
        if let Some((user, password)) = self.login {
            url = url.with_user(user);
            if let Some(password) = password {
                url = url.with_password(password);
            }
        }
        let options = ConnectOptions::new(url);
        Ok(self.settings.into_iter().fold(options, |options, (key, value)| options.with_config(key, value)))
    }
}
