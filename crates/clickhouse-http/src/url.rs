//! What a URL and the settings beside it say: which server, as whom, and how.

use std::time::Duration;

use aludel_engine::{ConnectOptions, Error, Settings, UrlError};

use crate::connector::{ClientCertificate, Proxy, Roots, TlsMode, TlsOptions};
use crate::options::{Compression, SessionId};

/// The name that statements for this engine are rendered for.
pub const DIALECT: &str = <crate::ClickHouse as aludel_dialect::Dialect>::NAME;

/// As clickhouse-connect has them.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const SEND_RECEIVE_TIMEOUT: Duration = Duration::from_secs(300);

/// The most that a server allows unless it is configured otherwise (`max_session_timeout`).
const SESSION_TIMEOUT: Duration = Duration::from_secs(3600);

/// Everything but the server's own settings.
#[derive(Clone)]
pub(crate) struct Resolved {
    /// `http://host:port/path`.
    pub(crate) endpoint: String,
    pub(crate) is_secure: bool,
    pub(crate) tls: TlsOptions,
    pub(crate) http_proxy: Option<Proxy>,
    pub(crate) https_proxy: Option<Proxy>,
    pub(crate) database: Option<String>,
    pub(crate) login: Login,
    pub(crate) compression: Compression,
    pub(crate) connect_timeout: Duration,
    /// How long the server may be silent.
    pub(crate) send_receive_timeout: Duration,
    /// How often a statement that only reads is tried again.
    pub(crate) query_retries: u32,
    pub(crate) session: SessionId,
    /// How long a session lives in which nothing is asked.
    pub(crate) session_timeout: Duration,
    pub(crate) client_name: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    /// Settings of the server, for every request.
    pub(crate) settings: Vec<(String, String)>,
}

/// Who logs in.
#[derive(Clone)]
pub(crate) enum Login {
    /// As the server's `default` user, if neither is given.
    User { user: Option<String>, password: Option<String> },
    /// A JSON web token.
    AccessToken(String),
}

/// Options of clickhouse-connect that are not honoured, and the way out.
const REFUSED: [(&str, &str); 5] = [
    ("token_provider", "a function can't be given in a URL; give access_token and open the engine again when it ends"),
    (
        "tz_source",
        "points in time are counted in UTC and labelled with the column's own zone, whatever the client's is",
    ),
    ("tz_mode", "points in time are counted in UTC and labelled with the column's own zone, whatever the client's is"),
    ("rename_response_column", "label the columns in the query"),
    ("pool_mgr", "connections are pooled by the engine; see the settings that begin with pool_"),
];

/// Options that have one value here; naming it is allowed.
const FIXED: [(&str, &str, &str); 6] = [
    ("verify", "true", "a server's certificate is always verified; name the CA that vouches for it by ca_cert"),
    ("show_clickhouse_errors", "true", "the server's errors are always shown"),
    ("autogenerate_query_id", "true", "every query has an id of ours, which cancelling it needs"),
    ("form_encode_query_params", "true", "parameters always travel as form data"),
    ("invalid_setting_action", "error", "a setting that the server does not have is an error"),
    ("query_limit", "0", "rows are never left out behind your back; say `.limit(n)`"),
];

