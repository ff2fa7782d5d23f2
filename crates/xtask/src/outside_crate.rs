//! A fresh crate outside the workspace, as a user's would be: `tests/outside-crate`, copied away, built and run.
//!
//! Shows what no test inside can: that the library links and is found at run time without this workspace's
//! configuration, lock file resolution and features.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::failure::Failure;
use crate::fetch::Scratch;
use crate::repository::Repository;
use crate::{cargo, engines};

/// How the template names the library, good for running it in place too.
const PATH_IN_TEMPLATE: &str = "path = \"../..\"";

/// What its program says when all is well.
const EXPECTED: &str = "the answer is 42";

/// Builds and runs it, and checks what it prints.
pub(crate) fn build_and_run(repository: &Repository) -> Result<(), Failure> {
    let scratch = Scratch::new(&env::temp_dir())?;
    copy(repository, scratch.path())?;
    let printed = run(repository, scratch.path())?;
    print!("{printed}");
    if printed.lines().any(|line| line == EXPECTED) {
        Ok(())
    } else {
        Err(Failure::new(format!("the crate outside the workspace did not print `{EXPECTED}`")))
    }
}

fn copy(repository: &Repository, folder: &Path) -> Result<(), Failure> {
    let template = repository.root().join("tests").join("outside-crate");
    let manifest = read(&template.join("Cargo.toml"))?;
    if !manifest.contains(PATH_IN_TEMPLATE) {
        return Err(Failure::new(format!("{}/Cargo.toml does not say `{PATH_IN_TEMPLATE}`", template.display())));
    }
    // A path of Windows has backslashes, which TOML would take for escapes.
    let path = repository.root().display().to_string().replace('\\', "/");
    write(&folder.join("Cargo.toml"), &manifest.replace(PATH_IN_TEMPLATE, &format!("path = \"{path}\"")))?;
    let source = folder.join("src");
    fs::create_dir(&source).map_err(|error| Failure::io("create", &source, &error))?;
    write(&source.join("main.rs"), &read(&template.join("src").join("main.rs"))?)?;
    // The versions that were tested, and no look at the registry for newer ones.
    write(&folder.join("Cargo.lock"), &read(&repository.root().join("Cargo.lock"))?)
}

fn run(repository: &Repository, folder: &Path) -> Result<String, Failure> {
    let mut command = cargo::command(repository);
    command
        .current_dir(folder)
        .args(["run", "--quiet"])
        .env("DUCKDB_LIB_DIR", engines::duckdb_library_folder(repository))
        // Its own, and kept: the second run builds only what changed.
        .env("CARGO_TARGET_DIR", repository.target().join("outside-crate"))
        // Nobody debugs it; its build is shorter so.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .stderr(Stdio::inherit());
    let output =
        command.output().map_err(|error| Failure::new(format!("cannot run `{}`: {error}", cargo::shown(&command))))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "`{}` failed outside the workspace ({})",
            cargo::shown(&command),
            output.status
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))
}

fn write(path: &Path, content: &str) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| Failure::io("write", path, &error))
}
