//! Starting a host and knowing where its server listens.

use std::env;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A program of this workspace that runs a server, and the server that the tests of one process share.
#[derive(Debug)]
pub struct Host {
    engine: &'static str,
    package: &'static str,
    program: &'static str,
    variable: &'static str,
    shared: OnceLock<Result<Server, NotStarted>>,
}

/// A server that tests may write to.
#[derive(Debug)]
pub struct Server {
    url: String,
    /// None for a server that is the person's own.
    child: Option<Child>,
}

/// Why there is no server.
#[derive(Debug)]
pub struct NotStarted {
    engine: &'static str,
    reason: String,
}

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} test server did not start: {}", self.engine, self.reason)
    }
}

impl std::error::Error for NotStarted {}

impl Host {
    /// The host of `engine`: the binary `program` of `package`. The environment variable names a server that the
    /// person has, which is then used instead.
    pub const fn new(
        engine: &'static str,
        package: &'static str,
        program: &'static str,
        variable: &'static str,
    ) -> Self {
        Self { engine, package, program, variable, shared: OnceLock::new() }
    }

    /// Starts a server of its own, and waits until it answers.
    ///
    /// # Errors
    /// The program can't be built, or what it runs was not fetched (`cargo xtask engines`).
    pub fn start(&self) -> Result<Server, NotStarted> {
        let program = self.built()?;
        let failed = |error: std::io::Error| self.not_started(format!("{}: {error}", program.display()));
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
            "" => {
                Err(self.not_started(format!("{} ended before it listened; see its output above", program.display())))
            }
            url => Ok(Server { url: url.to_owned(), child: Some(child) }),
        }
    }

    /// The person's own server, as the environment variable gives it.
    pub fn of_person(&self) -> Option<Server> {
        let url = env::var(self.variable).ok().filter(|url| !url.is_empty())?;
        Some(Server { url, child: None })
    }

    /// The person's own server, or a new one.
    ///
    /// # Errors
    /// As [`Host::start`].
    pub fn of_person_or_start(&self) -> Result<Server, NotStarted> {
        self.of_person().map_or_else(|| self.start(), Ok)
    }

    /// Where the server listens that the tests of one process share: the person's own, or one that ends with the
    /// process.
    ///
    /// # Errors
    /// As [`Host::start`].
    pub fn url_for_tests(&'static self) -> Result<&'static str, &'static NotStarted> {
        // Never dropped: the end of the process closes the pipe that the host watches.
        self.shared.get_or_init(|| self.of_person_or_start()).as_ref().map(Server::url)
    }

    /// Built beside the program that calls us; brought up to date where Cargo runs us.
    fn built(&self) -> Result<PathBuf, NotStarted> {
        let ourselves = env::current_exe().map_err(|error| self.not_started(error.to_string()))?;
        let folder = profile_folder(&ourselves);
        if let Some(cargo) = env::var_os("CARGO") {
            let mut command = Command::new(cargo);
            command.args(["build", "--quiet", "--package", self.package]).current_dir(env!("CARGO_MANIFEST_DIR"));
            if folder.file_name().is_some_and(|name| name == "release") {
                command.arg("--release");
            }
            if let Some(target) = folder.parent() {
                command.env("CARGO_TARGET_DIR", target);
            }
            match command.status() {
                Ok(status) if status.success() => {}
                Ok(status) => return Err(self.not_started(format!("building its host failed ({status})"))),
                Err(error) => return Err(self.not_started(format!("building its host failed: {error}"))),
            }
        }
        Ok(folder.join(format!("{}{}", self.program, env::consts::EXE_SUFFIX)))
    }

    fn not_started(&self, reason: String) -> NotStarted {
        NotStarted { engine: self.engine, reason }
    }
}

impl Server {
    /// With the user and the password where the server wants them.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // Its sign to go.
            drop(child.stdin.take());
            // What it answers is of no use to anyone.
            let _ = child.wait();
        }
    }
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
