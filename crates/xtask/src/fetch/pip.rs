//! Downloading and unpacking with pip, which knows the person's index, proxy and credentials.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Archive;
use crate::failure::Failure;
use crate::prerequisites::{self, Tool};
use crate::progress::Progress;

/// Downloads the wheel into the folder. It is not verified yet.
pub(crate) fn download(archive: &Archive, folder: &Path) -> Result<PathBuf, Failure> {
    let package = format!("{}=={}", archive.package, archive.version);
    let progress = Progress::spinner(&format!("downloading {package} with pip"));
    pip(folder, &["download", "--no-deps", "--only-binary=:all:", "--dest=.", &package])?;
    drop(progress);
    super::only_file_in(folder, "whl")
        .ok_or_else(|| Failure::new(format!("pip said that it downloaded {package}, but left no .whl")))
}

/// Unpacks a wheel that was verified; nothing else is asked for.
pub(crate) fn install(wheel: &Path, folder: &Path) -> Result<(), Failure> {
    let wheel = wheel.display().to_string();
    pip(folder, &["install", "--no-deps", "--no-index", "--no-compile", "--target=.", &wheel])
}

fn pip(folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    let pip = prerequisites::pip().ok_or_else(|| Tool::JavaOrPip.missing())?;
    let status = Command::new(pip)
        .current_dir(folder)
        .args(arguments)
        .args(["--quiet", "--disable-pip-version-check", "--no-input"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("cannot run pip: {error}")))?;
    if status.success() {
        return Ok(());
    }
    // What pip says names the person's index, which is nobody else's to read in a log.
    let call = arguments.join(" ");
    Err(Failure::new(format!("pip failed ({status})")).way_out(format!("see why with `pip {call}`")))
}
