//! Making a folder of the cache visible at a place in the repository.

use std::fs;
use std::path::Path;

use super::Scratch;
use crate::failure::Failure;

/// Leaves `link` showing the files of `folder`; does nothing when it does already.
pub(crate) fn link_folder(folder: &Path, link: &Path) -> Result<(), Failure> {
    if shows(folder, link) {
        return Ok(());
    }
    let Some(parent) = link.parent() else {
        return Err(Failure::new(format!("{} has no parent folder", link.display())));
    };
    // Made aside and renamed, so that a build going on at the same time sees the old or the new.
    let scratch = Scratch::new(parent)?;
    let made = scratch.path().join("link");
    make(folder, &made)?;
    let moved = scratch.path().join("old");
    if fs::symlink_metadata(link).is_ok_and(|there| !there.is_symlink()) {
        fs::rename(link, &moved).map_err(|error| Failure::io("move away", link, &error))?;
    }
    match fs::rename(&made, link) {
        Ok(()) => Ok(()),
        // Another run was quicker.
        Err(_) if shows(folder, link) => Ok(()),
        Err(error) => Err(Failure::io("create", link, &error)),
    }
}

#[cfg(unix)]
fn shows(folder: &Path, link: &Path) -> bool {
    fs::read_link(link).is_ok_and(|target| target == folder)
}

#[cfg(unix)]
fn make(folder: &Path, link: &Path) -> Result<(), Failure> {
    std::os::unix::fs::symlink(folder, link).map_err(|error| Failure::io("create", link, &error))
}

/// Symbolic links want privileges elsewhere; copies are compared by size, their content was verified in the cache.
#[cfg(not(unix))]
fn shows(folder: &Path, link: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.filter_map(Result::ok).all(|entry| {
        let size = entry.metadata().map(|metadata| metadata.len()).ok();
        size.is_some() && fs::metadata(link.join(entry.file_name())).map(|metadata| metadata.len()).ok() == size
    })
}

#[cfg(not(unix))]
fn make(folder: &Path, link: &Path) -> Result<(), Failure> {
    fs::create_dir(link).map_err(|error| Failure::io("create", link, &error))?;
    let entries = fs::read_dir(folder).map_err(|error| Failure::io("read", folder, &error))?;
    for entry in entries.filter_map(Result::ok) {
        let (from, to) = (entry.path(), link.join(entry.file_name()));
        fs::hard_link(&from, &to)
            .or_else(|_| fs::copy(&from, &to).map(drop))
            .map_err(|error| Failure::io("create", &to, &error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_made_replaced_and_left() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let link = scratch.path().join("repository").join(".engines").join("duckdb");
        for version in ["1", "2", "2"] {
            let folder = scratch.path().join(version);
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("library"), format!("version {version}, {}", "x".repeat(version.len())))
                .expect("writing");
            link_folder(&folder, &link).expect("linked");
            let shown = fs::read_to_string(link.join("library")).expect("shown");
            assert!(shown.starts_with(&format!("version {version}")), "{shown}");
        }
        assert_eq!(fs::read_dir(scratch.path().join("repository").join(".engines")).expect("a folder").count(), 1);
    }

    #[test]
    fn a_folder_in_the_way_is_replaced() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let folder = scratch.path().join("cache");
        let link = scratch.path().join("duckdb");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("library"), "new").expect("writing");
        fs::create_dir_all(&link).expect("a folder");
        fs::write(link.join("library"), "another").expect("writing");
        link_folder(&folder, &link).expect("linked");
        assert_eq!(fs::read_to_string(link.join("library")).expect("shown"), "new");
    }
}
