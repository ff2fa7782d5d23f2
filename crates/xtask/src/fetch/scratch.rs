//! A temporary folder that goes when it is dropped.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::failure::Failure;

/// Made beside where its content will end up, so that moving it there is one rename.
pub(crate) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub(crate) fn new(beside: &Path) -> Result<Self, Failure> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = beside.join(format!(".tmp-{}-{number}", std::process::id()));
        fs::create_dir_all(beside).map_err(|error| Failure::io("create", beside, &error))?;
        // Left by a killed process of the same number.
        if path.exists() {
            fs::remove_dir_all(&path).map_err(|error| Failure::io("remove", &path, &error))?;
        }
        fs::create_dir(&path).map_err(|error| Failure::io("create", &path, &error))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on its going, and it may have been moved.
        let _ = fs::remove_dir_all(&self.path);
    }
}
