//! `cargo xtask matrix`: asks the engines, and writes what each dialect supports.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use super::{Command, FEATURES};
use crate::failure::Failure;
use crate::matrix::{Declared, Proven, difference, page};
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "matrix",
    line: "ask the engines what they do and write docs/support.md; with --check, only compare it with the declarations",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run: |repository, arguments| {
        engines::fetch_all(repository)?;
        match arguments {
            [] => write(repository)?,
            [check] if check == "--check" => check_page(repository)?,
            other => {
                let failure = Failure::new(format!("`cargo xtask matrix` does not know `{}`", other.join(" ")));
                return Err(failure.way_out("call it alone, or with --check"));
            }
        }
        Ok(ExitCode::SUCCESS)
    },
};

/// Folders to which the suites write, as `aludel-conformance` names them.
const DECLARATION: &str = "ALUDEL_CONFORMANCE_DECLARATION";
const PROOF: &str = "ALUDEL_CONFORMANCE_PROOF";

fn page_path(repository: &Repository) -> PathBuf {
    repository.root().join("docs").join("support.md")
}

/// Runs the suites, keeps what they prove, and writes the page. An engine that is missing keeps its earlier proof.
fn write(repository: &Repository) -> Result<(), Failure> {
    let proofs = repository.proofs();
    fs::create_dir_all(&proofs).map_err(|error| Failure::io("create", &proofs, &error))?;
    let clickhouse = engines::start_clickhouse()?;
    let questdb = engines::start_questdb()?;
    let mut command = suites(repository, PROOF, &proofs);
    command.env("CLICKHOUSE_URL", clickhouse.url()).env("QUESTDB_URL", questdb.url());
    let proven = cargo::run(command);
    let path = page_path(repository);
    fs::write(&path, written(repository)?).map_err(|error| Failure::io("write", &path, &error))?;
    eprintln!("written: {}", path.display());
    proven
}

/// Whether the page is what the declarations say, by the proofs that are there. No engine is asked.
pub(crate) fn check_page(repository: &Repository) -> Result<(), Failure> {
    let path = page_path(repository);
    let found = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
    match difference(&found, &written(repository)?) {
        None => Ok(()),
        Some((found, expected)) => {
            let failure = Failure::new(format!(
                "docs/support.md is not what the declarations say\n  it says   {found}\n  should be {expected}"
            ));
            Err(failure.way_out("cargo xtask matrix"))
        }
    }
}

/// The page from the declarations as they are, and from the proofs that are there.
fn written(repository: &Repository) -> Result<String, Failure> {
    let folder = repository.target().join("declarations");
    // What a dialect that is gone has left there would be read too.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| Failure::io("create", &folder, &error))?;
    cargo::run(suites(repository, DECLARATION, &folder))?;
    let listed = fs::read_dir(&folder).map_err(|error| Failure::io("read", &folder, &error))?;
    let mut paths: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut dialects = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let declared = Declared::parse(&text)?;
        let proof = repository.proofs().join(format!("{}.tsv", declared.dialect()));
        let proven = match fs::read_to_string(&proof) {
            Ok(text) => Proven::parse(&text)?,
            Err(_) => Proven::default(),
        };
        dialects.push((declared, proven));
    }
    page(&dialects)
}

/// The suites of all backends, with a folder to write to. All at once, and with the features of the tests, so that nothing
/// is built twice.
fn suites(repository: &Repository, variable: &str, folder: &Path) -> process::Command {
    let mut command = cargo::command(repository);
    command.args(["test", "--quiet", "--workspace", "--no-fail-fast"]).args(FEATURES);
    command.args(["--test", "conformance"]).env(variable, folder);
    command
}
