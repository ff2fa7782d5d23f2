//! Downloading with the npm client, which knows the person's registry, proxy and credentials.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Archive;
use crate::failure::Failure;
use crate::prerequisites::{self, Tool};
use crate::progress::Progress;

/// Downloads the package's archive into the folder. It is not verified yet.
pub(crate) fn download(archive: &Archive, folder: &Path) -> Result<PathBuf, Failure> {
    let npm = prerequisites::npm().ok_or_else(|| Tool::Npm.missing())?;
    let package = format!("{}@{}", archive.package, archive.version);
    let progress = Progress::spinner(&format!("downloading {package} with npm"));
    let output = Command::new(npm)
        // Not in the repository: npm would read settings from there.
        .current_dir(folder)
        .args(["pack", &package, "--loglevel=error", "--pack-destination"])
        .arg(folder)
        .output()
        .map_err(|error| Failure::new(format!("cannot run npm: {error}")))?;
    drop(progress);
    if !output.status.success() {
        return Err(Failure::new(format!("npm could not download {package} ({})", output.status))
            .way_out(String::from_utf8_lossy(&output.stderr).trim()));
    }
    super::only_file_in(folder, "tgz")
        .ok_or_else(|| Failure::new(format!("npm said that it downloaded {package}, but left no .tgz")))
}
