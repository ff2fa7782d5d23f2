//! The programs that a command needs besides Rust: looked for before any work, named with how to get them.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use crate::commands::Command;
use crate::engines;
use crate::failure::Failure;
use crate::repository::Repository;

/// A program that has to be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Links every program and test.
    CCompiler,
    /// `cargo clippy`.
    Clippy,
    /// Runs QuestDB; pip fetches a runtime where there is none.
    JavaOrPip,
    /// Fetches the QuestDB server; not needed when it is there.
    Maven,
    /// Fetches the prebuilt DuckDB library; not needed when the library is there.
    Npm,
    /// `cargo fmt`.
    Rustfmt,
}

impl Tool {
    /// As the list of commands names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CCompiler => "a C compiler",
            Self::Clippy => "clippy",
            Self::JavaOrPip => "Java 17 or later, or pip",
            Self::Maven => "mvn",
            Self::Npm => "npm",
            Self::Rustfmt => "rustfmt",
        }
    }

    fn how_to_get(self) -> &'static str {
        match self {
            Self::CCompiler if cfg!(target_os = "macos") => "xcode-select --install",
            Self::CCompiler => "Debian, Ubuntu: apt install gcc; Fedora: dnf install gcc; or set CC to one",
            Self::Clippy => "rustup component add clippy",
            Self::JavaOrPip => "Debian, Ubuntu: apt install default-jre-headless; macOS: brew install openjdk",
            Self::Maven => {
                "Debian, Ubuntu: apt install maven; macOS: brew install maven; or set QUESTDB_URL to a server"
            }
            Self::Npm => "https://nodejs.org/en/download; Debian, Ubuntu: apt install npm; macOS: brew install node",
            Self::Rustfmt => "rustup component add rustfmt",
        }
    }

    /// For work that finds out late that it needs the tool.
    pub(crate) fn missing(self) -> Failure {
        Failure::new(format!("{} is needed and was not found on this machine", self.name())).way_out(self.how_to_get())
    }

    fn is_there(self, repository: &Repository) -> bool {
        match self {
            // On Windows the linker comes with Visual Studio and is found through the registry, not through PATH.
            Self::CCompiler => {
                cfg!(windows)
                    || env::var_os("CC").is_some()
                    || ["cc", "gcc", "clang"].iter().any(|name| on_path(name).is_some())
            }
            Self::JavaOrPip => pip().is_some() || !engines::needs_pip(),
            Self::Maven => maven().is_some() || !engines::needs_maven(),
            Self::Npm => npm().is_some() || !engines::needs_npm(repository),
            Self::Clippy => answers(repository, "clippy"),
            Self::Rustfmt => answers(repository, "fmt"),
        }
    }
}

/// Refuses to begin when a tool is missing, naming all that are.
pub(crate) fn check(command: &Command, repository: &Repository) -> Result<(), Failure> {
    let missing: Vec<Tool> = command.needs.iter().copied().filter(|tool| !tool.is_there(repository)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|tool| tool.name()).collect();
    let ways: Vec<String> = missing.iter().map(|tool| format!("{}: {}", tool.name(), tool.how_to_get())).collect();
    Err(Failure::new(format!("`cargo xtask {}` needs {}, not found on this machine", command.name, names.join(", ")))
        .way_out(ways.join("\n")))
}

/// The npm client.
pub(crate) fn npm() -> Option<PathBuf> {
    on_path("npm")
}

/// The Maven client.
pub(crate) fn maven() -> Option<PathBuf> {
    on_path("mvn")
}

/// The pip client.
pub(crate) fn pip() -> Option<PathBuf> {
    on_path("pip").or_else(|| on_path("pip3"))
}

/// Rust's components can be missing behind a proxy of rustup's that is there, so ask them.
fn answers(repository: &Repository, subcommand: &str) -> bool {
    crate::cargo::command(repository)
        .args([subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn on_path(name: &str) -> Option<PathBuf> {
    // npm is a batch file on Windows.
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| suffixes.iter().map(move |suffix| folder.join(format!("{name}{suffix}"))))
        .find(|candidate| candidate.is_file())
}
