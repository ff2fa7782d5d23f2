//! Unpacking: with crates, not with a `tar` program, so that it is the same on all platforms, and only files that we
//! name leave the archive.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use tar::Archive as Tar;

use crate::failure::Failure;
use crate::progress::Progress;

/// npm puts all of a package into this folder.
const ROOT: &str = "package";

/// Writes the named files into the folder.
pub(crate) fn unpack(archive: &Path, files: &[&str], folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::io("unpack", archive, &error);
    let file = File::open(archive).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let progress = Progress::bytes("unpacking", length);
    let missing = write_files(progress.reading(file), files, folder).map_err(failed)?;
    if missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<&str> = missing.into_iter().collect();
    Err(Failure::new(format!("{} lacks {}", archive.display(), missing.join(", "))))
}

/// Answers with the files that the archive lacks.
fn write_files<'a>(archive: impl Read, files: &[&'a str], folder: &Path) -> io::Result<BTreeSet<&'a str>> {
    let mut missing: BTreeSet<&str> = files.iter().copied().collect();
    for entry in Tar::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let Some(name) = files.iter().find(|name| path == Path::new(ROOT).join(name)) else { continue };
        // Written by us and not by the crate: the archive's own times (1985) and permissions are of no use.
        io::copy(&mut entry, &mut fs::File::create(folder.join(name))?)?;
        missing.remove(name);
    }
    Ok(missing)
}

#[cfg(test)]
pub(crate) mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::fetch::Scratch;

    /// An archive as npm makes them.
    pub(crate) fn archive_of(files: &[(&str, &str)]) -> Vec<u8> {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (name, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, format!("{ROOT}/{name}"), content.as_bytes()).expect("writing to memory");
        }
        tar.into_inner().and_then(GzEncoder::finish).expect("writing to memory")
    }

    #[test]
    fn only_named_files_leave_the_archive() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let archive = archive_of(&[("LICENSE", "MIT"), ("duckdb.node", "x"), ("libduckdb.so", "library")]);
        let missing = write_files(&archive[..], &["libduckdb.so", "LICENSE"], scratch.path()).expect("well formed");
        assert!(missing.is_empty());
        assert_eq!(fs::read_to_string(scratch.path().join("libduckdb.so")).expect("unpacked"), "library");
        assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn a_missing_file_is_named() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let archive = scratch.path().join("archive.tgz");
        fs::write(&archive, archive_of(&[("LICENSE", "MIT")])).expect("writing");
        let failure =
            unpack(&archive, &["libduckdb.so", "LICENSE"], scratch.path()).expect_err("no library").to_string();
        assert!(failure.ends_with("lacks libduckdb.so"), "{failure}");
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let archive = scratch.path().join("archive.tgz");
        fs::write(&archive, "<html>not found</html>").expect("writing");
        assert!(unpack(&archive, &["LICENSE"], scratch.path()).is_err());
    }
}
