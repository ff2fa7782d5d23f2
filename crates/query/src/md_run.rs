//! Where a function that reads files runs, and where the files are.

use aludel_dialect::{Parameter, Value};

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

/// What stands before `://` in the name of a file that is not the client's.
const REMOTE: [&str; 10] = ["s3", "gs", "gcs", "r2", "az", "azure", "abfss", "hf", "http", "https"];

/// Where files are, as far as their names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilePlace {
    /// All of them behind a URL.
    Remote,
    /// At least one in the client's file system.
    Local,
    /// It is not known before the statement is run.
    Unknown,
}

impl FilePlace {
    /// Where the files are that an argument names: a text, or a list of them.
    pub(crate) fn of(argument: Option<&Node>) -> Self {
        match argument {
            Some(Node::Value(parameter)) => Self::of_value(&parameter.value),
            Some(Node::Array(items)) => Self::of_all(items.iter().map(|item| Self::of(Some(item)))),
            _ => Self::Unknown,
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::Text(path) => Self::of_path(path),
            Value::List(items) | Value::Array(items) => Self::of_all(items.iter().map(Self::of_value)),
            _ => Self::Unknown,
        }
    }

    fn of_all(places: impl Iterator<Item = Self>) -> Self {
        let mut all = Self::Unknown;
        for (index, place) in places.enumerate() {
            all = match (index, all, place) {
                (0, _, place) => place,
                (_, Self::Local, _) | (_, _, Self::Local) => Self::Local,
                (_, Self::Remote, Self::Remote) => Self::Remote,
                _ => Self::Unknown,
            };
        }
        all
    }

    fn of_path(path: &str) -> Self {
        match path.split_once("://") {
            Some((scheme, _)) if REMOTE.iter().any(|remote| scheme.eq_ignore_ascii_case(remote)) => Self::Remote,
            Some((scheme, _)) if !scheme.eq_ignore_ascii_case("file") => Self::Unknown,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_where_its_file_is() {
        let place = |paths: &[&str]| FilePlace::of_all(paths.iter().map(|path| FilePlace::of_path(path)));
        for (paths, expected) in [
            (&["s3://b/a.csv"][..], FilePlace::Remote),
            (&["HTTPS://h/a.csv", "hf://datasets/a.csv"], FilePlace::Remote),
            (&["a.csv"], FilePlace::Local),
            (&["file:///tmp/a.csv"], FilePlace::Local),
            (&["s3://b/a.csv", "/tmp/a.csv"], FilePlace::Local),
            (&["other://a.csv"], FilePlace::Unknown),
            (&[], FilePlace::Unknown),
        ] {
            assert_eq!(place(paths), expected, "{paths:?}");
        }
    }
}
