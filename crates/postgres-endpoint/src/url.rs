//! What a URL and the settings beside it say to the endpoint.

use std::path::PathBuf;
use std::time::Duration;

use aludel_engine::{ConnectOptions, Error};
use aludel_postgres_wire::{Address, Authorities, Security};

use crate::token::{Token, TokenSource};

/// The name of the workspace: all databases are in sight.
pub(crate) const WORKSPACE: &str = "md:";

/// Where to log in, without the token, and who has that.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) address: Address,
    pub(crate) token: Token,
}

impl Target {
    /// Reads the options. Nothing else is looked at but the variable of the token.
    pub(crate) fn new(options: &ConnectOptions, source: Option<&TokenSource>) -> Result<Self, Error> {
        let url = options.url();
        let mut settings = options.settings();
        let region = settings.take_as("region", "a region such as us-east-1", |value| {
            let region = value.to_string();
            let is_region = !region.is_empty()
                && region.len() <= 40
                && region.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
            is_region.then_some(region)
        })?;
        let (host, database) = match (url.scheme(), region) {
            ("motherduck", Some(_)) if url.database().is_some() || url.port().is_some() => {
                let reason = "`motherduck+pg://<database>?region=…` names a database and no host; with a host, write \
                              postgresql://<host>:5432/<database>";
                return Err(Error::Usage(reason.to_owned()));
            }
            ("motherduck", Some(region)) => (format!("pg.{region}-aws.motherduck.com"), url.host()),
            ("motherduck", None) => {
                let reason = "the region is missing: motherduck+pg://<database>?region=us-east-1; MotherDuck's \
                              settings tell \
                              which it is";
                return Err(Error::Usage(reason.to_owned()));
            }
            (_, Some(_)) => {
                let reason = "`region` belongs to motherduck+pg://<database>?region=…; this URL names its host";
                return Err(Error::Usage(reason.to_owned()));
            }
            (_, None) => match url.host() {
                Some(host) => (host.to_owned(), url.database()),
                None => {
                    let reason = "the host is missing: postgresql://postgres@pg.us-east-1-aws.motherduck.com:5432/md:";
                    return Err(Error::Usage(reason.to_owned()));
                }
            },
        };
        if host.starts_with('/') {
            return Err(Error::Usage(
                "the endpoint is reached over the network, not over a socket in a file".to_owned(),
            ));
        }
        let token = Token::new(options, &host, source)?;
        let mut address = Address::new(host, url.port().unwrap_or(5_432), options.user().unwrap_or("postgres"), "");
        address.database = match database {
            None | Some(WORKSPACE) => WORKSPACE.to_owned(),
            Some(name) => name.strip_prefix(WORKSPACE).unwrap_or(name).to_owned(),
        };
        let modes = "require, verify-ca or verify-full: the endpoint takes the token over TLS alone, and anything less \
                     would send it in plain text when somebody stands in between";
        let mode = settings.take_as("sslmode", modes, |value| {
            Some(match value.to_string().as_str() {
                "require" => Mode::Require,
                "verify-ca" => Mode::VerifyCa,
                "verify-full" => Mode::VerifyFull,
                _ => return None,
            })
        })?;
        let authorities = match settings.take_text("sslrootcert")?.as_deref() {
            None => None,
            Some("system") => Some(Authorities::System),
            Some(path) => Some(Authorities::SystemAnd(PathBuf::from(path))),
        };
        address.security = match (mode.unwrap_or(Mode::VerifyFull), authorities) {
            (Mode::Require, None) => Security::Encrypted,
            // As libpq does: who names an authority wants it to count.
            (Mode::Require | Mode::VerifyCa, Some(file @ Authorities::SystemAnd(_))) => Security::KnownAuthority(file),
            // Anybody has a certificate of the authorities that the system trusts, so it has to be of this host.
            (_, authorities) => Security::KnownHost(authorities.unwrap_or_default()),
        };
        if let Some(name) = settings.take_text("application_name")? {
            address.application_name = name;
        }
        if let Some(options) = settings.take_text("options")? {
            address.raw_options = options;
        }
        if let Some(timeout) = settings.take_duration("connect_timeout")? {
            address.login_timeout = timeout.max(Duration::from_millis(1));
        }
        let statements = "a whole number from 1 to 9000";
        if let Some(count) = settings.take_as("statement_cache_capacity", statements, |value| {
            usize::try_from(value.as_int()?).ok().filter(|count| (1..=9_000).contains(count))
        })? {
            address.statements = count;
        }
        settings.finish(&[])?;
        Ok(Self { address, token })
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Require,
    VerifyCa,
    VerifyFull,
}

#[cfg(test)]
mod tests {
    use aludel_engine::EngineUrl;

