//! What a URL and the settings beside it say to DuckDB.

use aludel_duckdb_sql::changes_meaning;
use aludel_engine::{ConnectOptions, Error, SettingValue, UrlError};

use crate::native::Config;

/// The path that DuckDB knows as a database in memory.
pub(crate) const MEMORY: &str = ":memory:";

/// What to open.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) path: String,
    pub(crate) settings: Vec<(String, SettingValue)>,
}

impl Target {
    /// Reads the options; names of settings are checked, values are DuckDB's to check.
    pub(crate) fn new(options: &ConnectOptions) -> Result<Self, Error> {
        let url = options.url();
        if url.host().is_some() || url.port().is_some() {
            let reason = "DuckDB runs in this process and has no host: write three slashes before the path, \
                          `duckdb:///file.duckdb`";
            return Err(Error::Usage(reason.to_owned()));
        }
        if options.user().is_some() || options.password().is_some() {
            return Err(Error::Usage("DuckDB in process has no users: leave user and password out".to_owned()));
        }
        let path = match url.database() {
            None => MEMORY,
            Some(path) => path,
        };
        if path.starts_with("md:") || path.starts_with("motherduck:") {
            return Err(Error::Usage("MotherDuck (`md:`) can't be opened by this version yet".to_owned()));
        }
        let settings = options.settings().take_rest()?;
        if let Some((key, _)) = settings.iter().find(|(key, _)| changes_meaning(key)) {
            return Err(Error::Usage(format!(
                "the setting {key:?} changes what statements mean, which mean the same everywhere: say it in the statement \
                 where it is wanted"
            )));
        }
        let names = Config::names();
        let is_known = |key: &str| names.iter().any(|name| name.eq_ignore_ascii_case(key));
        if settings.iter().any(|(key, _)| !is_known(key)) {
            let mut left = options.settings();
            for (key, _) in settings.iter().filter(|(key, _)| is_known(key)) {
                left.take_all(key);
            }
            left.finish(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        Ok(Target { path: path.to_owned(), settings })
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
