//! How a dialect writes what the tree says: everything in which one dialect's text differs from another's.

mod forms;
mod identifier;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use aludel_dialect::{Construct, Interval, Parameter, SqlType, Value};

use crate::compound::SetOperator;
use crate::expr::{BinaryOperator, Direction, JsonStep, NullsPosition};
use crate::func::{DatePart, Function};
use crate::join::JoinKind;
use crate::text::{LexicalRules, Repeats};
use crate::{Column, DistancePlace, MdRun, Table};
pub use forms::*;
pub use identifier::quote_identifier;

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

    /// The placeholder of a parameter in a user's own text, where no cast is added. The value tells the type where the
    /// placeholder itself has one: `{p1:Int64}`.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable>;

    /// The type to send a parameter as that stands beside a column of the known type `column`: compared with it, in a list
    /// of its values, or to be written into it. `None`: as the value's own type. The backend converts the value, or says
    /// that it does not fit.
    fn parameter_type(&self, parameter: &Parameter, column: &SqlType) -> Option<SqlType> {
        let _ = (parameter, column);
        None
    }

    /// Whether a value can be a parameter at a place, or is written as a [literal](Self::literal) there.
    fn parameter_form(&self, parameter: &Parameter, place: ParameterPlace) -> ParameterForm {
        let _ = (parameter, place);
        ParameterForm::Placeholder
    }

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

    /// NULL as a literal where its type is known; by default a bare NULL.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn null_of_type(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        let _ = sql_type;
        self.literal(&Value::Null, out)
    }

    /// The value of a setting behind SETTINGS; the default is its [literal](Self::literal).
    ///
    /// # Errors
    /// A value that the engine can't take there.
    fn setting_value(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        self.literal(value, out)
    }

    /// Whether two names of tables, columns and other objects mean the same to the engine; by default upper and lower case
    /// make no difference, as in most.
    fn is_same_name(&self, one: &str, other: &str) -> bool {
        one.to_lowercase() == other.to_lowercase()
    }

    /// A type's name.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable>;

    /// The type of a column where a table is made. `NOT NULL` follows it where that is said; a dialect whose types tell
    /// whether there may be NULL says it here.
    ///
    /// # Errors
    /// A type that the engine lacks, or of which it has no NULL although the column may hold it.
    fn column_type(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        self.type_name(column.sql_type(), out)
    }

    /// Whether [`table_clauses`](Self::table_clauses) or [`column_clauses`](Self::column_clauses) read options of this type:
    /// `options.is::<MyTable>()`. A table or column that is made with others for this dialect is an error that names them.
    fn reads_options(&self, options: &dyn Any) -> bool {
        let _ = options;
        false
    }

    /// What stands behind a column where a table is made, such as how it is compressed: what the column's
    /// [options](Column::options) say. Begins with a space.
    ///
    /// # Errors
    /// What the engine can't honour, by its name.
    fn column_clauses(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        let _ = (column, out);
        Ok(())
    }

    /// What a new table must be told behind its columns, such as how it is stored: nothing, unless it is overridden. Begins
    /// with a space.
    ///
    /// # Errors
    /// A name that can't be a name; what the engine can't honour, by its name.
    fn table_clauses(&self, table: &Table, out: &mut String) -> Result<(), Unspeakable> {
        let _ = (table, out);
        Ok(())
    }

    /// How a piece of DDL is written where it differs from the [standard](DdlForm::standard).
    fn ddl_form(&self, form: DdlForm) -> &'static str {
        form.standard()
    }

    /// A cast to `to`, where it is not `CAST(… AS type)`: a template of the operand, `{0}`.
    ///
    /// # Errors
    /// A type that the engine lacks.
    fn cast(&self, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        let _ = to;
        Ok(None)
    }

    /// As [`cast`](Self::cast), of an operand whose type is `from` if it is known. Override this one where an engine's own
    /// cast is right from some types alone.
    ///
    /// # Errors
    /// A type that the engine lacks, or a cast that would give other values.
    fn cast_from(&self, from: Option<&SqlType>, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        let _ = from;
        self.cast(to)
    }

    /// The template that makes TRUE or FALSE of a condition `{0}` among the columns of a result, where the engine's conditions
    /// are numbers although it has truth values.
    fn truth_value(&self) -> Option<&'static str> {
        None
    }

    /// What comparisons with NULL give.
    fn null_logic(&self) -> NullLogic {
        NullLogic::ThreeValued
    }

    /// Whether the engine has no NULL of a type, so that false or 0 stands in its place.
    fn is_never_null(&self, sql_type: &SqlType) -> bool {
        let _ = sql_type;
        false
    }

    /// What `||` makes of NULL.
    fn null_in_text(&self) -> NullInText {
        NullInText::IsNull
    }

    /// Which queries can be ordered by expressions.
    fn ordered_by_expressions(&self) -> OrderedByExpressions {
        OrderedByExpressions::Any
    }

    /// How an ASOF join is told what times to compare.
    fn asof_form(&self) -> AsofForm {
        AsofForm::Condition
    }

    /// How far the times of two rows lie apart, where a join says it; by default the literal of an interval.
    ///
    /// # Errors
    /// A distance that the engine can't take in that place.
    fn distance(&self, distance: &Interval, place: DistancePlace, out: &mut String) -> Result<(), Unspeakable> {
        let _ = place;
        self.literal(&Value::Interval(*distance), out)
    }

    /// Where the WITH of an inserted query stands if [`Construct::DmlWithCte`] is not granted.
    fn inserted_with(&self) -> InsertedWith {
        InsertedWith::BeforeSelect
    }

    /// What stands behind FROM in a SELECT that has none, if the engine wants it.
    fn nothing(&self) -> Option<&'static str> {
        None
    }

    /// As [`function`](Self::function), of a first argument whose type is `argument` if it is known. Override this one where
    /// an engine's own function is right for some types alone.
    fn function_of(&self, function: Function, argument: Option<&SqlType>) -> FunctionSpelling {
        let _ = argument;
        self.function(function)
    }

    /// How PIVOT is written.
    fn pivot_form(&self) -> PivotForm {
        PivotForm::Clause
    }

    /// Where the windows stand that have a name.
    fn named_windows(&self) -> NamedWindows {
        NamedWindows::Clause
    }

    /// Where a column of this type puts NULL in the order of a window, if nothing is said there; `None` if that is not known or
    /// depends on more.
    fn nulls_in_windows(&self, sql_type: &SqlType, direction: Direction) -> Option<NullsPosition> {
        let _ = (sql_type, direction);
        None
    }

    /// A condition on a call with OVER, beside the levels of its constructs.
    ///
    /// # Errors
    /// The reason why it is refused.
    fn windowed(&self, call: WindowedCall) -> Result<(), &'static str> {
        let _ = call;
        Ok(())
    }

    /// Which members a list of IN may have.
    fn list_members(&self) -> ListMembers {
        ListMembers::Any
    }

    /// How a value of a type is looked for in a subquery whose column has another, as far as they are known.
    fn subquery_members(&self, tested: Option<&SqlType>, found: Option<&SqlType>) -> SubqueryMembers {
        let _ = (tested, found);
        SubqueryMembers::Compared
    }

    /// What a subquery that aggregates gives where it is correlated and finds no rows.
    fn empty_correlated(&self) -> EmptyCorrelated {
        EmptyCorrelated::Computed
    }

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

    /// Where a function that reads `scheme://…` must be told to run, for an engine whose client has no process of its own to
    /// run it in; the scheme is in small letters. `None`: nothing is said.
    fn remote_run(&self, scheme: &str) -> Option<MdRun> {
        let _ = scheme;
        None
    }

    /// Whether a call of the engine's own function `name` may do more than read, so that a query that calls it is not run
    /// twice. What is not known may, as this says unless it is overridden.
    fn call_may_write(&self, name: &str) -> bool {
        let _ = name;
        true
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

    /// The keywords of a join.
    fn join(&self, kind: JoinKind) -> &'static str {
        kind.words()
    }

    /// The keywords of a set operation.
    fn set_operator(&self, operator: SetOperator) -> &'static str {
        operator.words()
    }

    /// The character that escapes `%` and `_` in a pattern of LIKE without ESCAPE. In a neutral pattern nothing does, so it is
    /// doubled there; standard SQL has none.
    fn default_like_escape(&self) -> Option<char> {
        None
    }

    /// How a part of a table's rows is drawn.
    fn sample_form(&self) -> SampleForm {
        SampleForm::TableSample
    }

    /// Where IGNORE NULLS stands.
    fn null_treatment(&self) -> NullTreatmentPosition {
        NullTreatmentPosition::Behind
    }

    /// Where the engine puts NULLs by itself in an ORDER BY; `None` where that depends on what is sorted. In a neutral
    /// statement they come last in both directions, as in DuckDB and ClickHouse; where the engine differs that is written:
    /// NULLS LAST, or a term of its own in front where it lacks [`Construct::NullsOrder`].
    fn default_nulls(&self, direction: Direction) -> Option<NullsPosition> {
        let _ = direction;
        Some(NullsPosition::Last)
    }

    /// The engine's settings with which `meaning` is what it is everywhere. They are sent with the statement, and where
    /// none can be sent ([`Construct::StatementSettings`] is not granted), it is refused.
    fn settings(&self, meaning: Meaning) -> &'static [(&'static str, &'static str)] {
        let _ = meaning;
        &[]
    }

    /// A condition on what is known of a table or column, beside the construct's level.
    ///
    /// # Errors
    /// The reason why it is refused there. What is not known is refused too where it matters.
    fn condition(&self, construct: Construct, known: Known<'_>) -> Result<(), Cow<'static, str>> {
        let _ = (construct, known);
        Ok(())
    }

    /// Whether names that differ only by case are two names. If they are one somewhere, a statement that has both is an error.
    fn name_case(&self) -> NameCase {
        NameCase::Folded
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
