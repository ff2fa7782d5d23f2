//! DuckDB's library, prebuilt by the DuckDB project for its Node.js client: 70 MB that take 40 CPU minutes to compile.
//!
//! The version is the one that the workspace's `duckdb` crate binds (1.10506 is DuckDB 1.5.6).

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::fetch::{Archive, Cache, Source};
use crate::repository::Repository;

const VERSION: &str = "1.5.6-r.1";

/// A platform's package, with the checksum that npm's registry states as `dist.integrity`
/// (`npm view @duckdb/node-bindings-<platform>@<version> dist.integrity`).
struct Package {
    os: &'static str,
    architecture: &'static str,
    name: &'static str,
    integrity: &'static str,
    library: &'static str,
}

/// Only what was fetched and linked. A platform is added with the checksum seen there, not by guessing.
const PACKAGES: [Package; 1] = [Package {
    os: "linux",
    architecture: "x86_64",
    name: "@duckdb/node-bindings-linux-x64",
    integrity: "sha512-IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4eBeCQxW5mN1Q==",
    library: "libduckdb.so",
}];

/// Puts the library into the cache and links it into the repository.
pub(crate) fn fetch(repository: &Repository) -> Result<(), Failure> {
    if let Some(folder) = chosen_by_user(repository) {
        eprintln!("DuckDB: using DUCKDB_LIB_DIR={}", folder.display());
        return Ok(());
    }
    let archive = archive_for(env::consts::OS, env::consts::ARCH)?;
    let cache = Cache::of_user()?;
    let folder = cache.get(&archive)?;
    crate::fetch::link_folder(&folder, &repository.duckdb_library_folder())?;
    eprintln!("DuckDB {VERSION}: {}", folder.display());
    Ok(())
}

/// Whether `fetch` will need the npm client, as far as can be told without reading the library.
pub(crate) fn is_to_be_fetched(repository: &Repository) -> bool {
    chosen_by_user(repository).is_none()
        && archive_for(env::consts::OS, env::consts::ARCH)
            .is_ok_and(|archive| Cache::of_user().is_ok_and(|cache| !cache.may_hold(&archive)))
}

/// The person's own folder, or the one that this program fills.
pub(crate) fn library_folder(repository: &Repository) -> PathBuf {
    chosen_by_user(repository).unwrap_or_else(|| repository.duckdb_library_folder())
}

/// The person's own library, from the shell's `DUCKDB_LIB_DIR`. The same variable comes from `.cargo/config.toml` with
/// the folder that this program fills.
fn chosen_by_user(repository: &Repository) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("DUCKDB_LIB_DIR")?);
    (folder != Path::new("") && folder != repository.duckdb_library_folder()).then_some(folder)
}

fn archive_for(os: &str, architecture: &str) -> Result<Archive, Failure> {
    PACKAGES
        .iter()
        .find(|package| package.os == os && package.architecture == architecture)
        .map(|package| Archive {
            engine: "duckdb",
            source: Source::Npm,
            package: package.name,
            version: VERSION,
            integrity: package.integrity,
            files: vec![package.library, "LICENSE"],
        })
        .ok_or_else(|| {
            let known: Vec<String> =
                PACKAGES.iter().map(|package| format!("{} {}", package.os, package.architecture)).collect();
            Failure::new(format!(
                "no prebuilt DuckDB library is pinned for {os} {architecture} (pinned: {})",
                known.join(", ")
            ))
            .way_out(
                "set DUCKDB_LIB_DIR to a folder with DuckDB 1.5.6's library, from a DuckDB release\n\
                 or from the npm package @duckdb/node-bindings-<platform>; then call this again",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unpinned_platform_is_named_with_the_way_out() {
        let failure = archive_for("plan9", "mips").err().map(|failure| failure.to_string()).unwrap_or_default();
        assert!(failure.contains("plan9 mips") && failure.contains("DUCKDB_LIB_DIR"), "{failure}");
    }

    #[test]
    fn each_pin_is_a_sha512() {
        for package in &PACKAGES {
            assert!(crate::fetch::Integrity::parse(package.integrity).is_ok(), "{}", package.name);
        }
    }
}
