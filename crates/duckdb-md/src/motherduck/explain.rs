//! Why MotherDuck was not opened, and what to do.

use aludel_duckdb_sql::Version;
use aludel_engine::{Error, ErrorClass, ServerError};

/// The versions of DuckDB that MotherDuck accepts.
const ACCEPTED: (Version, Version) = (Version::new(1, 4, 0), Version::new(1, 5, 6));

/// Refuses a DuckDB that MotherDuck does not accept.
///
/// # Errors
/// [`Error::Usage`] that names both.
pub(crate) fn check_version(linked: &str) -> Result<(), Error> {
    let (first, last) = ACCEPTED;
    match linked.parse::<Version>() {
        Ok(version) if (first..=last).contains(&version) => Ok(()),
        _ => Err(Error::Usage(format!(
            "this program is linked with DuckDB {linked}; MotherDuck accepts {first} to {last}: link one of those \
             (DUCKDB_LIB_DIR says where it is)"
        ))),
    }
}

/// DuckDB's error for `name`, with what was tried and what can be done where it has no network.
pub(crate) fn explained(error: Error, name: &str, linked: &str) -> Error {
    let Error::Server(error) = error else { return error };
    if !is_about_extension(&error) {
        return Error::Server(error);
    }
    let message = format!(
        "{name} needs DuckDB's extension `motherduck`, which could not be loaded: {}\nDuckDB {linked} fetches it at first \
         use, over the network. Without one, put the file motherduck.duckdb_extension for DuckDB {linked} into \
         DIR/{linked}/PLATFORM/ (`PRAGMA platform` tells PLATFORM), and open with the setting extension_directory=DIR",
        error.message
    );
    let mut extended = ServerError::new(ErrorClass::Unavailable, message);
    extended.code = error.code;
    Error::Server(extended)
}

fn is_about_extension(error: &ServerError) -> bool {
    let message = error.message.to_lowercase();
    message.contains("extension") && message.contains("motherduck")
}

#[cfg(test)]
mod tests {
    use super::check_version;

    #[test]
    fn a_duckdb_that_motherduck_does_not_accept_is_named() {
        for accepted in ["v1.4.0", "v1.4.5", "v1.5.6"] {
            assert!(check_version(accepted).is_ok(), "{accepted}");
        }
        for refused in ["v1.3.2", "v1.5.7", "v2.0.0", "unknown"] {
            let error = check_version(refused).map_err(|error| error.to_string());
            let names_all = |error: String| [refused, "v1.4.0", "v1.5.6"].iter().all(|part| error.contains(part));
            assert!(error.is_err_and(names_all), "{refused}");
        }
    }
}
