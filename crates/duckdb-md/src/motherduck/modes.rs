//! What can be chosen about a connection to MotherDuck.

use std::fmt;

/// Which databases a session sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttachMode {
    /// All that are attached in the workspace, which parallel sessions share.
    #[default]
    Workspace,
    /// The one that is named, and no other.
    Single,
}

impl fmt::Display for AttachMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AttachMode::Workspace => "workspace",
            AttachMode::Single => "single",
        })
    }
}

/// What a session may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessMode {
    /// Read and write.
    #[default]
    ReadWrite,
    /// Read: what writes is refused before it is sent. Read-scaling tokens need it.
    ReadOnly,
}

impl fmt::Display for AccessMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AccessMode::ReadWrite => "read_write",
            AccessMode::ReadOnly => "read_only",
        })
    }
}

/// How MotherDuck learns who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Login {
    /// By a token; without one, opening is an error at once.
    #[default]
    Token,
    /// Without a token, by a page that MotherDuck's extension opens in the browser: opening waits for a person.
    Browser,
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Login::Token => "token",
            Login::Browser => "browser",
        })
    }
}
