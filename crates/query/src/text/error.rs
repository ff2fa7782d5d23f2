//! What can be wrong with a statement written as text.

use std::fmt;

/// A place in the text, for people: both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextPosition {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl TextPosition {
    /// The place of the byte at `offset`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for TextPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a [`Text`](crate::Text) was not rendered; nothing was sent. Values are never repeated in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// There is nothing to run.
    #[error("the text holds no statement, only space and comments")]
    Empty,
    /// A parameter of the text has no value.
    #[error(
        "the parameter `:{name}` ({at}) has no value: call `.bind(\"{name}\", …)`, or write `\\:{name}` if it is not a \
         parameter{}", did_you_mean(.nearest)
    )]
    Missing {
        /// The parameter.
        name: String,
        /// Where it stands first.
        at: TextPosition,
        /// Names that have a value and are most like it.
        nearest: Vec<String>,
    },
    /// A value was bound to a name that is no parameter of the text.
    #[error(
        "`{name}` was bound but the text has no parameter `:{name}`{} (a colon right after a word, a literal or a closing \
         bracket begins none)", did_you_mean(.nearest)
    )]
    Unused {
        /// The name.
        name: String,
        /// The text's parameters most like it.
        nearest: Vec<String>,
    },
    /// A single value stands after IN without parentheses, where a list does; an engine may take it for something else, such
    /// as text to search in.
    #[error("`IN :{name}` ({at}) takes a list: bind a `Vec`, or write `= :{name}` for one value")]
    NotAList {
        /// The parameter.
        name: String,
        /// Where it stands.
        at: TextPosition,
    },
    /// One name was bound twice.
    #[error("`{name}` was bound twice")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A literal, quoted name or comment has no end.
    #[error("the {what} that begins at {at} has no end")]
    Unterminated {
        /// What it is.
        what: &'static str,
        /// Where it begins.
        at: TextPosition,
    },
    /// The text holds a NUL, at which engines stop reading.
    #[error("the text holds a NUL character at {at}")]
    Nul {
        /// Where.
        at: TextPosition,
    },
    /// A text that is a part of a statement would end the statement.
    #[error(
        "a text that is a part of a statement holds no semicolon, as at {at}: what follows it would be another statement"
    )]
    Semicolon {
        /// Where.
        at: TextPosition,
    },
    /// A text that is a part of a statement closes what it did not open, or leaves it open.
    #[error("a text that is a part of a statement closes each parenthesis that it opens, and no other")]
    Unbalanced,
    /// The engine's own placeholder stands in the text.
    #[error(
        "`{found}` at {at} is the engine's own placeholder and would take the value of another parameter: write a named \
         parameter such as `:name` and bind it"
    )]
    Placeholder {
        /// The placeholder.
        found: String,
        /// Where.
        at: TextPosition,
    },
    /// A list without elements was bound where no empty list can be written.
    #[error("the list bound to `:{name}` ({at}) is empty, which can be written only as `IN :{name}` or `IN (:{name})`{}",
        if *.engine_lacks_it { ", and this engine has no empty set even there: leave the condition out" } else { "" })]
    EmptyList {
        /// The parameter.
        name: String,
        /// Where it stands.
        at: TextPosition,
        /// Whether it stands after `IN` but the dialect has no empty set.
        engine_lacks_it: bool,
    },
    /// Values were bound to a text that is run over many sets of parameters.
    #[error(
        "`{name}` is bound to the text itself; a text that runs over many sets of parameters takes all values from them"
    )]
    BoundBesideSets {
        /// The bound name.
        name: String,
    },
    /// A set of parameters lacks one that the text has.
    #[error("set {set} of the parameters (counted from 0) has no value for `:{name}`{}", did_you_mean(.nearest))]
    MissingInSet {
        /// The set, counted from 0.
        set: usize,
        /// The parameter.
        name: String,
        /// Names in the set that are most like it.
        nearest: Vec<String>,
    },
    /// A set of parameters has one that the text lacks.
    #[error("set {set} of the parameters (counted from 0) has `{name}`, which the text does not{}", did_you_mean(.nearest))]
    UnusedInSet {
        /// The set, counted from 0.
        set: usize,
        /// The name.
        name: String,
        /// The text's parameters most like it.
        nearest: Vec<String>,
    },
    /// A set of parameters names one twice.
    #[error("set {set} of the parameters (counted from 0) has `{name}` twice")]
    DuplicateInSet {
        /// The set, counted from 0.
        set: usize,
        /// The name.
        name: String,
    },
    /// A list after `IN` in one of many sets: its length would change the text from set to set.
    #[error(
        "set {set} of the parameters (counted from 0) gives a list to `IN :{name}`; lists expand only in a text that runs \
         once: bind it to the text, or compare with an array"
    )]
    ListInSet {
        /// The set, counted from 0.
        set: usize,
        /// The parameter.
        name: String,
    },
}

fn did_you_mean(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean `:{}`?", names.join("`, `:")),
    }
}
