//! How a dialect writes what the tree says: everything in which one dialect's text differs from another's.

use std::fmt;

use aludel_dialect::{Construct, Parameter, SqlType, Value};

use crate::expr::{BinaryOperator, JsonStep};
use crate::func::{DatePart, Function};
use crate::text::{LexicalRules, Repeats};

/// How a dialect writes a neutral function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FunctionSpelling {
    /// By this name, with the arguments in their order.
    Name(&'static str),
    /// As this text: `{0}`, `{1}` are the arguments, `{*}` all of them with commas, `{part}` the name of a date part, and
    /// `{suffix}` stands where FILTER, WITHIN GROUP and OVER go: behind the aggregate itself, as in
    /// `CAST(count({0}){suffix} AS BIGINT)`. A text without it takes none of them. It must keep together by itself:
    /// parentheses where operators stand.
    Template(&'static str),
    /// Not at all, because nothing in the engine means the same.
    Refused(&'static str),
}

/// How a dialect writes an operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperatorSpelling {
    /// Between them.
    Infix(&'static str),
    /// As this text: `{0}` and `{1}` are the operands. It must keep together by itself.
    Template(&'static str),
}

/// How an OFFSET is written where the dialect declares it rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitForm {
    /// Not at all.
    None,
    /// `LIMIT m, m + n`: the row numbers between which the rows lie (QuestDB).
    LowerUpper,
}

/// Why a value or type can't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unspeakable {
    /// The dialect has no such type.
    Type(SqlType),
    /// The dialect can't write this value.
    Value(String),
    /// The name can't be a name.
    Name(&'static str),
}

/// What a dialect's text looks like. Object-safe; the defaults are standard SQL.
///
/// Methods append to `out`. What they write must keep its meaning wherever an expression may stand.
pub trait Spelling: fmt::Debug + Send + Sync {
    /// A name, quoted where it needs to be and always escaped.
    ///
    /// # Errors
    /// A name that the engine can't take, such as one with a NUL character.
    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        quote_identifier(name, '"', |_| false, out)
    }

    /// The placeholder of parameter number `number`, counted from 1. A dialect whose engine can't tell a parameter's type
    /// casts it here.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable>;

    /// The placeholder of a parameter in a user's own text, where no cast is added.
    fn bare_placeholder(&self, number: usize, out: &mut String);

    /// Whether one placeholder may stand in several places of a text.
    fn repeats(&self) -> Repeats {
        Repeats::SamePlaceholder
    }

    /// A value as a literal, for the places where the wire has no parameters (DEFAULT of a column). Hostile input ends up
    /// here: everything is escaped.
    ///
    /// # Errors
    /// A value that the engine can't take.
    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable>;

    /// A type's name.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable>;

    /// A neutral function.
    fn function(&self, function: Function) -> FunctionSpelling;

    /// The name of a date part, as `{part}` in a template of [`function`](Self::function).
    fn date_part(&self, part: DatePart) -> &'static str {
        match part {
            DatePart::Year => "year",
            DatePart::Quarter => "quarter",
            DatePart::Month => "month",
            DatePart::Week => "week",
            DatePart::Day => "day",
            DatePart::Hour => "hour",
            DatePart::Minute => "minute",
            DatePart::Second => "second",
            DatePart::Millisecond => "millisecond",
            DatePart::Microsecond => "microsecond",
            DatePart::IsoDayOfWeek => "isodow",
            DatePart::DayOfYear => "doy",
        }
    }

    /// An operator; the default is standard SQL's.
    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        OperatorSpelling::Infix(operator.sql())
    }

    /// An element of an array, counted from 1: a template of array `{0}` and position `{1}`.
    fn element(&self) -> &'static str {
        "{0}[{1}]"
    }

    /// An array literal: a template of `{*}`.
    fn array(&self) -> &'static str {
        "[{*}]"
    }

    /// The value of a map at a key: a template of map `{0}` and key `{1}`.
    fn map_value(&self) -> &'static str {
        "{0}[{1}]"
    }

    /// A slice of an array: a template of array `{0}`, first `{1}` and last `{2}` position.
    fn slice(&self) -> &'static str {
        "{0}[{1}:{2}]"
    }

    /// A struct literal: the function that takes its members as named arguments.
    fn structure(&self) -> &'static str {
        "struct_pack"
    }

    /// A map literal: a template of `{keys}` and `{values}`, each with commas.
    fn map(&self) -> &'static str {
        "MAP([{keys}], [{values}])"
    }

    /// A lambda: a template of `{parameters}`, with commas, and `{body}`.
    fn lambda(&self) -> &'static str {
        "lambda {parameters}: {body}"
    }

    /// The path of JSON steps as text, which travels as a parameter; the default is SQL/JSON's `$."key"[0]`.
    ///
    /// # Errors
    /// A key that a path can't hold.
    fn json_path(&self, steps: &[JsonStep]) -> Result<String, Unspeakable> {
        let mut path = "$".to_owned();
        for step in steps {
            match step {
                JsonStep::Key(key) if key.contains(['"', '\\', '\0']) => {
                    let reason = "a JSON key with quotes, backslashes or NUL can't stand in a path".to_owned();
                    return Err(Unspeakable::Value(reason));
                }
                JsonStep::Key(key) => {
                    path.push_str(".\"");
                    path.push_str(key);
                    path.push('"');
                }
                JsonStep::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Ok(path)
    }

    /// What JSON holds at a path, as JSON: a template of document `{0}` and path `{1}`.
    fn json_value(&self) -> &'static str {
        "json_extract({0}, {1})"
    }

    /// The same as text without a string's quotes.
    fn json_text(&self) -> &'static str {
        "json_extract_string({0}, {1})"
    }

    /// The keyword of the join that pairs rows by their position.
    fn positional_join(&self) -> &'static str {
        "POSITIONAL JOIN"
    }

    /// How an OFFSET is written where it is declared [rewritten](aludel_dialect::Support::Rewritten).
    fn limit_form(&self) -> LimitForm {
        LimitForm::None
    }

    /// Whether this spelling itself writes a construct that the dialect declares
    /// [rewritten](aludel_dialect::Support::Rewritten): by a template or a word of its own, in the place of the standard one.
    /// What neither it nor the renderer rewrites is an error; see [`missing_rewrites`](crate::missing_rewrites).
    fn rewrites(&self, construct: Construct) -> bool {
        let _ = construct;
        false
    }

    /// What stands between a named argument and its value.
    fn named_argument(&self) -> &'static str {
        " := "
    }

    /// How the dialect's text is cut into literals, names and comments, for [`text`](crate::text()).
    fn lexical_rules(&self) -> LexicalRules;
}

