//! Where a function that reads files runs, and where the files are.

use aludel_dialect::{Parameter, Value};

use crate::Spelling;
use crate::expr::Node;

/// Where MotherDuck runs a function that reads files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MdRun {
    /// MotherDuck decides.
    Auto,
    /// In the client's own process, which sees its files.
    Local,
    /// On MotherDuck's servers.
    Remote,
}

impl MdRun {
    /// The word for it in SQL.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            MdRun::Auto => "AUTO",
            MdRun::Local => "LOCAL",
            MdRun::Remote => "REMOTE",
        }
    }
}

/// The name of the argument.
pub(crate) const ARGUMENT: &str = "md_run";

/// Where files are, as far as their names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilePlace {
    /// All of them behind URLs for which the dialect says where they are read.
    Behind(MdRun),
    /// At least one in the client's file system.
    Local,
    /// It is not known before the statement is run.
    Unknown,
}

impl FilePlace {
    /// Where the files are that an argument names: a text, or a list of them.
    pub(crate) fn of(argument: Option<&Node>, spelling: &dyn Spelling) -> Self {
        match argument {
            Some(Node::Value(parameter)) => Self::of_value(&parameter.value, spelling),
            Some(Node::Array(items)) => Self::of_all(items.iter().map(|item| Self::of(Some(item), spelling))),
            _ => Self::Unknown,
        }
    }

    fn of_value(value: &Value, spelling: &dyn Spelling) -> Self {
        match value {
            Value::Text(path) => Self::of_path(path, spelling),
            Value::List(items) | Value::Array(items) => {
                Self::of_all(items.iter().map(|item| Self::of_value(item, spelling)))
            }
            _ => Self::Unknown,
        }
    }

    fn of_all(places: impl Iterator<Item = Self>) -> Self {
        let mut all = Self::Unknown;
        for (index, place) in places.enumerate() {
            all = match (index, all, place) {
                (0, _, place) => place,
                (_, Self::Local, _) | (_, _, Self::Local) => Self::Local,
                (_, Self::Behind(one), Self::Behind(other)) if one == other => Self::Behind(one),
                _ => Self::Unknown,
            };
        }
        all
    }

    fn of_path(path: &str, spelling: &dyn Spelling) -> Self {
        match path.split_once("://") {
            Some((scheme, _)) if !scheme.eq_ignore_ascii_case("file") => {
                spelling.remote_run(&scheme.to_ascii_lowercase()).map_or(Self::Unknown, Self::Behind)
            }
            _ => Self::Local,
        }
    }
}

/// Whether an argument says that the function runs in the client's process.
pub(crate) fn is_local(name: &str, value: &Node) -> bool {
    let Node::Value(parameter) = value else { return false };
    let Parameter { value: Value::Text(word), .. } = parameter.as_ref() else { return false };
    name.eq_ignore_ascii_case(ARGUMENT) && word.eq_ignore_ascii_case(MdRun::Local.word())
}
