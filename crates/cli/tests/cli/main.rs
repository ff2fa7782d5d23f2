//! The built program, run as a person runs it, on real engines.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod copy;
mod documented;
mod failures;
mod inspect;
mod prove;
mod query;
mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    /// Its output, of a run that went well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }
}

pub(crate) fn aludel<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Done {
    with_input(arguments, "")
}

pub(crate) fn with_input<'a>(arguments: impl IntoIterator<Item = &'a str>, input: &str) -> Done {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aludel"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Ctrl-C.
#[cfg(unix)]
pub(crate) fn interrupt(child: &Child) {
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("`kill` runs");
    assert!(told.success());
}

/// An empty folder, gone with the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    /// The URL of a DuckDB file in it.
    pub(crate) fn duckdb(&self, name: &str) -> String {
        format!("duckdb:///{}", self.file(name))
    }
}

pub(crate) fn clickhouse() -> String {
    aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhouse://", 1)
}

pub(crate) fn questdb() -> &'static str {
    aludel_questdb_host::HOST.url_for_tests().expect("a server")
}

/// A name that no other test has.
pub(crate) fn unique(name: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("{name}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The page about the program.
pub(crate) fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md")
}