impl Resolved {
    pub(crate) fn new(options: &ConnectOptions) -> Result<Self, Error> {
        let mut settings = options.settings();
        refuse(&mut settings)?;
        let url = options.url();
        let (is_secure, port) = transport(&mut settings, url.driver(), url.port())?;
        let host = url.host().unwrap_or("localhost");
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let path = settings.take_text("proxy_path")?.unwrap_or_default();
        let scheme = if is_secure { "https" } else { "http" };
        let endpoint = format!("{scheme}://{host}:{port}/{}", path.trim_matches('/'));
        let database = settings.take_text("database")?;
        let database = match (url.database(), database) {
            (Some(one), Some(other)) if one != other => return Err(twice("the database")),
            (one, other) => one.map(str::to_owned).or(other),
        };
        let login = login(&mut settings, options)?;
        let tls = tls(&mut settings, is_secure, &login)?;
        let mut proxy = |key| settings.take_text(key)?.map(|text| Proxy::new(key, &text)).transpose();
        let (http_proxy, https_proxy) = (proxy("http_proxy")?, proxy("https_proxy")?);
        let compression = compression(&mut settings)?;
        let connect_timeout = settings.take_duration("connect_timeout")?.unwrap_or(CONNECT_TIMEOUT);
        let send_receive_timeout = settings.take_duration("send_receive_timeout")?.unwrap_or(SEND_RECEIVE_TIMEOUT);
        let query_retries = settings.take_count("query_retries")?.unwrap_or(0);
        let query_retries = u32::try_from(query_retries).unwrap_or(u32::MAX);
        let session = session(&mut settings)?;
        let session_timeout = settings.take_duration("session_timeout")?.unwrap_or(SESSION_TIMEOUT);
        let client_name = settings.take_text("client_name")?;
        let headers = headers(&mut settings)?;
        let settings = server_settings(settings)?;
        Ok(Self {
            endpoint,
            is_secure,
            tls,
            http_proxy,
            https_proxy,
            database,
            login,
            compression,
            connect_timeout,
            send_receive_timeout,
            query_retries,
            session,
            session_timeout,
            client_name,
            headers,
            settings,
        })
    }
}

fn refuse(settings: &mut Settings) -> Result<(), Error> {
    for (key, only, reason) in FIXED {
        for value in settings.take_all(key) {
            let same = value.to_string() == only || (only == "true" && value.as_bool() == Some(true));
            if !same {
                return Err(Error::Usage(format!("{key} can't be set: {reason}")));
            }
        }
    }
    for (key, reason) in REFUSED {
        if !settings.take_all(key).is_empty() {
            return Err(Error::Usage(format!("{key} can't be set: {reason}")));
        }
    }
    Ok(())
}

/// Whether by TLS, and the port: 8443 by TLS, else 8123.
fn transport(settings: &mut Settings, driver: Option<&str>, port: Option<u16>) -> Result<(bool, u16), Error> {
    let by_driver = match driver {
        Some("https") => Some(true),
        Some("http") => Some(false),
        _ => None,
    };
    let by_interface = settings.take_choice("interface", &[("http", false), ("https", true)])?;
    let by_secure = settings.take_bool("secure")?;
    let mut said = [by_driver, by_interface, by_secure].into_iter().flatten();
    let first = said.next();
    if said.any(|other| Some(other) != first) {
        return Err(Error::Usage("the URL says both that TLS is to be used and that it is not".to_owned()));
    }
    let is_secure = first.unwrap_or(matches!(port, Some(443 | 8443)));
    Ok((is_secure, port.unwrap_or(if is_secure { 8443 } else { 8123 })))
}

/// What is said about TLS, where TLS is spoken.
fn tls(settings: &mut Settings, is_secure: bool, login: &Login) -> Result<TlsOptions, Error> {
    let keys = ["ca_cert", "client_cert", "client_cert_key", "tls_mode", "server_host_name"];
    let mut texts = Vec::with_capacity(keys.len());
    for key in keys {
        let text = settings.take_text(key)?;
        if text.is_some() && !is_secure {
            return Err(Error::Usage(format!("{key} is for TLS, which is not spoken here: say secure=true too")));
        }
        texts.push(text);
    }
    let mut texts = texts.into_iter();
    let mut next = || texts.next().flatten();
    let roots = match next() {
        None => Roots::Mozilla,
        Some(name) if name == "certifi" => Roots::Mozilla,
        Some(path) => Roots::File(path),
    };
    let (certificate, key, mode, server_name) = (next(), next(), next(), next());
    let mode = match mode.as_deref() {
        None => None,
        Some("mutual") => Some(TlsMode::Mutual),
        Some("proxy" | "strict") => Some(TlsMode::Front),
        Some(_) => return Err(Error::Usage("tls_mode is one of mutual, proxy, strict".to_owned())),
    };
    let client = match certificate {
        Some(certificate) => {
            let mode = mode.unwrap_or(TlsMode::Mutual);
            if mode == TlsMode::Mutual && !matches!(login, Login::User { user: Some(_), password: None }) {
                return Err(Error::Usage(
                    "client_cert stands for the password: give the user, and no password or access_token; where it is only \
                     for whoever ends the TLS, say tls_mode=proxy"
                        .to_owned(),
                ));
            }
            Some(ClientCertificate { certificate, key, mode })
        }
        None if key.is_some() || mode.is_some() => {
            return Err(Error::Usage(
                "client_cert_key and tls_mode are for a certificate: give client_cert".to_owned(),
            ));
        }
        None => None,
    };
    Ok(TlsOptions { roots, client, server_name })
}

