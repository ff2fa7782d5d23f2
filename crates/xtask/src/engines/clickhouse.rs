//! ClickHouse, as chDB publishes it for Node.js: a library with the whole server in it, which the tests run behind HTTP.
//!
//! 570 MB unpacked, kept once per machine.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::cargo;
use crate::failure::Failure;
use crate::fetch::{Archive, Cache, Source};
use crate::repository::Repository;

const VERSION: &str = "26.7.3-stable.1";

/// A platform's package, with the checksum that npm's registry states as `dist.integrity`
/// (`npm view @chdb/lib-<platform>@<version> dist.integrity`).
struct Package {
    os: &'static str,
    architecture: &'static str,
    name: &'static str,
    integrity: &'static str,
    library: &'static str,
}

/// Only what was fetched and run. A platform is added with the checksum seen there, not by guessing.
const PACKAGES: [Package; 1] = [Package {
    os: "linux",
    architecture: "x86_64",
    name: "@chdb/lib-linux-x64-gnu",
    integrity: "sha512-XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==",
    library: "libchdb.so",
}];

/// Puts the library into the cache and links it into the repository.
pub(crate) fn fetch(repository: &Repository) -> Result<(), Failure> {
    if server_of_user().is_some() {
        // Not shown: it may hold a password.
        eprintln!("ClickHouse: using the server of CLICKHOUSE_URL");
        return Ok(());
    }
    let archive = archive_for(env::consts::OS, env::consts::ARCH)?;
    let folder = Cache::of_user()?.get(&archive)?;
    crate::fetch::link_folder(&folder, &repository.clickhouse_library_folder())?;
    eprintln!("ClickHouse {VERSION}: {}", folder.display());
    Ok(())
}

/// Whether `fetch` will need the npm client, as far as can be told without reading the library.
pub(crate) fn is_to_be_fetched() -> bool {
    server_of_user().is_none()
        && archive_for(env::consts::OS, env::consts::ARCH)
            .is_ok_and(|archive| Cache::of_user().is_ok_and(|cache| !cache.may_hold(&archive)))
}

/// The person's own server, which the tests then use instead.
fn server_of_user() -> Option<OsString> {
    env::var_os("CLICKHOUSE_URL").filter(|url| url != OsStr::new(""))
}

/// The server that all tests of a run share: the person's own, or one that goes when this is dropped.
pub(crate) struct Server {
    url: OsString,
    host: Option<Child>,
}

impl Server {
    /// Builds and starts the host, and waits until its server answers.
    pub(crate) fn start(repository: &Repository) -> Result<Self, Failure> {
        if let Some(url) = server_of_user() {
            return Ok(Self { url, host: None });
        }
        let mut command = cargo::command(repository);
        command.args(["run", "--quiet", "--package", "aludel-clickhouse-host"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let shown = cargo::shown(&command);
        let failed = |error: std::io::Error| Failure::new(format!("cannot run `{shown}`: {error}"));
        let mut host = command.spawn().map_err(failed)?;
        let mut url = String::new();
        if let Some(output) = host.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(failed)?;
        }
        match url.trim_end() {
            "" => Err(Failure::new("the ClickHouse server of the tests did not start; see the output above")),
            url => Ok(Self { url: url.into(), host: Some(host) }),
        }
    }

    /// For the tests, as `CLICKHOUSE_URL`.
    pub(crate) fn url(&self) -> &OsStr {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut host) = self.host.take() {
            // The end of its input is its sign to go.
            drop(host.stdin.take());
            // How it ends is of no use to anyone.
            let _ = host.wait();
        }
    }
}

fn archive_for(os: &str, architecture: &str) -> Result<Archive, Failure> {
    PACKAGES
        .iter()
        .find(|package| package.os == os && package.architecture == architecture)
        .map(|package| Archive {
            engine: "clickhouse",
            source: Source::Npm,
            package: package.name,
            version: VERSION,
            integrity: package.integrity,
            files: vec![package.library],
        })
        .ok_or_else(|| {
            let known: Vec<String> =
                PACKAGES.iter().map(|package| format!("{} {}", package.os, package.architecture)).collect();
            Failure::new(format!(
                "no prebuilt ClickHouse library is pinned for {os} {architecture} (pinned: {})",
                known.join(", ")
            ))
            .way_out(
                "set CLICKHOUSE_URL to a ClickHouse server that tests may write to,\n\
                 such as clickhouse://default@localhost:8123/default; then call this again",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unpinned_platform_is_named_with_the_way_out() {
        let failure = archive_for("plan9", "mips").err().map(|failure| failure.to_string()).unwrap_or_default();
        assert!(failure.contains("plan9 mips") && failure.contains("CLICKHOUSE_URL"), "{failure}");
    }

    #[test]
    fn each_pin_is_a_sha512() {
        for package in &PACKAGES {
            assert!(crate::fetch::Integrity::parse(package.integrity).is_ok(), "{}", package.name);
        }
    }
}
