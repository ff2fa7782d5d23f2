//! Files that stand for what lies behind remote addresses.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The ways in which DuckDB and MotherDuck spell remote storage.
const SCHEMES: [&str; 13] =
    ["https", "http", "s3", "s3a", "s3n", "gs", "gcs", "r2", "az", "azure", "abfss", "hf", "oss"];

/// A folder with a file for each address: `<folder>/https/example.com/weather.csv`.
#[derive(Clone, Debug)]
pub(crate) struct Fixtures(PathBuf);

impl Fixtures {
    pub(crate) fn new(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// The file for an address; none if it is not remote, or leaves the folder.
    pub(super) fn file(&self, address: &str) -> Option<PathBuf> {
        let (scheme, rest) = address.split_once("://")?;
        let scheme = SCHEMES.into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        let is_within = rest.split('/').all(|part| part != "..");
        is_within.then(|| self.0.join(scheme).join(rest.trim_start_matches('/')))
    }

    /// Puts something behind an address.
    pub(crate) fn put(&self, address: &str, content: &[u8]) -> io::Result<()> {
        let file = self.file(address).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{address} is no remote address (s3://…, https://…)"))
        })?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, content)
    }

    /// A text with addresses in place of our files.
    pub(super) fn as_sent(&self, text: &str) -> String {
        let folder = self.0.display().to_string();
        SCHEMES
            .iter()
            .fold(text.to_owned(), |text, scheme| text.replace(&format!("{folder}/{scheme}/"), &format!("{scheme}://")))
    }
}