    use super::*;

    fn target(url: &str) -> Result<Target, String> {
        let url = EngineUrl::parse(url).map_err(|error| error.to_string())?;
        let options = ConnectOptions::new(url).with_password("s3cret");
        Target::new(&options, None).map_err(|error| error.to_string())
    }

    #[test]
    fn the_forms_that_people_paste_are_read() {
        let us = "pg.us-east-1-aws.motherduck.com";
        for (url, host, port, user, database) in [
            ("postgresql://postgres@pg.us-east-1-aws.motherduck.com:5432/md:", us, 5_432, "postgres", "md:"),
            ("postgresql+psycopg://me@pg.us-east-1-aws.motherduck.com/sample_data", us, 5_432, "me", "sample_data"),
            ("postgres://pg.us-east-1-aws.motherduck.com/md:sample_data", us, 5_432, "postgres", "sample_data"),
            ("postgresql://pg.us-east-1-aws.motherduck.com", us, 5_432, "postgres", "md:"),
            ("motherduck+pg://sample_data?region=us-east-1", us, 5_432, "postgres", "sample_data"),
            ("motherduck+pg://?region=eu-central-1", "pg.eu-central-1-aws.motherduck.com", 5_432, "postgres", "md:"),
            ("postgresql://localhost:15432/md:", "localhost", 15_432, "postgres", "md:"),
        ] {
            let Target { address, .. } = target(url).expect(url);
            let found = (address.host.as_str(), address.port, address.user.as_str(), address.database.as_str());
            assert_eq!(found, (host, port, user, database), "{url}");
            assert_eq!(address.security, Security::KnownHost(Authorities::System), "{url}");
        }
    }

    #[test]
    fn the_server_must_prove_who_it_is_unless_it_is_said_otherwise() {
        let file = || Authorities::SystemAnd(PathBuf::from("/ca.pem"));
        for (query, expected) in [
            ("", Security::KnownHost(Authorities::System)),
            ("sslmode=verify-full&sslrootcert=system", Security::KnownHost(Authorities::System)),
            ("sslmode=verify-full&sslrootcert=/ca.pem", Security::KnownHost(file())),
            ("sslmode=verify-ca", Security::KnownHost(Authorities::System)),
            ("sslmode=require&sslrootcert=system", Security::KnownHost(Authorities::System)),
            ("sslmode=verify-ca&sslrootcert=/ca.pem", Security::KnownAuthority(file())),
            ("sslmode=require", Security::Encrypted),
            ("sslmode=require&sslrootcert=/ca.pem", Security::KnownAuthority(file())),
        ] {
            assert_eq!(
                target(&format!("postgresql://h/md:?{query}")).expect(query).address.security,
                expected,
                "{query}"
            );
        }
    }

    #[test]
    fn options_are_taken() {
        let url = "postgresql://h/md:?application_name=shop&options=--compatibility-mode%3Dmetabase&connect_timeout=2s\
                   &statement_cache_capacity=7";
        let Target { address, .. } = target(url).expect("well formed");
        assert_eq!((address.application_name.as_str(), address.statements), ("shop", 7));
        assert_eq!(address.raw_options, "--compatibility-mode=metabase");
        assert_eq!(address.login_timeout, Duration::from_secs(2));
    }

    #[test]
    fn what_would_not_hold_is_refused() {
        for (url, words) in [
            ("postgresql://h/md:?sslmode=disable", "over TLS alone"),
            ("postgresql://h/md:?sslmode=prefer", "over TLS alone"),
            ("postgresql://h/md:?sslmode=allow", "over TLS alone"),
            ("postgresql:///md:", "the host is missing"),
            ("motherduck+pg://db", "the region is missing"),
            ("motherduck+pg://db?region=evil.example%2F", "a region such as"),
            ("motherduck+pg://host/db?region=us-east-1", "names a database and no host"),
            ("postgresql://h/md:?region=us-east-1", "names its host"),
            ("postgresql://h/md:?sslmod=require", "sslmode"),
            ("postgresql://%2Ftmp/md:", "over the network"),
        ] {
            let error = target(url).expect_err(url);
            assert!(error.contains(words), "{url}: {error}");
        }
    }
}