/// Whether a byte may stand in a name that needs no quotes; looked up, because every byte of every name is.
const PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0);
    while byte < 256 {
        plain[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'_');
        byte += 1;
    }
    plain
};

/// Writes `name` between `quote`s, doubled inside, unless it is plain: a letter or underscore, then letters, digits and
/// underscores, all lower case, and not `reserved`.
///
/// # Errors
/// An empty name, or one with a NUL character.
pub fn quote_identifier(
    name: &str,
    quote: char,
    reserved: impl FnOnce(&str) -> bool,
    out: &mut String,
) -> Result<(), Unspeakable> {
    if name.is_empty() {
        return Err(Unspeakable::Name("it is empty"));
    }
    // To the end without a branch for each byte: nearly every name is plain, and short.
    let plain = name.bytes().fold(true, |plain, byte| plain & PLAIN[usize::from(byte)]);
    if plain && !name.as_bytes()[0].is_ascii_digit() && !reserved(name) {
        out.push_str(name);
        return Ok(());
    }
    if name.contains('\0') {
        return Err(Unspeakable::Name("it holds a NUL character"));
    }
    out.push(quote);
    for character in name.chars() {
        if character == quote {
            out.push(quote);
        }
        out.push(character);
    }
    out.push(quote);
    Ok(())
}
