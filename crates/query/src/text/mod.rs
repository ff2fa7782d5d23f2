//! Statements written as text, with named parameters.

mod error;
mod params;
mod render;
mod rules;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use aludel_dialect::{Parameter, ToValue};

pub use error::{TextError, TextPosition};
pub use params::Params;
pub use render::{Piece, Repeats};
pub use rules::{EmptySet, HashComments, LexicalRules};
pub(crate) use scan::is_one_type;
pub use scan::{Place, Segment, Slot};

/// A statement as text: what stands in it reaches the engine as it is, values come as named parameters.
///
/// Made by [`text`]. The text is read when it is rendered, by the dialect's own lexical rules:
///
/// * `:name` is a parameter. A name begins with a letter or `_`, so `[:2]` and `'12:30'` have none.
/// * A colon right after a word, a literal, a quoted name or a closing bracket separates and begins no parameter:
///   `a[1:n]`, `{a:b}`, `{'a':b}`. After a space, a comma or an opening bracket it does: `{'a': :b}`, and `a[:n]` is the
///   element at parameter `n`. The slice up to column `n` is written `a[\:n]`.
/// * `::type` is a cast, `:=` names an argument; both may follow a parameter directly: `:day::DATE`.
/// * `\:` is a colon that begins no parameter; the backslash is taken away.
/// * Literals (`'…'`, `E'…'`, `$$…$$`), quoted names and comments are left alone, also a `\:` in them.
/// * A placeholder of the engine itself (`$1`, `?` where it is one) is refused: it would take another parameter's value.
///
/// **Never put a value from outside into the text**, not even a number or a name: `format!` into it is how injections
/// begin. Bind it.
///
/// ```
/// # use aludel_query::{LexicalRules, Piece, text};
///
/// let statement = text("SELECT x, y FROM some_table WHERE y > :y").bind("y", 2);
/// let mut sql = String::new();
/// statement.render(&LexicalRules::standard(), |piece| match piece {
///     Piece::Sql(text) => sql.push_str(text),
///     _ => sql.push('?'),
/// })?;
/// assert_eq!(sql, "SELECT x, y FROM some_table WHERE y > ?");
/// # Ok::<(), aludel_query::TextError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    sql: Cow<'static, str>,
    binds: Vec<Bind>,
}

#[derive(Clone, Debug, PartialEq)]
struct Bind {
    name: Cow<'static, str>,
    value: Bound,
}

#[derive(Clone, Debug, PartialEq)]
enum Bound {
    /// One value; a list expands only after `IN`.
    One(Parameter),
    /// Elements that expand wherever they stand.
    List(Vec<Parameter>),
}

/// A statement as text: [`Text`] says how it is read.
///
/// A text may hold several statements, with semicolons between them, if the engine takes them so; the result is the last
/// one's. They are **not one transaction**: each commits by itself, and those before one that fails have taken effect. Run
/// them in a transaction where they belong together.
///
/// ```
/// # use aludel_query::text;
///
/// let statement = text("SELECT * FROM t WHERE id IN :ids AND day >= :day").bind("ids", vec![1, 2]).bind("day", "2026-01-01");
/// assert_eq!(statement.sql(), "SELECT * FROM t WHERE id IN :ids AND day >= :day");
/// ```
pub fn text(sql: impl Into<Cow<'static, str>>) -> Text {
    Text { sql: sql.into(), binds: Vec::new() }
}

impl Text {
    /// Gives the parameter `:name` its value, wherever it stands. Each name once.
    ///
    /// A list (`Vec`) expands to its elements directly after `IN`, as `IN :name` or alone in parentheses as `IN (:name)`;
    /// anywhere else it is one value of a list type. An empty one is the empty set there: `IN` is false, `NOT IN` is true.
    #[must_use]
    pub fn bind(self, name: impl Into<Cow<'static, str>>, value: impl ToValue) -> Self {
        self.bind_parameter(name, Parameter::new(value))
    }

    /// Gives the parameter `:name` its value and the type to bind it as.
    #[must_use]
    pub fn bind_parameter(mut self, name: impl Into<Cow<'static, str>>, parameter: Parameter) -> Self {
        self.binds.push(Bind { name: name.into(), value: Bound::One(parameter) });
        self
    }

    /// Gives the parameter `:name` any number of values, written with commas between them wherever it stands:
    /// `IN (0, :ids)`, `coalesce(:choices)`. None at all is possible only as [`bind`](Self::bind) says.
    ///
    /// ```
    /// # use aludel_query::text;
    ///
    /// text("SELECT * FROM t WHERE id NOT IN (0, :ids)").bind_list("ids", [7, 8]);
    /// ```
    #[must_use]
    pub fn bind_list<I>(mut self, name: impl Into<Cow<'static, str>>, values: I) -> Self
    where
        I: IntoIterator,
        I::Item: ToValue,
    {
        let values = values.into_iter().map(Parameter::new).collect();
        self.binds.push(Bind { name: name.into(), value: Bound::List(values) });
        self
    }

    /// The text as it was written.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The text cut into SQL and parameters; bound values play no part.
    ///
    /// The segments in order are the whole text, but for the backslash of each `\:`.
    ///
    /// # Errors
    /// [`TextError::Empty`], [`TextError::Nul`], [`TextError::Unterminated`] and [`TextError::Placeholder`].
    pub fn segments(&self, rules: &LexicalRules) -> Result<Vec<Segment<'_>>, TextError> {
        scan::scan(&self.sql, rules)
    }

    /// Whether the text can be a part of a statement.
    pub(crate) fn keeps_together(&self, rules: &LexicalRules) -> Result<(), TextError> {
        scan::keeps_together(&self.sql, rules)
    }
}

/// The text as it was written, without values.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}
