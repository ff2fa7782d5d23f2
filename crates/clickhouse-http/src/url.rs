//! What a URL and the settings beside it say: which server, as whom, and how.

use std::time::Duration;

use aludel_engine::{ConnectOptions, Error, Settings, UrlError};

use crate::options::{Compression, SessionId};

/// The name that statements for this engine are rendered for.
pub const DIALECT: &str = "ClickHouse";

/// As clickhouse-connect has them.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const SEND_RECEIVE_TIMEOUT: Duration = Duration::from_secs(300);

/// Everything but the server's own settings.
#[derive(Clone)]
pub(crate) struct Resolved {
    /// `http://host:port/path`.
    pub(crate) endpoint: String,
    pub(crate) is_secure: bool,
    pub(crate) database: Option<String>,
    pub(crate) login: Login,
    pub(crate) compression: Compression,
    pub(crate) connect_timeout: Duration,
    /// How long the server may be silent.
    pub(crate) send_receive_timeout: Duration,
    pub(crate) session: SessionId,
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
const REFUSED: [(&str, &str); 14] = [
    ("http_proxy", "proxies are not spoken to by this version; name the proxy's own address as the host"),
    ("https_proxy", "proxies are not spoken to by this version; name the proxy's own address as the host"),
    ("token_provider", "a function can't be given in a URL; give access_token and open the engine again when it ends"),
    (
        "tz_source",
        "points in time are counted in UTC and labelled with the column's own zone, whatever the client's is",
    ),
    ("tz_mode", "points in time are counted in UTC and labelled with the column's own zone, whatever the client's is"),
    ("rename_response_column", "label the columns in the query"),
    ("ca_cert", "only the bundled Mozilla roots (`ca_cert=certifi`) are known to this version"),
    ("client_cert", "client certificates are not known to this version; log in with user and password or access_token"),
    (
        "client_cert_key",
        "client certificates are not known to this version; log in with user and password or access_token",
    ),
    ("tls_mode", "client certificates are not known to this version; log in with user and password or access_token"),
    ("server_host_name", "name the host as its certificate does"),
    ("query_limit", "rows are never left out behind your back; say `.limit(n)`"),
    ("query_retries", "nothing is sent twice behind your back; ask an error `is_transient` and try again"),
    ("pool_mgr", "connections are pooled by the engine; see the settings that begin with pool_"),
];

/// Options that have one value here; naming it is allowed.
const FIXED: [(&str, &str, &str); 8] = [
    ("verify", "true", "a server's certificate is always verified"),
    ("show_clickhouse_errors", "true", "the server's errors are always shown"),
    ("autogenerate_query_id", "true", "every query has an id of ours, which cancelling it needs"),
    ("form_encode_query_params", "true", "parameters always travel as form data"),
    ("invalid_setting_action", "error", "a setting that the server does not have is an error"),
    ("ca_cert", "certifi", ""),
    ("query_limit", "0", ""),
    ("query_retries", "0", ""),
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
        let compression = compression(&mut settings)?;
        let connect_timeout = settings.take_duration("connect_timeout")?.unwrap_or(CONNECT_TIMEOUT);
        let send_receive_timeout = settings.take_duration("send_receive_timeout")?.unwrap_or(SEND_RECEIVE_TIMEOUT);
        let session = session(&mut settings)?;
        let client_name = settings.take_text("client_name")?;
        let headers = headers(&mut settings)?;
        let settings = server_settings(settings)?;
        Ok(Self {
            endpoint,
            is_secure,
            database,
            login,
            compression,
            connect_timeout,
            send_receive_timeout,
            session,
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
            let reason = REFUSED.iter().find(|(refused, _)| *refused == key).map_or(reason, |(_, reason)| *reason);
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
        ("true", Some(Compression::Lz4)),
        ("1", Some(Compression::Lz4)),
        ("false", Some(Compression::None)),
        ("0", Some(Compression::None)),
        ("zstd", None),
        ("gzip", None),
        ("br", None),
    ];
    let mut found = None;
    for key in ["compression", "compress"] {
        if let Some(choice) = settings.take_choice(key, &choices)? {
            let choice = choice.ok_or_else(|| {
                Error::Usage(format!("{key} can't be set to this by this version: there are lz4, true and false"))
            })?;
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

/// `headers=Name: value`, as often as needed.
fn headers(settings: &mut Settings) -> Result<Vec<(String, String)>, Error> {
    let malformed = || Error::Usage("headers must be `Name: value`, each in a setting of its own".to_owned());
    let header = |value: aludel_engine::SettingValue| {
        let text = value.to_string();
        let (name, value) = text.split_once(':').ok_or_else(malformed)?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    };
    settings.take_all("headers").into_iter().map(header).collect()
}

/// What is left is the server's; `ch_` says so where a name is also one of ours.
fn server_settings(mut settings: Settings) -> Result<Vec<(String, String)>, Error> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (key, value) in settings.take_rest()? {
        let name = key.strip_prefix("ch_").unwrap_or(&key).to_owned();
        // Requests have these in their own right.
        if matches!(name.as_str(), "query" | "query_id" | "default_format") || name.starts_with("param_") {
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
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use aludel_engine::EngineUrl;

    use super::*;

    fn read(url: &str) -> Result<Resolved, Error> {
        Resolved::new(&ConnectOptions::new(EngineUrl::parse(url).unwrap()))
    }

    #[test]
    fn where_the_server_is() {
        for (url, endpoint) in [
            ("clickhouse://", "http://localhost:8123/"),
            ("clickhouse://h", "http://h:8123/"),
            ("clickhousedb+connect://h:1234/db", "http://h:1234/"),
            ("clickhouse://h?secure=true", "https://h:8443/"),
            ("clickhouse+https://h", "https://h:8443/"),
            ("clickhouse://h:8443", "https://h:8443/"),
            ("clickhouse://h:8443?secure=0", "http://h:8443/"),
            ("clickhouse+http://[::1]:9?proxy_path=/a/b", "http://[::1]:9/a/b"),
        ] {
            assert_eq!(read(url).unwrap().endpoint, endpoint, "{url}");
        }
    }

    #[test]
    fn the_builder_says_the_same_as_a_url() {
        let options = crate::Options::new("::1")
            .port(9)
            .tls(crate::Tls::Off)
            .user("u", "p@/")
            .database("d/b")
            .compression(Compression::None)
            .connect_timeout(Duration::from_millis(1_500))
            .session(SessionId::None)
            .setting("compression", "zstd")
            .setting("max_threads", 4)
            .setting("max_threads", 5);
        let shown = format!("{:?}", options.clone().access_token("t0ken"));
        assert!(!shown.contains("p@/") && !shown.contains("t0ken"), "{shown}");
        let options = Resolved::new(&options.into_connect_options().unwrap()).unwrap();
        assert_eq!(options.endpoint, "http://[::1]:9/");
        assert_eq!(options.database.as_deref(), Some("d/b"));
        assert!(matches!(&options.login, Login::User { user, password }
            if user.as_deref() == Some("u") && password.as_deref() == Some("p@/")));
        assert_eq!(options.compression, Compression::None);
        assert_eq!(options.connect_timeout, Duration::from_millis(1_500));
        assert_eq!(options.session, SessionId::None);
        let settings: Vec<(&str, &str)> = options.settings.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(settings, [("compression", "zstd"), ("max_threads", "5")]);
    }

    #[test]
    fn options_are_told_from_settings() {
        let url = "clickhouse://h/db?compression=false&connect_timeout=3&session_id=s&headers=A:%20b&headers=C:d\
                   &max_threads=4&ch_compression=zstd&join_use_nulls=true&verify=true&query_limit=0&ca_cert=certifi";
        let options = read(url).unwrap();
        assert_eq!(options.database.as_deref(), Some("db"));
        assert_eq!(options.compression, Compression::None);
        assert_eq!(options.connect_timeout, Duration::from_secs(3));
        assert_eq!(options.session, SessionId::Fixed("s".into()));
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
        assert_eq!(options.headers, pairs(&[("A", "b"), ("C", "d")]));
        let settings = [("max_threads", "4"), ("compression", "zstd"), ("join_use_nulls", "1")];
        assert_eq!(options.settings, pairs(&settings));
    }

    #[test]
    fn what_is_not_honoured_is_refused_by_name() {
        for (url, words) in [
            ("clickhouse://h?verify=false", "verify can't be set"),
            ("clickhouse://h?ca_cert=/etc/ca.pem", "ca_cert can't be set: only"),
            ("clickhouse://h?query_limit=5", "query_limit can't be set: rows"),
            ("clickhouse://h?http_proxy=p", "http_proxy can't be set"),
            ("clickhouse://h?compression=zstd", "compression can't be set"),
            ("clickhouse://h?compression=lz4&compress=false", "compression is given twice"),
            ("clickhouse+https://h?secure=false", "both"),
            ("clickhouse://u:p@h?access_token=t", "leave these out"),
            ("clickhouse://h?connect_timeout=soon", "connect_timeout"),
            ("clickhouse://h?headers=nothing", "Name: value"),
            ("clickhouse://h?query=x", "query"),
            ("clickhouse://h?max_threads=1&ch_max_threads=2", "max_threads"),
            ("clickhouse://h?session_id=a&autogenerate_session_id=true", "exclude"),
        ] {
            let error = read(url).err().unwrap_or_else(|| panic!("{url}")).to_string();
            assert!(error.contains(words), "{url}: {error}");
        }
    }
}
