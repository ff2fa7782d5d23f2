//! What may come in a URL from outside.

use std::path::{Component, Path, PathBuf};

use super::{EngineUrl, UrlError};

/// What a URL that a stranger wrote may name. Nothing is allowed that was not named: schemes, hosts, databases, folders,
/// settings, logins.
///
/// It limits what is *opened*. SQL can still read files and attach databases; that is limited by the engine's own
/// settings, given beside the URL and not allowed in it.
///
/// ```
/// use aludel_engine::{EngineUrl, UrlPolicy};
///
/// let policy = UrlPolicy::deny_all().scheme("questdb").host_and_port("db.example.com", 8812).database("qdb");
/// assert!(policy.admit(&EngineUrl::parse("questdb://db.example.com:8812/qdb")?).is_ok());
/// assert!(policy.admit(&EngineUrl::parse("questdb://10.0.0.1:8812/qdb")?).is_err());
/// assert!(policy.admit(&EngineUrl::parse("questdb://db.example.com:8812/qdb?tls=off")?).is_err());
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlPolicy {
    schemes: Vec<String>,
    options: Vec<String>,
    hosts: Vec<(String, Option<u16>)>,
    databases: Vec<String>,
    folders: Vec<PathBuf>,
    memory: Allowed,
    login: Allowed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Allowed {
    #[default]
    No,
    Yes,
}

impl UrlPolicy {
    /// Nothing is allowed yet.
    pub fn deny_all() -> Self {
        Self::default()
    }

    /// Allows this scheme, as `scheme` or, with its driver, as `scheme+driver`.
    #[must_use]
    pub fn scheme(mut self, scheme: impl Into<String>) -> Self {
        self.schemes.push(scheme.into().to_ascii_lowercase());
        self
    }

    /// Allows this setting in the URL, with any value.
    #[must_use]
    pub fn option(mut self, key: impl Into<String>) -> Self {
        self.options.push(key.into());
        self
    }

    /// Allows this host, without a port. A URL that names no database gets the server's default one.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push((host.into(), None));
        self
    }

    /// Allows this host with this port.
    #[must_use]
    pub fn host_and_port(mut self, host: impl Into<String>, port: u16) -> Self {
        self.hosts.push((host.into(), Some(port)));
        self
    }

    /// Allows the database of exactly this name: on a server, or such as `md:my_db`.
    #[must_use]
    pub fn database(mut self, name: impl Into<String>) -> Self {
        self.databases.push(name.into());
        self
    }

    /// Allows database files in this folder and those below it, wherever symbolic links lead from there.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Allows databases in memory: no database, or `:memory:`.
    #[must_use]
    pub fn memory(self) -> Self {
        Self { memory: Allowed::Yes, ..self }
    }

    /// Allows a user and a password in the URL.
    #[must_use]
    pub fn login(self) -> Self {
        Self { login: Allowed::Yes, ..self }
    }

    /// The URL, if it is allowed. A path in it comes back absolute and without symbolic links: open this one, not the one
    /// that was given.
    ///
    /// A folder in which strangers can make symbolic links is not safe between this and the opening.
    ///
    /// # Errors
    /// [`UrlError::Denied`] names what is not allowed.
    pub fn admit(&self, url: &EngineUrl) -> Result<EngineUrl, UrlError> {
        url.check()?;
        let scheme = match url.driver() {
            None => url.scheme().to_owned(),
            Some(driver) => format!("{}+{driver}", url.scheme()),
        };
        if !self.schemes.contains(&scheme) {
            return Err(denied(format!("the scheme `{scheme}://`")));
        }
        if (url.user().is_some() || url.password().is_some()) && self.login == Allowed::No {
            return Err(denied("a user or password in the URL"));
        }
        if let Some((key, _)) = url.query().find(|(key, _)| !self.options.iter().any(|allowed| allowed == key)) {
            return Err(denied(format!("the setting {key:?}")));
        }
        match (url.host(), url.port()) {
            (None, None) => self.admit_local(url),
            (None, Some(_)) => Err(denied("a port without host")),
            (Some(host), port) => {
                let same = |allowed: &(String, Option<u16>)| allowed.0.eq_ignore_ascii_case(host) && allowed.1 == port;
                if !self.hosts.iter().any(same) {
                    return Err(denied("this host and port"));
                }
                match url.database() {
                    Some(name) if !self.names(name) => Err(denied("this database")),
                    _ => Ok(url.clone()),
                }
            }
        }
    }

    fn names(&self, database: &str) -> bool {
        self.databases.iter().any(|allowed| allowed == database)
    }

    fn admit_local(&self, url: &EngineUrl) -> Result<EngineUrl, UrlError> {
        let Some(database) = url.database() else {
            return self.admit_memory(url);
        };
        if self.names(database) {
            return Ok(url.clone());
        }
        if database == ":memory:" {
            return self.admit_memory(url);
        }
        if has_prefix(database) {
            return Err(denied("a database that is no file (such as md:, s3:, :memory:name or an extension's)"));
        }
        if database.contains('?') || database.starts_with('~') || database.chars().any(char::is_control) {
            return Err(denied("a path with `?`, a control character, or `~` at its beginning"));
        }
        let path = self.real_path(Path::new(database)).ok_or_else(|| denied("a path outside the allowed folders"))?;
        match path.to_str() {
            Some(path) => Ok(url.clone().with_database(path)),
            None => Err(denied("a path that is not UTF-8")),
        }
    }

    fn admit_memory(&self, url: &EngineUrl) -> Result<EngineUrl, UrlError> {
        match self.memory {
            Allowed::Yes => Ok(url.clone()),
            Allowed::No => Err(denied("a database in memory")),
        }
    }

    /// Where `path` really is, if that is in an allowed folder. The file need not exist, its folder must.
    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        if path.components().any(|component| component == Component::ParentDir) {
            return None;
        }
        let real = match std::fs::canonicalize(path) {
            Ok(real) => real,
            Err(_) => {
                // A link that leads nowhere could lead anywhere once it is opened for writing.
                if std::fs::symlink_metadata(path).is_ok() {
                    return None;
                }
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                std::fs::canonicalize(folder).ok()?.join(path.file_name()?)
            }
        };
        let allowed = |folder: &PathBuf| {
            std::fs::canonicalize(folder).is_ok_and(|folder| real.starts_with(&folder) && real != folder)
        };
        self.folders.iter().any(allowed).then_some(real)
    }
}

fn denied(what: impl Into<String>) -> UrlError {
    UrlError::Denied { what: what.into() }
}

/// Whether the text before the first `:` is longer than a Windows drive, so that an engine may read it as a kind of database.
fn has_prefix(database: &str) -> bool {
    database.find([':', '/', '\\']).is_some_and(|at| at != 1 && database[at..].starts_with(':'))
}
