//! The server's folder among the temporary ones: its authority's certificate, and what stands for remote storage.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// What the names of these folders begin with; the process's number and a random one follow.
const PREFIX: &str = "aludel-md-stand-in-";

/// A folder that goes with the server.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> io::Result<Self> {
        static SWEEP: Once = Once::new();
        SWEEP.call_once(remove_left_behind);
        let (process, number) = (std::process::id(), uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(format!("{PREFIX}{process}-{number}"));
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is left to the next process.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes the folders of processes that have ended: a server in a `static` is never dropped. Where the system does not
/// show its processes as folders, they stay.
fn remove_left_behind() {
    if !Path::new("/proc/self").exists() {
        return;
    }
    for entry in fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split_once('-')?.0.parse::<u32>().ok());
        if process.is_some_and(|process| !Path::new("/proc").join(process.to_string()).exists()) {
            // Another process may be at it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
