//! Where a server is and who logs in.

use std::env;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};

use crate::WireError;

/// Whether the wire is encrypted, and how far the server must prove who it is. With TLS, a server that answers without it is
/// given up before anything is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// Everything, the password too, travels as it is.
    #[default]
    Plain,
    /// Encrypted, to whoever answers: it keeps listeners out, and nobody who stands in between.
    Encrypted,
    /// Encrypted, and the certificate is signed by an authority that is trusted; for which name it is, is not asked.
    KnownAuthority(Authorities),
    /// Encrypted, and the certificate is the host's own.
    KnownHost(Authorities),
}

/// Whose signature under a certificate counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authorities {
    /// Those that the system trusts.
    #[default]
    System,
    /// Those, and the certificates in this file (PEM).
    SystemAnd(PathBuf),
}

/// A server, a login, and what is asked of the session.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Address {
    /// Name or number of the machine.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Who logs in.
    pub user: String,
    /// In plain text.
    pub password: String,
    /// The database.
    pub database: String,
    /// Encryption.
    pub security: Security,
    /// What the server lists the session as.
    pub application_name: String,
    /// Options of the session, sent as `-c key=value` with the login.
    pub options: Vec<(String, String)>,
    /// Options of the session in the server's own words, sent before those: `--key=value`.
    pub raw_options: String,
    /// How many prepared statements a connection keeps, at least 1.
    pub statements: usize,
    /// How long a login may take; some servers leave one that is too many unanswered.
    pub login_timeout: Duration,
}

impl Address {
    /// A login without options.
    pub fn new(host: impl Into<String>, port: u16, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            port,
            user: user.into(),
            password: password.into(),
            database: String::new(),
            security: Security::Plain,
            application_name: "aludel".to_owned(),
            options: Vec::new(),
            raw_options: String::new(),
            statements: 100,
            login_timeout: Duration::from_secs(10),
        }
    }

    /// Nothing comes from the environment or from a file: what the driver would take from there is set, or refused.
    fn driver_options(&self) -> Result<PgConnectOptions, WireError> {
        // The driver puts what this variable holds before our own options, and nothing takes it away again.
        let of_environment = env::var_os("PGOPTIONS").filter(|value| !value.is_empty());
        if of_environment.as_ref().is_some_and(|value| value != self.raw_options.as_str()) {
            let reason = "the environment variable PGOPTIONS would change every session: unset it, and write options \
                          into the URL";
            return Err(WireError::Usage(reason.to_owned()));
        }
        let mut options = if self.raw_options.is_empty() || of_environment.is_some() {
            PgConnectOptions::new_without_pgpass()
        } else {
            // The driver takes them from a URL alone; with a password in it, it looks for none in files.
            let raw = percent_encoding::utf8_percent_encode(&self.raw_options, percent_encoding::NON_ALPHANUMERIC);
            PgConnectOptions::from_str(&format!("postgres://user:password@host/?options={raw}"))
                .map_err(|error| WireError::Usage(format!("the options of the session can't be sent: {error}")))?
        };
        options = options
            .host(&self.host)
            .port(self.port)
            .username(&self.user)
            .password(&self.password)
            .database(&self.database)
            .application_name(&self.application_name)
            // A statement is described before it is run, and must be the same then.
            .statement_cache_capacity(self.statements.max(1))
            // Values travel in binary form.
            .extra_float_digits(None)
            .disable_statement_logging();
        options = self.secured(options)?;
        if !self.options.is_empty() {
            options = options.options(self.options.iter().map(|(key, value)| (key, value)));
        }
        Ok(options)
    }

    fn secured(&self, options: PgConnectOptions) -> Result<PgConnectOptions, WireError> {
        let (mode, authorities) = match &self.security {
            Security::Plain => return Ok(options.ssl_mode(PgSslMode::Disable)),
            Security::Encrypted => (PgSslMode::Require, &Authorities::System),
            Security::KnownAuthority(authorities) => (PgSslMode::VerifyCa, authorities),
            Security::KnownHost(authorities) => (PgSslMode::VerifyFull, authorities),
        };
        if let Some(variable) = ["PGSSLCERT", "PGSSLKEY"].into_iter().find(|name| env::var_os(name).is_some()) {
            let reason =
                format!("the environment variable {variable} would show a certificate to every server: unset it");
            return Err(WireError::Usage(reason));
        }
        Ok(match authorities {
            // No certificate at all, where the driver would take the file that PGSSLROOTCERT names.
            Authorities::System => options.ssl_root_cert_from_pem(Vec::new()),
            Authorities::SystemAnd(path) => options.ssl_root_cert(path),
        }
        .ssl_mode(mode))
    }

    pub(crate) async fn connect(&self) -> Result<PgConnection, WireError> {
        let options = self.driver_options()?;
        match tokio::time::timeout(self.login_timeout, options.connect()).await {
            Ok(Ok(connected)) => Ok(connected),
            // What a server repeats of the login is not for others.
            Ok(Err(error)) => Err(WireError::from(error).without(&self.password)),
            Err(_) => Err(WireError::LoginTimeout(self.login_timeout)),
        }
    }
}

/// Without the password.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, user, database, security, application_name, .. } = self;
        f.debug_struct("Address")
            .field("host", host)
            .field("port", port)
            .field("user", user)
            .field("database", database)
            .field("security", security)
            .field("application_name", application_name)
            .finish_non_exhaustive()
    }
}
