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
            "this program is linked with DuckDB {linked}; MotherDuck accepts {first} to {last}, as far as this version of \
             the library knows: link one of those (DUCKDB_LIB_DIR says where it is)"
        ))),
    }
}

/// DuckDB's error for `name`, with what was tried and what can be done where it has no network.
pub(crate) fn explained(error: Error, name: &str, linked: &str) -> Error {
    let Error::Server(mut error) = error else { return error };
    if error.class == ErrorClass::Auth {
        error.message = format!(
            "MotherDuck refused the login to {name}: {}\nThe token may be wrong, or its time over: make a new one, and set it \
             as MOTHERDUCK_TOKEN or motherduck_token",
            error.message
        );
        return Error::Server(error);
    }
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
    let names_it = ["motherduck.duckdb_extension", "extension \"motherduck\"", "extension 'motherduck'"]
        .iter()
        .any(|words| message.contains(words));
    // What a started extension has to say is no longer about finding it.
    names_it && !message.contains("threw an exception")
}

#[cfg(test)]
mod tests {
    use aludel_engine::{Error, ErrorClass, ServerError};

    use super::{check_version, explained};

    /// In the words of MotherDuck's extension, as its users have reported them.
    #[test]
    fn a_token_that_is_refused_is_no_missing_extension() {
        let words = "Invalid Input Error: Initialization function \"motherduck_duckdb_cpp_init\" from file \
                     \"motherduck.duckdb_extension\" threw an exception: \"Invalid Error: Request failed: Your request is \
                     not authenticated. Please check your MotherDuck token. (Jwt is expired)\"";
        let class = aludel_duckdb_sql::error_class("Invalid Input", words);
        let error = explained(ServerError::new(class, words).into(), "md:my_db", "v1.5.6");
        let text = error.to_string();
        assert_eq!(error.class(), Some(ErrorClass::Auth));
        assert!(
            text.contains("md:my_db") && text.contains("Jwt is expired") && text.contains("MOTHERDUCK_TOKEN"),
            "{text}"
        );
        assert!(!text.contains("extension_directory") && !error.is_transient(), "{text}");
        let missing = "IO Error: Failed to download extension \"motherduck\" at URL";
        let missing: Error = ServerError::new(ErrorClass::Unavailable, missing).into();
        assert!(explained(missing, "md:my_db", "v1.5.6").to_string().contains("extension_directory"));
    }

    #[test]
    fn only_what_is_about_its_own_extension_is_explained_by_it() {
        for (message, is_explained) in [
            ("IO Error: Failed to download extension \"motherduck\" at URL \"http://x\"", true),
            ("IO Error: Extension \"/x/motherduck.duckdb_extension\" not found.", true),
            ("Permission Error: extension spatial is not allowed on MotherDuck", false),
        ] {
            let error = Error::Server(ServerError::new(ErrorClass::Refused, message));
            let explained = explained(error, "md:", "v1.5.6");
            assert_eq!(explained.class() == Some(ErrorClass::Unavailable), is_explained, "{message}");
            assert_eq!(explained.to_string().contains("extension_directory"), is_explained, "{message}");
        }
    }

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
