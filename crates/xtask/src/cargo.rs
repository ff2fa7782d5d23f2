//! Calls Cargo as a person in a clean shell would.
//!
//! `cargo run` sets variables for the program that it runs. Handed on, they would make build scripts that watch them
//! run again, and everything above them be built again, each time one changes between `cargo xtask test` and a plain
//! `cargo test`. So they are taken away.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::failed_tests;
use crate::failure::Failure;
use crate::repository::Repository;

/// Where an operating system's loader looks, extended by `cargo run`.
const LIBRARY_PATHS: [&str; 3] = ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PATH"];

/// `cargo` in the repository's root, ready for arguments.
pub(crate) fn command(repository: &Repository) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(repository.root());
    for (name, value) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if set_by_cargo_run(text)
            || (text == "DUCKDB_LIB_DIR" && Path::new(&value) == repository.duckdb_library_folder())
        {
            command.env_remove(&name);
        } else if LIBRARY_PATHS.contains(&text) {
            set_paths(&mut command, &name, &without_folders_in(&value, repository.target()));
        }
    }
    // Relative to where the person is, not to the root that we go to.
    if let Some(target) = env::var_os("CARGO_TARGET_DIR").filter(|target| !target.is_empty())
        && let Ok(target) = std::path::absolute(target)
    {
        command.env("CARGO_TARGET_DIR", target);
    }
    command
}

/// Runs with output going to the terminal as it comes.
pub(crate) fn run(mut command: Command) -> Result<(), Failure> {
    let shown = shown(&command);
    let status = command.status().map_err(|error| Failure::new(format!("cannot run `{shown}`: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{shown}` failed ({status})"))) }
}

/// Runs tests with output going to the terminal as it comes, and gives it back as well: standard output, then standard
/// error. Tests that fail are named in the failure.
pub(crate) fn run_tests(mut command: Command) -> Result<(String, Result<(), Failure>), Failure> {
    let shown = shown(&command);
    let failed = |error: std::io::Error| Failure::new(format!("cannot run `{shown}`: {error}"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let (said, complained) = thread::scope(|scope| {
        let said = scope.spawn(|| output.map(|output| copied(output, std::io::stdout())).unwrap_or_default());
        let complained = errors.map(|errors| copied(errors, std::io::stderr())).unwrap_or_default();
        (said.join().unwrap_or_default(), complained)
    });
    let status = child.wait().map_err(failed)?;
    let output = format!("{said}\n{complained}");
    let passed = if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{shown}` failed ({status})")).way_out(failed_tests::told(&output)))
    };
    Ok((output, passed))
}

/// Copies line by line, so that what two programs print does not mix within a line.
fn copied(from: impl Read, mut to: impl Write) -> String {
    let mut kept = String::new();
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A terminal that is gone is no reason to stop.
        let _ = to.write_all(&line);
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// Runs it and gives what it prints to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let shown = shown(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run `{shown}`: {error}")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::new(format!("`{shown}` failed ({})", output.status)))
    }
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec!["cargo".to_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

fn set_by_cargo_run(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| name.starts_with(prefix))
        || matches!(name, "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR")
}

fn without_folders_in(paths: &std::ffi::OsStr, folder: &Path) -> Vec<PathBuf> {
    env::split_paths(paths).filter(|path| !path.starts_with(folder)).collect()
}

fn set_paths(command: &mut Command, name: &std::ffi::OsStr, paths: &[PathBuf]) {
    // Joining what was split fails only on a folder with the separator in its name, which splitting can't yield.
    if let Ok(joined) = env::join_paths(paths) {
        command.env(name, joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_cargo_run_are_known() {
        assert!(set_by_cargo_run("CARGO_PKG_VERSION"));
        assert!(set_by_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!set_by_cargo_run("CARGO_TARGET_DIR"));
        assert!(!set_by_cargo_run("CARGO_HOME"));
    }

    #[test]
    fn folders_of_the_target_leave_the_library_path() {
        let paths = env::join_paths(["/t/debug/deps", "/usr/lib", "/t/debug"].map(Path::new)).expect("no separators");
        assert_eq!(without_folders_in(&paths, Path::new("/t")), [PathBuf::from("/usr/lib")]);
    }
}
