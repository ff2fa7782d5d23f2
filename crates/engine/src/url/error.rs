//! What can be wrong with an engine URL and the options beside it.

/// Why nothing was opened. No secret is ever repeated in it: of a malformed URL nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// The text is no engine URL.
    #[error("the engine URL is malformed in its {part}, at character {at}: {problem}; {instead}")]
    Malformed {
        /// The part of the URL.
        part: &'static str,
        /// The character, counted from 1.
        at: usize,
        /// What is wrong.
        problem: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
    /// No driver answers to the scheme.
    #[error("no engine answers to `{scheme}://`; known are {}{}", listed(.known), did_you_mean(.nearest))]
    UnknownScheme {
        /// The scheme.
        scheme: String,
        /// The schemes that are known.
        known: Vec<String>,
        /// Those most like it.
        nearest: Vec<String>,
    },
    /// The scheme is known, the driver behind `+` is not.
    #[error("no driver of `{scheme}://` is called `{driver}`; there is {}", listed(.known))]
    UnknownDriver {
        /// The scheme.
        scheme: String,
        /// The driver that was asked for.
        driver: String,
        /// The drivers of the scheme.
        known: Vec<String>,
    },
    /// The scheme's backend is not compiled in.
    #[error("no engine that is compiled in answers to `{scheme}://`; it comes with {brought_by}")]
    NotCompiledIn {
        /// The scheme.
        scheme: String,
        /// The crate that brings it, and its feature.
        brought_by: &'static str,
    },
    /// More than one driver answers to the scheme.
    #[error("several drivers answer to `{scheme}://`: write one of {}", choices(.scheme, .drivers))]
    SeveralDrivers {
        /// The scheme.
        scheme: String,
        /// The drivers' names.
        drivers: Vec<String>,
    },
    /// One driver is there twice, so that not even `scheme+driver://` tells them apart.
    #[error("two drivers for `{scheme}://` are both called `{driver}`: register one of them")]
    SameDriverTwice {
        /// The scheme.
        scheme: String,
        /// The name of both.
        driver: String,
    },
    /// A setting's value has not the form that it needs.
    #[error("the setting {key:?} is {value}; it must be {expected}")]
    Setting {
        /// The setting.
        key: String,
        /// Its value in quotes; `***` if it is secret.
        value: String,
        /// What it must be.
        expected: String,
    },
    /// A setting that the driver does not have.
    #[error("there is no setting {key:?}{}", did_you_mean(.nearest))]
    UnknownSetting {
        /// The setting.
        key: String,
        /// Settings most like it.
        nearest: Vec<String>,
    },
    /// A setting that takes one value is in the URL more than once.
    #[error("the setting {key:?} is given more than once")]
    RepeatedSetting {
        /// The setting.
        key: String,
    },
    /// A [`UrlPolicy`](crate::UrlPolicy) does not allow the URL.
    #[error("this URL is not allowed here: {what}")]
    Denied {
        /// What of it is not allowed.
        what: String,
    },
    /// A part that was set by a program can't be part of a URL.
    #[error("{0}")]
    Usage(&'static str),
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

fn choices(scheme: &str, drivers: &[String]) -> String {
    drivers.iter().map(|driver| format!("`{scheme}+{driver}://`")).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}
