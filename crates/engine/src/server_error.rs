//! What an engine answered when it did not do what was asked.

use std::fmt;
use std::str::FromStr;

/// The one list of the classes: the type, its [`ALL`](ErrorClass::ALL), and what is said of each.
macro_rules! error_classes {
    ($($(#[$meta:meta])* $class:ident $words:literal;)+) => {
        /// What kind of failure it was, taken from the engine's own code or error class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorClass {
            $($(#[$meta])* $class,)+
        }

        impl ErrorClass {
            /// Every class.
            pub const ALL: &[ErrorClass] = &[$(ErrorClass::$class),+];

            /// Its name, as in the code: `Syntax`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(ErrorClass::$class => stringify!($class),)+
                }
            }
        }

        impl fmt::Display for ErrorClass {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(ErrorClass::$class => $words,)+
                })
            }
        }
    };
}

error_classes! {
    /// The engine could not read the statement.
    Syntax "syntax error";
    /// The engine understood it and does not do such a thing.
    Refused "not supported by the engine";
    /// A table, column, function or other object is not there.
    NotFound "not found";
    /// An object is there already.
    Exists "already exists";
    /// A constraint would be violated.
    Constraint "constraint violated";
    /// A value does not fit its type.
    Conversion "value does not fit";
    /// The statement's types or arguments do not fit together.
    Invalid "invalid statement";
    /// The user may not do this, or is not who they say.
    Auth "not allowed";
    /// It took too long.
    Timeout "timed out";
    /// It was cancelled.
    Cancelled "cancelled";
    /// The engine ran out of memory or disk.
    OutOfMemory "out of memory";
    /// Another transaction was in the way; trying again may help.
    Conflict "conflict with another transaction";
    /// The engine or the way to it is not there; trying again may help.
    Unavailable "unavailable";
    /// The engine takes no more for now: a rate limit, a service that is busy; the connection is as it was, and trying
    /// again may help.
    Overloaded "overloaded";
    /// A file or other resource could not be read or written.
    Io "input or output failed";
    /// The transaction can't go on: a statement in it failed.
    AbortedTransaction "transaction aborted by an earlier error, so roll it back";
    /// A fault of the engine itself; the connection is not used again.
    Internal "internal error of the engine";
    /// None of the others.
    Other "engine error";
}

impl FromStr for ErrorClass {
    type Err = NoSuchClass;

    fn from_str(name: &str) -> Result<Self, NoSuchClass> {
        let found = Self::ALL.iter().find(|class| class.name() == name);
        found.copied().ok_or_else(|| NoSuchClass(name.to_owned()))
    }
}

/// No [`ErrorClass`] has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no class {0:?} among {all:?}", all = ErrorClass::ALL)]
pub struct NoSuchClass(String);

/// An engine's own answer: its code, SQLSTATE, text and query id, and the class they belong to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("{class}: {message}")]
pub struct ServerError {
    /// What kind of failure it was.
    pub class: ErrorClass,
    /// The engine's own code or error name, if it gave one.
    pub code: Option<String>,
    /// The SQLSTATE, if the engine gave one.
    pub sqlstate: Option<String>,
    /// The engine's text.
    pub message: String,
    /// The id under which the engine knows the query, if it has one.
    pub query_id: Option<String>,
}

impl ServerError {
    /// An answer of this class with the engine's text.
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        Self { class, code: None, sqlstate: None, message: message.into(), query_id: None }
    }

    /// The same with the engine's own code or error name.
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same with the SQLSTATE that the engine gave.
    pub fn with_sqlstate(mut self, sqlstate: impl Into<String>) -> Self {
        self.sqlstate = Some(sqlstate.into());
        self
    }

    /// The same with the engine's id of the query.
    pub fn with_query_id(mut self, query_id: impl Into<String>) -> Self {
        self.query_id = Some(query_id.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_by_its_name() {
        for class in ErrorClass::ALL {
            assert_eq!(class.name(), format!("{class:?}"));
            assert_eq!(class.name().parse(), Ok(*class));
        }
        let none = "Synatx".parse::<ErrorClass>().map_err(|error| error.to_string());
        assert!(none.is_err_and(|error| error.starts_with("there is no class \"Synatx\" among [Syntax, ")));
    }
}
