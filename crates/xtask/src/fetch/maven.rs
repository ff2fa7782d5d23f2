//! Downloading with Maven, which knows the person's mirror, proxy and credentials.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Archive;
use crate::failure::Failure;
use crate::prerequisites::{self, Tool};
use crate::progress::Progress;

/// Downloads the artifact into the folder. It is not verified yet.
pub(crate) fn download(archive: &Archive, folder: &Path) -> Result<PathBuf, Failure> {
    let maven = prerequisites::maven().ok_or_else(|| Tool::Maven.missing())?;
    let artifact = format!("{}:{}", archive.package, archive.version);
    let progress = Progress::spinner(&format!("downloading {artifact} with Maven"));
    let status = Command::new(maven)
        // Not in the repository: Maven would look for a project there.
        .current_dir(folder)
        .args(["-q", "-B", "dependency:copy", &format!("-Dartifact={artifact}"), "-DoutputDirectory=."])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("cannot run Maven: {error}")))?;
    drop(progress);
    // What Maven says names the person's mirror, which is nobody else's to read in a log.
    let why = format!("see why with `mvn dependency:copy -Dartifact={artifact} -DoutputDirectory=<folder>`");
    if !status.success() {
        return Err(Failure::new(format!("Maven could not download {artifact} ({status})")).way_out(why));
    }
    super::only_file_in(folder, "jar")
        .ok_or_else(|| Failure::new(format!("Maven said that it downloaded {artifact}, but left no .jar")))
}

/// Moves the archive as it is.
pub(crate) fn keep(archive: &Path, folder: &Path) -> Result<(), Failure> {
    let to = folder.join(archive.file_name().unwrap_or_default());
    fs::rename(archive, &to).map_err(|error| Failure::io("create", &to, &error))
}
