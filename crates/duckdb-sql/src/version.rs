//! DuckDB's version numbers.

use std::fmt;
use std::str::FromStr;

/// A version of DuckDB, as `version()` and the library give it.
///
/// ```
/// # use aludel_duckdb_sql::Version;
/// assert!("v1.5.6".parse::<Version>()? < Version::new(2, 0, 0));
/// # Ok::<(), aludel_duckdb_sql::NotAVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// 1 in `v1.5.6`.
    pub major: u16,
    /// 5 in `v1.5.6`.
    pub minor: u16,
    /// 6 in `v1.5.6`.
    pub patch: u16,
}

impl Version {
    /// The version that the dialect's declaration describes.
    pub const DECLARED: Version = Version::new(1, 5, 6);

    /// `v<major>.<minor>.<patch>`
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }
}

/// Text that is no version of DuckDB.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a version of DuckDB, such as v1.5.6")]
pub struct NotAVersion(String);

impl FromStr for Version {
    type Err = NotAVersion;

    /// Takes `v1.5.6`, `1.5.6`, and what development builds say: `v1.5.7-dev12`.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let numbers = text.strip_prefix('v').unwrap_or(text);
        let numbers = numbers.split_once(['-', '+']).map_or(numbers, |(numbers, _)| numbers);
        let mut parts = numbers.split('.').map(str::parse);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch)), None) => Ok(Self { major, minor, patch }),
            _ => Err(NotAVersion(text.to_owned())),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_read_and_compared() {
        let read = |text: &str| text.parse::<Version>().ok();
        assert_eq!(read("v1.5.6"), Some(Version::new(1, 5, 6)));
        assert_eq!(read("2.0.0"), Some(Version::new(2, 0, 0)));
        assert_eq!(read("v1.6.0-dev123+abc"), Some(Version::new(1, 6, 0)));
        for wrong in ["", "v", "1.5", "1.5.6.7", "one", "1.-5.6", "99999.0.0"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(Version::new(1, 10, 0) > Version::new(1, 9, 9));
        assert_eq!(Version::DECLARED.to_string(), "v1.5.6");
    }
}
