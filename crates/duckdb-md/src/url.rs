//! What a URL and the settings beside it say to DuckDB.

use std::sync::Arc;

use aludel_duckdb_sql::changes_meaning;
use aludel_engine::{ConnectOptions, Error, SettingValue, UrlError};

use crate::motherduck::{self, Login, Route, is_motherduck};
use crate::native::Config;
use crate::opener::Opening;

/// The path that DuckDB knows as a database in memory.
pub(crate) const MEMORY: &str = ":memory:";

/// What to open.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) opening: Opening,
    pub(crate) place: Place,
}

/// Where the database is.
#[derive(Debug)]
pub(crate) enum Place {
    /// In this process: a file, or memory.
    Local {
        /// Whether it has settings of MotherDuck, for databases that are attached to it.
        has_motherduck: bool,
        secrets: Secrets,
    },
    /// At MotherDuck.
    MotherDuck {
        login: Login,
        /// Whether the database string asks for read-only access.
        read_only: bool,
        secrets: Secrets,
    },
}

/// Values that are shown nowhere.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[String]>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// These values, as they are and as the database string escapes them.
    pub(crate) fn new(values: Vec<String>) -> Self {
        let escaped: Vec<String> = values.iter().map(|value| motherduck::escaped(value)).collect();
        let mut all: Vec<String> = values.into_iter().chain(escaped).filter(|value| !value.is_empty()).collect();
        // Of two that begin alike the longer one first, so that nothing of it stays.
        all.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        all.dedup();
        Self(all.into())
    }

    /// `error` with `***` in the place of each.
    pub(crate) fn hidden_in(&self, error: Error) -> Error {
        match error {
            Error::Server(mut error) => {
                error.message = self.hidden(error.message);
                Error::Server(error)
            }
            // What a column or a parameter is called, for one, is said by others.
            Error::Usage(message) => Error::Usage(self.hidden(message)),
            other => other,
        }
    }

    fn hidden(&self, message: String) -> String {
        self.0.iter().fold(message, |message, secret| message.replace(secret, "***"))
    }
}

/// What a URL of a file may say in confidence: user and password, and the query with the value of each of its keys.
/// DuckDB shows parts of it where it does not show all.
pub(crate) fn secrets_of(path: &str) -> Secrets {
    let mut secrets = Vec::new();
    if let Some((_, rest)) = path.split_once("://") {
        let (place, query) = rest.split_once(['?', '#']).unwrap_or((rest, ""));
        // A password may hold a slash that nobody has escaped.
        if let Some((user, _)) = place.rsplit_once('@') {
            secrets.push(user.to_owned());
            secrets.extend(user.split_once(':').map(|(_, password)| password.to_owned()));
        }
        secrets.push(query.to_owned());
        // Shorter ones (`v=1`) would be found in every number.
        let values = query.split(['&', '#']).filter_map(|pair| pair.split_once('=')).map(|(_, value)| value);
        secrets.extend(values.filter(|value| value.len() > 3).map(str::to_owned));
    }
    Secrets::new(secrets)
}

impl Target {
    /// Reads the options; names of settings are checked, values are DuckDB's to check.
    pub(crate) fn new(options: &ConnectOptions) -> Result<Self, Error> {
        let url = options.url();
        if url.host().is_some() || url.port().is_some() {
            let reason = "DuckDB runs in this process and has no host: write three slashes before the path, \
                          `duckdb:///file.duckdb`, `duckdb:///md:my_db`";
            return Err(Error::Usage(reason.to_owned()));
        }
        if options.user().is_some() || options.password().is_some() {
            return Err(Error::Usage("DuckDB in process has no users: leave user and password out".to_owned()));
        }
        let database = url.database().unwrap_or(MEMORY);
        let target = if is_motherduck(database) {
            motherduck::check_version(&crate::native::version())?;
            let variable = |name: &str| std::env::var(name).ok();
            let Route { path, settings, session, login, secrets, read_only } = Route::new(options, database, variable)?;
            let opening = Opening { settings, session_settings: session, ..Opening::new(path) };
            Target { opening, place: Place::MotherDuck { login, read_only, secrets: Secrets::new(secrets) } }
        } else {
            let (session_settings, settings): (Vec<_>, Vec<_>) =
                options.settings().take_rest()?.into_iter().partition(|(key, _)| motherduck::may_be_of_extension(key));
            let has_motherduck = !session_settings.is_empty();
            for (key, value) in &session_settings {
                motherduck::check_credential(&key.to_ascii_lowercase(), &value.to_string())?;
            }
            let secrets = Secrets::new(motherduck::secrets(&session_settings, &[]));
            let opening = Opening { settings, session_settings, ..Opening::new(database) };
            // The settings are the extension's, and DuckDB loads it for none of them.
            let opening = match has_motherduck {
                true => opening.statement("INSTALL motherduck").statement("LOAD motherduck"),
                false => opening,
            };
            Target { opening, place: Place::Local { has_motherduck, secrets } }
        };
        check_names(&target)?;
        Ok(target)
    }
}

