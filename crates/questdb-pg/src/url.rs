//! What a URL and the settings beside it say.

use std::time::Duration;

use aludel_engine::{ConnectOptions, Error, SettingValue};
use aludel_postgres_wire::Address;

use crate::line_protocol::LineAddress;

/// How many connections a server takes unless it is told otherwise; one more is not refused, it hangs.
const CONNECTIONS: usize = 64;

/// What to open, and how connections behave.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) address: Address,
    pub(crate) behaviour: Behaviour,
    /// Where bulk inserts go.
    pub(crate) lines: Option<LineAddress>,
}

/// How a connection behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Behaviour {
    pub(crate) visibility: Visibility,
    /// How long a write may wait until it can be read.
    pub(crate) visibility_timeout: Duration,
    /// After this time without work a connection is asked whether it is still there: the server closes idle ones.
    pub(crate) idle: Duration,
}

/// When a write that does not stand in a transaction, or a commit, is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// When the server has it; it can be read some milliseconds later.
    Eventual,
    /// When it can be read.
    Writes,
}

impl Target {
    pub(crate) fn new(options: &ConnectOptions) -> Result<Self, Error> {
        let url = options.url();
        let mut settings = options.settings();
        let mut address = Address::new(
            url.host().unwrap_or("localhost"),
            url.port().unwrap_or(8812),
            options.user().unwrap_or("admin"),
            options.password().unwrap_or("quest"),
        );
        address.database = url.database().unwrap_or("qdb").to_owned();
        let no_tls = "disable: the open-source server has no TLS, so that anything else would fail, or send the password \
                      in plain text without saying so";
        settings.take_as("sslmode", no_tls, |value| (value.to_string() == "disable").then_some(()))?;
        if let Some(name) = settings.take_text("application_name")? {
            address.application_name = name;
        }
        let timeout =
            settings.take_as("statement_timeout", "a span of time of 1 ms or more, such as 30s", |value| {
                u64::try_from(value.as_duration()?.as_millis()).ok().filter(|millis| *millis > 0)
            })?;
        if let Some(millis) = timeout {
            address.options.push(("statement_timeout".to_owned(), millis.to_string()));
        }
        let statements = "a whole number from 1 to 9000: the server keeps 10000 for a connection";
        if let Some(count) = settings.take_as("statement_cache_capacity", statements, |value| {
            usize::try_from(value.as_int()?).ok().filter(|count| (1..=9_000).contains(count))
        })? {
            address.statements = count;
        }
        if let Some(timeout) = settings.take_duration("connect_timeout")? {
            address.login_timeout = timeout;
        }
        let choices = [("eventual", Visibility::Eventual), ("writes", Visibility::Writes)];
        let visibility = settings.take_choice("wait_for_visibility", &choices)?.unwrap_or(Visibility::Eventual);
        let visibility_timeout = settings.take_duration("visibility_timeout")?.unwrap_or(Duration::from_secs(30));
        let lines = settings.take_as("ilp", "a host and a port, such as localhost:9000", |value| {
            let text = value.to_string();
            let (host, port) = text.rsplit_once(':')?;
            let port = port.parse().ok().filter(|port| *port > 0)?;
            (!host.is_empty() && !host.contains(['/', '@'])).then(|| LineAddress { host: host.to_owned(), port })
        })?;
        settings.finish(&[])?;
        let size = options.pool()?.size;
        if size > CONNECTIONS {
            let expected = format!("at most {CONNECTIONS}: the server leaves further connections without an answer");
            return Err(options.settings().wrong("pool_size", &SettingValue::from(size), &expected).into());
        }
        let behaviour = Behaviour { visibility, visibility_timeout, idle: Duration::from_secs(60) };
        Ok(Target { address, behaviour, lines })
    }
}

#[cfg(test)]
mod tests {
    use aludel_engine::EngineUrl;

    use super::*;

    fn target(url: &str) -> Result<Target, String> {
        let url = EngineUrl::parse(url).map_err(|error| error.to_string())?;
        Target::new(&ConnectOptions::new(url)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_left_out_is_the_servers_default() {
        let Target { address, behaviour, lines } = target("questdb://").expect("defaults");
        let login = (address.host.as_str(), address.port, address.user.as_str(), address.password.as_str());
        assert_eq!(login, ("localhost", 8812, "admin", "quest"));
        assert_eq!((address.database.as_str(), address.options.len()), ("qdb", 0));
        assert_eq!((behaviour.visibility, lines), (Visibility::Eventual, None));
    }

    #[test]
    fn options_are_taken() {
        let url = "questdb+pg://me:p%40ss@h:1/d?statement_timeout=1500ms&application_name=ticks&sslmode=disable\
                   &statement_cache_capacity=7&connect_timeout=2s&wait_for_visibility=writes&visibility_timeout=5&ilp=h:9000";
        let Target { address, behaviour, lines } = target(url).expect("well formed");
        let login = (address.host.as_str(), address.port, address.user.as_str(), address.password.as_str());
        assert_eq!(login, ("h", 1, "me", "p@ss"));
        assert_eq!(address.options, [("statement_timeout".to_owned(), "1500".to_owned())]);
        assert_eq!((address.application_name.as_str(), address.statements), ("ticks", 7));
        assert_eq!(address.login_timeout, Duration::from_secs(2));
        assert_eq!((behaviour.visibility, behaviour.visibility_timeout), (Visibility::Writes, Duration::from_secs(5)));
        assert_eq!(lines, Some(LineAddress { host: "h".to_owned(), port: 9_000 }));
        assert!(!format!("{address:?}").contains("p@ss"));
    }

    #[test]
    fn what_would_not_hold_is_refused() {
        for (query, words) in [
            ("sslmode=require", "no TLS"),
            ("sslmode=prefer", "no TLS"),
            ("statement_timeout=0", "1 ms or more"),
            ("statement_timeout=soon", "span of time"),
            ("statement_cache_capacity=0", "from 1 to 9000"),
            ("wait_for_visibility=always", "eventual, writes"),
            ("ilp=localhost", "a host and a port"),
            ("ilp=http://localhost:9000", "a host and a port"),
            ("pool_size=65", "at most 64"),
            ("sslrootcert=x", "there is no setting"),
            ("statment_timeout=5", "statement_timeout"),
        ] {
            let error = target(&format!("questdb://localhost/qdb?{query}")).expect_err(query);
            assert!(error.contains(words), "{query}: {error}");
        }
    }
}
