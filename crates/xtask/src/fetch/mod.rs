//! Fetching an archive once per machine: download, verify, unpack, keep.

mod cache;
mod integrity;
mod link;
mod maven;
mod npm;
mod pip;
mod scratch;
mod unpack;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use cache::Cache;
pub(crate) use integrity::Integrity;
pub(crate) use link::link_folder;
pub(crate) use scratch::Scratch;

/// A published archive, known by its checksum, and what we want of it.
pub(crate) struct Archive {
    /// The folder in the cache.
    pub(crate) engine: &'static str,
    /// Where it is published.
    pub(crate) source: Source,
    /// Its name there, without version.
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// As npm writes it: `sha512-` and base64.
    pub(crate) integrity: &'static str,
    /// Paths in the package's root that must be there; of an npm package nothing else is unpacked.
    pub(crate) files: Vec<&'static str>,
}

/// Where archives are published, each asked by its own client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A compressed tar archive, of which some files are taken.
    Npm,
    /// `group:artifact`: a jar, kept as it is.
    Maven,
    /// A wheel, which pip installs.
    PyPi,
}

/// A client was told to leave one file in an empty folder.
fn only_file_in(folder: &Path, extension: &str) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|found| found == extension))
}
