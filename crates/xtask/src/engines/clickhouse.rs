//! ClickHouse, as chDB publishes it for Node.js: a library with the whole server in it, which the tests run behind HTTP.
//!
//! 570 MB unpacked, kept once per machine.

use std::env;

use aludel_clickhouse_host::HOST;
use aludel_test_server::Server;

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
    if HOST.of_person().is_some() {
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
    HOST.of_person().is_none()
        && archive_for(env::consts::OS, env::consts::ARCH)
            .is_ok_and(|archive| Cache::of_user().is_ok_and(|cache| !cache.may_hold(&archive)))
}

/// The server that all tests of a run share: the person's own, or one that goes when this is dropped.
pub(crate) fn start() -> Result<Server, Failure> {
    HOST.of_person_or_start().map_err(|error| Failure::new(error.to_string()))
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
