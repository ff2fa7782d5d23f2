//! Fetching an archive once per machine: download, verify, unpack, keep.

mod cache;
mod integrity;
mod link;
mod npm;
mod scratch;
mod unpack;

pub(crate) use cache::Cache;
pub(crate) use integrity::Integrity;
pub(crate) use link::link_folder;
pub(crate) use scratch::Scratch;

/// A published archive, known by its checksum, and what we want of it.
pub(crate) struct Archive {
    /// The folder in the cache.
    pub(crate) engine: &'static str,
    /// The npm package, without version.
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// As npm writes it: `sha512-` and base64.
    pub(crate) integrity: &'static str,
    /// Names in the package's root; all must be there, nothing else is unpacked.
    pub(crate) files: Vec<&'static str>,
}
