//! From a URL and the settings beside it to what DuckDB is opened with.

use aludel_engine::{ConnectOptions, Error, SecretKeys, SettingValue, UrlError};

use super::Login;
use super::keys::{self, APPLICATION_NAME, CREDENTIALS, LOGIN, USER_AGENT, canonical};
use super::path::{check_name, joined, parts};

/// How this library names itself to MotherDuck.
const AGENT: &str = concat!("aludel/", env!("CARGO_PKG_VERSION"));

/// The variables that hold the token; the first that is set counts.
const VARIABLES: [&str; 2] = ["MOTHERDUCK_TOKEN", "motherduck_token"];

/// What DuckDB is opened with.
pub(crate) struct Route {
    pub(crate) path: String,
    /// For the whole database.
    pub(crate) settings: Vec<(String, SettingValue)>,
    /// For each connection.
    pub(crate) session: Vec<(String, SettingValue)>,
    pub(crate) login: Login,
    /// What must be shown nowhere.
    pub(crate) secrets: Vec<String>,
    /// Whether `access_mode` says so.
    pub(crate) read_only: bool,
}

/// An old name that was used.
#[derive(Debug, PartialEq, Eq)]
struct OldName {
    old: &'static str,
    new: String,
    /// The new one was given too, so that the old one is left out.
    dropped: bool,
}

impl Route {
    /// Reads `options`, whose database is `database`; `variable` reads the environment.
    pub(crate) fn new(
        options: &ConnectOptions,
        database: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let parts = parts(database)?;
        check_name(&parts.database)?;
        let (in_url, beside) = given(options)?;
        // In the database string, what is not known here is MotherDuck's.
        let (embedded, mut query): (Vec<_>, Vec<_>) =
            parts.query.into_iter().partition(|(key, _)| keys::known().any(|known| known.eq_ignore_ascii_case(key)));
        let embedded = embedded.into_iter().map(|(key, value)| (key, SettingValue::from(value))).collect();
        let mut old_names = Vec::new();
        let mut all = canonical_settings(in_url, &mut old_names)?;
        for layer in [beside, embedded] {
            for (key, value) in canonical_settings(layer, &mut old_names)? {
                if !all.iter().any(|(have, _)| *have == key) {
                    all.push((key, value));
                }
            }
        }
        warn(&old_names);
        let mut route = Route {
            path: String::new(),
            settings: Vec::new(),
            session: Vec::new(),
            login: Login::Token,
            secrets: secrets(&all, &query),
            read_only: false,
        };
        let (mut application, mut agent) = (None, None);
        for (key, value) in all {
            check_credential(&key, &value.to_string())?;
            match key.as_str() {
                LOGIN => route.login = login(options, &key, &value)?,
                APPLICATION_NAME => application = Some(value.to_string()),
                USER_AGENT => agent = Some(value.to_string()),
                _ if keys::is_of_the_path(&key) => query.push((key, value.to_string())),
                _ if keys::OF_THE_SESSION.contains(&key.as_str()) => route.session.push((key, value)),
                _ => route.settings.push((key, value)),
            }
        }
        route.read_only =
            query.iter().any(|(key, mode)| key == "access_mode" && mode.eq_ignore_ascii_case("read_only"));
        let has_credential = |key: &&str| {
            let of_path = query.iter().any(|(have, value)| have == key && !value.is_empty());
            of_path || route.settings.iter().any(|(have, value)| have == key && !value.to_string().is_empty())
        };
        if !CREDENTIALS.iter().any(has_credential) {
            route.take_token(variable)?;
        }
        route.settings.push((USER_AGENT.to_owned(), user_agent(application, agent).into()));
        route.path = joined(&parts.database, query);
        Ok(route)
    }

    fn take_token(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), Error> {
        self.settings.retain(|(key, _)| !CREDENTIALS.contains(&key.as_str()));
        match (token_of_environment(variable), self.login) {
            (Some(token), _) => {
                check_credential("motherduck_token", &token)?;
                self.secrets.push(token.clone());
                self.settings.push(("motherduck_token".to_owned(), token.into()));
                Ok(())
            }
            (None, Login::Browser) => Ok(()),
            (None, Login::Token) => Err(no_token()),
        }
    }
}

