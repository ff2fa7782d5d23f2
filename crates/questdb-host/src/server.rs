//! Starting the program and knowing where it listens.

use std::env;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A running test server.
#[derive(Debug)]
pub struct Server {
    url: String,
    child: Child,
}

/// Why there is no server.
#[derive(Debug)]
pub struct NotStarted(String);

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the QuestDB test server did not start: {}", self.0)
    }
}

impl std::error::Error for NotStarted {}

impl Server {
    /// Starts one and waits until it answers.
    ///
    /// # Errors
    /// The program can't be built, or the server's archive was not fetched, or there is no Java.
    pub fn start() -> Result<Self, NotStarted> {
        let program = program()?;
        let failed = |error: std::io::Error| NotStarted(format!("{}: {error}", program.display()));
        let mut command = Command::new(&program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // Ctrl-C reaches whoever started us, and the server then goes by itself, with its folder.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(failed)?;
        let mut url = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(failed)?;
        }
        match url.trim_end() {
            "" => Err(NotStarted(format!("{} ended before it listened; see its output above", program.display()))),
            url => Ok(Self { url: url.to_owned(), child }),
        }
    }

    /// `questdb://admin:quest@127.0.0.1:<port>/qdb`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its sign to go.
        drop(self.child.stdin.take());
        // What it answers is of no use to anyone.
        let _ = self.child.wait();
    }
}

/// The server that the tests of one process share: that of `QUESTDB_URL`, or one of their own.
///
/// # Errors
/// As [`Server::start`].
pub fn url_for_tests() -> Result<&'static str, &'static NotStarted> {
    static URL: OnceLock<Result<String, NotStarted>> = OnceLock::new();
    let found = URL.get_or_init(|| match env::var("QUESTDB_URL") {
        Ok(url) if !url.is_empty() => Ok(url),
        _ => {
            let server = Server::start()?;
            let url = server.url().to_owned();
            // Held until the process ends, which closes the pipe that the server watches.
            std::mem::forget(server);
            Ok(url)
        }
    });
    found.as_ref().map(String::as_str)
}

/// Built beside the program that calls us; brought up to date where Cargo runs us.
fn program() -> Result<PathBuf, NotStarted> {
    let ourselves = env::current_exe().map_err(|error| NotStarted(error.to_string()))?;
    let folder = profile_folder(&ourselves);
    if let Some(cargo) = env::var_os("CARGO") {
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME")]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if folder.file_name().is_some_and(|name| name == "release") {
            command.arg("--release");
        }
        if let Some(target) = folder.parent() {
            command.env("CARGO_TARGET_DIR", target);
        }
        match command.status() {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(NotStarted(format!("building it failed ({status})"))),
            Err(error) => return Err(NotStarted(format!("building it failed: {error}"))),
        }
    }
    Ok(folder.join(format!("questdb-host{}", env::consts::EXE_SUFFIX)))
}

/// `target/debug` of `target/debug/deps/test` and of `target/debug/examples/example`.
fn profile_folder(executable: &Path) -> PathBuf {
    let folder = executable.parent().unwrap_or(executable);
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("deps" | "examples") => folder.parent().unwrap_or(folder).to_path_buf(),
        _ => folder.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_lies_beside_tests_and_examples() {
        for executable in ["/t/debug/deps/test-123", "/t/debug/examples/example", "/t/debug/program"] {
            assert_eq!(profile_folder(Path::new(executable)), Path::new("/t/debug"));
        }
    }
}
