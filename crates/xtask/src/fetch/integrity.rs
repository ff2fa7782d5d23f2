//! Checksums in npm's form (Subresource Integrity: `sha512-` and base64).

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use crate::failure::Failure;
use crate::progress::Progress;

const PREFIX: &str = "sha512-";
const LENGTH: usize = 64;

/// A SHA-512.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Integrity([u8; LENGTH]);

impl Integrity {
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        text.strip_prefix(PREFIX)
            .and_then(|base64| STANDARD.decode(base64).ok())
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| Failure::new(format!("`{text}` is not a SHA-512 in npm's form")))
    }

    /// Reads the whole file.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::io("read", path, &error);
        let file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let progress = Progress::bytes(&format!("verifying {name}"), length);
        Self::of(progress.reading(file)).map_err(failed)
    }

    fn of(mut reader: impl Read) -> std::io::Result<Self> {
        let mut hash = Sha512::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(Self(hash.finalize().into())),
                read => hash.update(&buffer[..read]),
            }
        }
    }

    /// Refuses a file that is not the one that was pinned.
    pub(crate) fn verify(&self, path: &Path) -> Result<(), Failure> {
        let found = Self::of_file(path)?;
        if found == *self {
            return Ok(());
        }
        Err(Failure::new(format!("{} is not what was expected\nexpected {self}\nfound    {found}", path.display())))
    }
}

impl fmt::Display for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", STANDARD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fetch::Scratch;

    // FIPS 180-4's example: SHA-512 of "abc".
    const ABC: &str = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

    #[test]
    fn a_known_checksum() {
        let found = Integrity::of(&b"abc"[..]).expect("reading a slice");
        assert_eq!(found.to_string(), ABC);
        assert_eq!(Integrity::parse(ABC).expect("well formed"), found);
    }

    #[test]
    fn a_wrong_checksum_is_refused_with_both() {
        let scratch = Scratch::new(&std::env::temp_dir()).expect("a temporary folder");
        let file = scratch.path().join("library");
        let expected = Integrity::parse(ABC).expect("well formed");
        fs::write(&file, "abc").expect("writing");
        assert!(expected.verify(&file).is_ok());
        fs::write(&file, "abd").expect("writing");
        let failure = expected.verify(&file).expect_err("one byte differs").to_string();
        assert!(failure.contains(ABC) && failure.contains("found    sha512-"), "{failure}");
    }

    #[test]
    fn what_is_not_a_sha512_is_refused() {
        for text in ["", "sha512-", "sha512-AAAA", "sha1-3a81oZNherrMQXNJriBBMRLm", "sha512-***"] {
            assert!(Integrity::parse(text).is_err(), "{text}");
        }
    }
}