/// Refuses a token that can't be one, before anybody is sent it.
pub(crate) fn check_credential(key: &str, value: &str) -> Result<(), UrlError> {
    if CREDENTIALS.contains(&key) && value.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(UrlError::Usage(
            "MotherDuck's token has a line break or a blank in it, as files end with: cut it off",
        ));
    }
    Ok(())
}

/// The token that the environment holds; `variable` reads it.
pub(super) fn token_of_environment(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    VARIABLES.iter().find_map(|name| variable(name).filter(|token| !token.is_empty()))
}

/// There is no token, and nobody asked for a login that waits for a person.
pub(super) fn no_token() -> Error {
    Error::Usage(
        "MotherDuck needs a token: set the environment variable MOTHERDUCK_TOKEN, or the setting motherduck_token, in the \
         URL or beside it with `config(\"motherduck_token\", ..)`. A login in the browser, which waits for a person, is \
         asked for with `login(Login::Browser)` or `?login=browser`"
            .to_owned(),
    )
}

/// What the URL's query says, and what is said beside it.
type Layers = (Vec<(String, SettingValue)>, Vec<(String, SettingValue)>);

fn given(options: &ConnectOptions) -> Result<Layers, UrlError> {
    let of_url = |key: &str| options.url().query().any(|(have, _)| have == key);
    Ok(options.settings().take_rest()?.into_iter().partition(|(key, _)| of_url(key)))
}

/// The settings under MotherDuck's own names. Where a name and another one for the same setting are given, the name wins.
fn canonical_settings(
    given: Vec<(String, SettingValue)>,
    old_names: &mut Vec<OldName>,
) -> Result<Vec<(String, SettingValue)>, UrlError> {
    let (own, other): (Vec<_>, Vec<_>) =
        given.into_iter().map(|(key, value)| (canonical(&key), value)).partition(|(name, _)| name.instead_of.is_none());
    let mut settings: Vec<(String, SettingValue)> = Vec::new();
    for (name, value) in own.into_iter().chain(other) {
        let have = settings.iter().any(|(have, _)| *have == name.key);
        match name.instead_of {
            None if have => return Err(UrlError::RepeatedSetting { key: name.key }),
            Some(old) if name.deprecated || have => {
                old_names.push(OldName { old, new: name.key.clone(), dropped: have });
            }
            _ => {}
        }
        if !have {
            settings.push((name.key, value));
        }
    }
    Ok(settings)
}

/// Names only; values may be secrets.
fn warn(old_names: &[OldName]) {
    for OldName { old, new, dropped } in old_names {
        if *dropped {
            tracing::warn!("the setting {old} is another name of {new}, which is given too: {old} is left out");
        } else {
            tracing::warn!("the setting {old} is deprecated: write {new}");
        }
    }
}

/// The secrets among the settings, and among what the database string says that is not known here.
pub(crate) fn secrets(settings: &[(String, SettingValue)], query: &[(String, String)]) -> Vec<String> {
    let keys = SecretKeys::new();
    let settings = settings.iter().map(|(key, value)| (key, value.to_string()));
    let query = query.iter().map(|(key, value)| (key, value.clone()));
    settings.chain(query).filter(|(key, _)| keys.is_secret(key)).map(|(_, value)| value).collect()
}

fn login(options: &ConnectOptions, key: &str, value: &SettingValue) -> Result<Login, UrlError> {
    let text = value.to_string();
    [Login::Token, Login::Browser]
        .into_iter()
        .find(|login| login.to_string().eq_ignore_ascii_case(&text))
        .ok_or_else(|| options.settings().wrong(key, value, "token or browser"))
}

/// This library, then the program, then what it says of itself.
fn user_agent(application: Option<String>, agent: Option<String>) -> String {
    let application = application.map(|name| format!("application_name({name})"));
    let parts = [Some(AGENT.to_owned()), application, agent];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