fn check_names(target: &Target) -> Result<(), Error> {
    let settings = &target.opening.settings;
    if let Some((key, _)) = settings.iter().find(|(key, _)| changes_meaning(key)) {
        return Err(Error::Usage(format!(
            "the setting {key:?} changes what statements mean, which mean the same everywhere: say it in the statement \
             where it is wanted"
        )));
    }
    let names = Config::names();
    let is_motherduck = matches!(target.place, Place::MotherDuck { .. });
    let is_known = |key: &str| {
        let of_extension = is_motherduck && motherduck::may_be_of_extension(key);
        of_extension || names.iter().any(|name| name.eq_ignore_ascii_case(key))
    };
    match settings.iter().find(|(key, _)| !is_known(key)) {
        None => Ok(()),
        Some((key, _)) => {
            let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
            for key in motherduck::known().filter(|_| is_motherduck) {
                known.push(key);
            }
            // Only the engine's own list knows the settings of the pool.
            Err(aludel_engine::Settings::unknown(key, &known).into())
        }
    }
}

/// The error for a setting whose value DuckDB does not take, with its words unless the value is a secret.
pub(crate) fn wrong_setting(options: &ConnectOptions, key: &str, value: &SettingValue, words: &str) -> UrlError {
    let settings = options.settings();
    let plain = settings.wrong(key, value, "a value that DuckDB takes");
    match &plain {
        UrlError::Setting { value: shown, .. } if shown != "***" => {
            settings.wrong(key, value, &format!("a value that DuckDB takes; it says: {words}"))
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use aludel_engine::{Error, ErrorClass, ServerError};

    use super::{Secrets, secrets_of};

    #[test]
    fn of_a_files_url_nothing_is_shown_that_may_be_a_credential() {
        for (url, shown) in [
            ("http://user:s3cr3t@host/x.csv", "http://***@host/x.csv"),
            ("http://user:s3/cr3t@host/x.csv", "http://***@host/x.csv"),
            ("s3://bucket/x.csv?s3_secret_access_key=s3cr3t&region=x", "s3://bucket/x.csv?***"),
            ("https://host/x.csv?sig=s3cr3t#v=s3cr3t", "https://host/x.csv?***"),
            ("s3://bucket/*.csv", "s3://bucket/*.csv"),
            ("/data/a@b?.csv", "/data/a@b?.csv"),
        ] {
            let said = secrets_of(url).hidden(format!("{url} is not there; s3cr3t"));
            assert!(said.starts_with(shown), "{said}");
            assert_eq!(said.contains("s3cr3t"), !url.contains("cr3t") || url.contains("s3/cr3t"), "{said}");
        }
    }

    #[test]
    fn a_secret_is_hidden_in_what_a_server_says_and_in_what_is_said_of_its_columns() {
        let secrets = Secrets::new(vec!["hush".to_owned(), "hush/5e1f".to_owned()]);
        for (error, shown) in [
            (ServerError::new(ErrorClass::Auth, "no hush, hush/5e1f or hush%2F5e1f").into(), "no ***, *** or ***"),
            (Error::Usage("column \"hush\": it is broken".to_owned()), "column \"***\": it is broken"),
        ] {
            let said = secrets.hidden_in(error).to_string();
            assert!(said.ends_with(shown), "{said}");
        }
    }
}