fn login(settings: &mut Settings, options: &ConnectOptions) -> Result<Login, Error> {
    let mut user = options.user().map(str::to_owned);
    for key in ["user", "user_name", "username"] {
        if let Some(other) = settings.take_text(key)?
            && user.replace(other.clone()).is_some_and(|one| one != other)
        {
            return Err(twice("the user"));
        }
    }
    let password = match (options.password().map(str::to_owned), settings.take_text("password")?) {
        (Some(_), Some(_)) => return Err(twice("the password")),
        (one, other) => one.or(other),
    };
    match settings.take_text("access_token")? {
        None => Ok(Login::User { user, password }),
        Some(_) if user.is_some() || password.is_some() => {
            Err(Error::Usage("access_token stands for user and password: leave these out".to_owned()))
        }
        Some(token) => Ok(Login::AccessToken(token)),
    }
}

/// `compress` and `compression` are one.
fn compression(settings: &mut Settings) -> Result<Compression, Error> {
    let choices = [
        ("lz4", Some(Compression::Lz4)),
        ("zstd", Some(Compression::Zstd)),
        ("true", Some(Compression::Lz4)),
        ("1", Some(Compression::Lz4)),
        ("false", Some(Compression::None)),
        ("0", Some(Compression::None)),
        ("gzip", None),
        ("br", None),
    ];
    let mut found = None;
    for key in ["compression", "compress"] {
        if let Some(choice) = settings.take_choice(key, &choices)? {
            let choice = choice
                .ok_or_else(|| Error::Usage(format!("{key} can't be gzip or br: lz4 is faster and zstd is smaller")))?;
            if found.replace(choice).is_some_and(|other| other != choice) {
                return Err(twice("compression"));
            }
        }
    }
    Ok(found.unwrap_or(Compression::Lz4))
}

fn session(settings: &mut Settings) -> Result<SessionId, Error> {
    let own = settings.take_bool("autogenerate_session_id")?;
    match (settings.take_text("session_id")?, own) {
        (Some(_), Some(true)) => {
            Err(Error::Usage("session_id and autogenerate_session_id exclude each other".to_owned()))
        }
        (Some(id), _) => Ok(SessionId::Fixed(id)),
        (None, Some(false)) => Ok(SessionId::None),
        (None, _) => Ok(SessionId::Own),
    }
}

/// `headers=Name: value`, as often as needed, or each on a line of its own.
fn headers(settings: &mut Settings) -> Result<Vec<(String, String)>, Error> {
    let malformed =
        || Error::Usage("headers must be `Name: value`, each in a setting or on a line of its own".to_owned());
    let given = settings.take_all("headers").iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let header = |line: &str| {
        let (name, value) = line.split_once(':').ok_or_else(malformed)?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    };
    given.lines().map(header).collect()
}

/// What is left is the server's; `ch_` says so where a name is also one of ours.
fn server_settings(mut settings: Settings) -> Result<Vec<(String, String)>, Error> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (key, value) in settings.take_rest()? {
        let name = key.strip_prefix("ch_").unwrap_or(&key).to_owned();
        // Requests have these in their own right.
        if matches!(name.as_str(), "query" | "query_id" | "default_format" | "decompress" | "client_protocol_version")
            || name.starts_with("param_")
        {
            return Err(UrlError::UnknownSetting { key, nearest: Vec::new() }.into());
        }
        if found.iter().any(|(have, _)| *have == name) {
            return Err(UrlError::RepeatedSetting { key: name }.into());
        }
        let value = match value.as_bool() {
            // As ClickHouse writes truth values.
            Some(is_on) if matches!(value.to_string().as_str(), "true" | "false") => u8::from(is_on).to_string(),
            _ => value.to_string(),
        };
        found.push((name, value));
    }
    Ok(found)
}

fn twice(what: &str) -> Error {
    Error::Usage(format!("{what} is given twice, and not the same"))
}

#[cfg(test)]
mod tests;
