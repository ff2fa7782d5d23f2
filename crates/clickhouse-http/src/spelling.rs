//! What ClickHouse's text looks like.

use std::any::Any;
use std::fmt::Write;

use aludel_dialect::{Construct, Interval, Parameter, SqlType, Value};
use aludel_query::{
    BinaryOperator, Column, DdlForm, EmptyCorrelated, Function, FunctionSpelling, HashComments, JoinKind, LexicalRules,
    ListMembers, Meaning, NameCase, NullTreatmentPosition, OperatorSpelling, ParameterForm, ParameterPlace, SampleForm,
    SetOperator, Spelling, SqlDialect, Table, Unspeakable,
};

use crate::dialect::ClickHouse;
use crate::parameter::{encode, parameter_type};
use crate::{functions, types};

/// How ClickHouse writes what the tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClickHouseSpelling;

impl SqlDialect for ClickHouse {
    fn spelling() -> &'static dyn Spelling {
        &ClickHouseSpelling
    }
}

/// Rows without a partner hold NULL, not 0 and empty texts.
const JOIN_NULLS: &[(&str, &str)] = &[("join_use_nulls", "1")];

/// Keys that are rolled up are NULL, not 0 and empty texts.
const GROUP_NULLS: &[(&str, &str)] = &[("group_by_use_nulls", "1")];

/// An aggregate of nothing is NULL.
const EMPTY_NULLS: &[(&str, &str)] = &[("aggregate_functions_null_for_empty", "1")];

/// NULL is not taken for the column's default.
const INSERT_NULLS: &[(&str, &str)] = &[("input_format_null_as_default", "0"), ("insert_null_as_default", "0")];

impl Spelling for ClickHouseSpelling {
    /// `Users` and `users` are two tables.
    fn is_same_name(&self, one: &str, other: &str) -> bool {
        one == other
    }

    /// Always in backticks: which words are reserved depends on the place.
    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        if name.is_empty() {
            return Err(Unspeakable::Name("it is empty"));
        }
        if name.contains('\0') {
            return Err(Unspeakable::Name("it holds a NUL character"));
        }
        quote(name, '`', out);
        Ok(())
    }

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        let name = parameter_type(parameter).map_err(Unspeakable::Value)?;
        // Writing into a text does not fail.
        let _ = write!(out, "{{p{number}:{name}}}");
        Ok(())
    }

    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.placeholder(number, parameter, out)
    }

    /// That of the column, so that a value which does not fit is refused and not cut.
    fn parameter_type(&self, _: &Parameter, column: &SqlType) -> Option<SqlType> {
        Some(column.clone())
    }

    /// ClickHouse has a type for each unit of an interval, and none for all; and none for NULL alone. It reads no NULL of JSON.
    fn parameter_form(&self, parameter: &Parameter, _: ParameterPlace) -> ParameterForm {
        match (&parameter.value, &parameter.sql_type) {
            (Value::Interval(_), _) | (Value::Null, None | Some(SqlType::Null | SqlType::Json)) => {
                ParameterForm::Literal
            }
            _ => ParameterForm::Placeholder,
        }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Boolean(true) => out.push_str("true"),
            Value::Boolean(false) => out.push_str("false"),
            Value::Text(text) | Value::Enum(text) => quote(text, '\'', out),
            Value::Bytes(bytes) => {
                let hex = bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
                let _ = write!(out, "unhex('{hex}')");
            }
            Value::Interval(span) => interval(span, out)?,
            Value::List(_) | Value::Array(_) | Value::Struct(_) | Value::Map(_) | Value::Union(..) => {
                return Err(Unspeakable::Value("aludel writes no nested value as a literal of ClickHouse".to_owned()));
            }
            scalar => {
                let name = parameter_type(&Parameter::new(scalar.clone())).map_err(Unspeakable::Value)?;
                let target: types::Type =
                    name.parse().map_err(|error: types::NotAType| Unspeakable::Value(error.to_string()))?;
                let text = encode(scalar, &target).map_err(Unspeakable::Value)?;
                out.push_str("CAST(");
                quote(&text, '\'', out);
                let _ = write!(out, " AS {name})");
            }
        }
        Ok(())
    }

    fn null_of_type(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        if *sql_type == SqlType::Null || !types::sql::has_null(sql_type) {
            return self.literal(&Value::Null, out);
        }
        out.push_str("CAST(NULL AS ");
        self.type_name(sql_type, out)?;
        out.push(')');
        Ok(())
    }

    /// SETTINGS takes bare words only.
    fn setting_value(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        let written = match value {
            Value::Boolean(value) => write!(out, "{}", u8::from(*value)),
            Value::Int32(value) => write!(out, "{value}"),
            Value::Int64(value) => write!(out, "{value}"),
            Value::UInt64(value) => write!(out, "{value}"),
            Value::Float64(value) => write!(out, "{value}"),
            Value::Text(text) => {
                quote(text, '\'', out);
                Ok(())
            }
            _ => return Err(Unspeakable::Value("a setting is a truth value, a number or a text".to_owned())),
        };
        // Writing into a text does not fail.
        let _ = written;
        Ok(())
    }

    /// What may be NULL is Nullable.
    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        types::sql::type_name(sql_type, out)
    }

    fn column_type(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        let may_be_null = column.is_nullable() && !column.is_primary_key();
        if may_be_null && !types::sql::has_null(column.sql_type()) {
            return Err(Unspeakable::Value(format!(
                "ClickHouse has no NULL of {}: declare the column {:?} NOT NULL",
                column.sql_type(),
                column.name()
            )));
        }
        if may_be_null { self.type_name(column.sql_type(), out) } else { types::sql::bare(column.sql_type(), out) }
    }

    /// How it is stored: as [`ClickHouseTable`](crate::ClickHouseTable) says, else as the engine that has no surprises, rows in the
    /// order of the key, if there is one.
    fn table_clauses(&self, table: &Table, out: &mut String) -> Result<(), Unspeakable> {
        crate::table::write_clauses(table, out)
    }

    fn column_clauses(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        if let Some(options) = column.options::<crate::ClickHouseColumn>() {
            options.write(out);
        }
        Ok(())
    }

    fn reads_options(&self, options: &dyn Any) -> bool {
        options.is::<crate::ClickHouseTable>() || options.is::<crate::ClickHouseColumn>()
    }

    fn ddl_form(&self, form: DdlForm) -> &'static str {
        match form {
            DdlForm::CreateMaterializedView => "CREATE MATERIALIZED VIEW {exists}{name}{clauses} AS {query}",
            DdlForm::CreateIndex => "ALTER TABLE {table} ADD INDEX {exists}{name} ({keys}) TYPE {method}",
            DdlForm::DropIndex => "ALTER TABLE {table} DROP INDEX {exists}{plain}",
            DdlForm::GeneratedVirtual => "ALIAS {expression}",
            DdlForm::GeneratedStored => "MATERIALIZED {expression}",
            DdlForm::AlterColumnType | DdlForm::SetNotNull | DdlForm::DropNotNull => {
                "ALTER TABLE {table} MODIFY COLUMN {column} {type}"
            }
            DdlForm::SetDefault => "ALTER TABLE {table} MODIFY COLUMN {column} DEFAULT {default}",
            DdlForm::DropDefault => "ALTER TABLE {table} MODIFY COLUMN {column} REMOVE DEFAULT",
            DdlForm::RenameTable => "RENAME TABLE {table} TO {to_path}",
            DdlForm::CommentTable => "ALTER TABLE {table} MODIFY COMMENT {text}",
            DdlForm::CommentColumn => "ALTER TABLE {table} COMMENT COLUMN {column} {text}",
            DdlForm::NoComment => "''",
            // To ClickHouse they are views.
            DdlForm::DropMaterializedView => "DROP VIEW ",
            other => other.standard(),
        }
    }

    /// `CAST` of what may be NULL makes NULL of what it can't read, wraps or keeps a number that is too great, cuts the digits
    /// that a decimal has no place for, and makes some day of what is none.
    fn cast(&self, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        let mut name = String::new();
        types::sql::bare(to, &mut name)?;
        if name.contains(['{', '}']) || !types::sql::has_null(to) {
            return Ok(None);
        }
        let mut text = String::new();
        quote(&name, '\'', &mut text);
        let value = match to {
            // One digit more decides how it is rounded; a number with more digits than the type would be kept.
            SqlType::Decimal { precision, scale } if *precision < 38 => {
                let zeros = "0".repeat(usize::from(precision.saturating_sub(*scale)));
                format!(
                    "arrayElement(arrayMap(v -> CAST(v + throwIf(abs(v) >= toDecimal256('1{zeros}', 0), 'too great for \
                     {name}'), {text}), [round(CAST(assumeNotNull({{0}}), 'Decimal(38, {})'), {scale})]), 1)",
                    scale + 1
                )
            }
            // What is too great would go round.
            SqlType::Decimal { precision, scale } => {
                let value = match precision {
                    76 => "v".to_owned(),
                    _ => format!("CAST(v, 'Decimal(76, {})')", scale + 1),
                };
                format!(
                    "arrayElement(arrayMap(v -> CAST(round({value}, {scale}) + throwIf(abs(toFloat64(v)) > 2e{}, \
                     'too great for {name}'), {text}), [assumeNotNull({{0}})]), 1)",
                    precision.saturating_sub(*scale)
                )
            }
            // Of a text that is no day it would make another day, and of one before 1900 the first of that year.
            SqlType::Date => format!("CAST(toDateTime64(toString(assumeNotNull({{0}})), 6, 'UTC'), {text})"),
            to if types::sql::is_integer(to) => format!("accurateCast(assumeNotNull({{0}}), {text})"),
            _ => format!("CAST(assumeNotNull({{0}}), {text})"),
        };
        Ok(Some(format!("if(isNull({{0}}), NULL, {value})")))
    }

    fn truth_value(&self) -> Option<&'static str> {
        Some("CAST({0} AS Nullable(Bool))")
    }

    /// NULL in a list is passed over.
    fn list_members(&self) -> ListMembers {
        ListMembers::Values
    }

    /// Correlated subqueries are joined.
    fn empty_correlated(&self) -> EmptyCorrelated {
        EmptyCorrelated::Null
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        functions::function(function)
    }

    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            // By zero it is NULL, not an error.
            BinaryOperator::DivideInteger => OperatorSpelling::Template("intDiv({0}, nullIf({1}, 0))"),
            BinaryOperator::Remainder => OperatorSpelling::Template("modulo({0}, nullIf({1}, 0))"),
            // Of decimals it would give a decimal, cut to the scale of the first.
            BinaryOperator::Divide => OperatorSpelling::Template("divide(toFloat64({0}), toFloat64({1}))"),
            other => OperatorSpelling::Infix(other.sql()),
        }
    }

    fn element(&self) -> &'static str {
        "arrayElementOrNull({0}, {1})"
    }

    fn map_value(&self) -> &'static str {
        "if(mapContains({0}, {1}), {0}[{1}], NULL)"
    }

    fn map(&self) -> &'static str {
        "mapFromArrays([{keys}], [{values}])"
    }

    fn lambda(&self) -> &'static str {
        "({parameters}) -> {body}"
    }

    fn set_operator(&self, operator: SetOperator) -> &'static str {
        match operator {
            SetOperator::Union => "UNION DISTINCT",
            SetOperator::Intersect => "INTERSECT DISTINCT",
            SetOperator::Except => "EXCEPT DISTINCT",
            other => other.words(),
        }
    }

    fn join(&self, kind: JoinKind) -> &'static str {
        match kind {
            JoinKind::Semi => "LEFT SEMI JOIN",
            JoinKind::Anti => "LEFT ANTI JOIN",
            JoinKind::Any => "ANY JOIN",
            JoinKind::AnyLeft => "ANY LEFT JOIN",
            other => other.words(),
        }
    }

    fn default_like_escape(&self) -> Option<char> {
        Some('\\')
    }

    fn sample_form(&self) -> SampleForm {
        SampleForm::Fraction
    }

    fn null_treatment(&self) -> NullTreatmentPosition {
        NullTreatmentPosition::Behind
    }

    fn settings(&self, meaning: Meaning) -> &'static [(&'static str, &'static str)] {
        match meaning {
            Meaning::Construct(
                Construct::LeftJoin
                | Construct::RightJoin
                | Construct::FullJoin
                | Construct::AnyJoin
                | Construct::AsofLeftJoin,
            ) => JOIN_NULLS,
            Meaning::Construct(Construct::GroupingSets | Construct::Rollup | Construct::Cube) => GROUP_NULLS,
            Meaning::Construct(Construct::Insert) => INSERT_NULLS,
            Meaning::Function(function) if functions::is_null_for_empty(function) => EMPTY_NULLS,
            _ => &[],
        }
    }

    fn name_case(&self) -> NameCase {
        NameCase::Distinguished
    }

    /// These run a program, or count in Keeper; all others read.
    fn call_may_write(&self, name: &str) -> bool {
        ["executable", "generateSerialID"].contains(&name)
    }

    fn lexical_rules(&self) -> LexicalRules {
        LEXICAL_RULES
    }
}

/// As ClickHouse's lexer reads (asked of 26.7).
const LEXICAL_RULES: LexicalRules = LexicalRules::standard()
    .backslash_escapes()
    .backtick_names()
    .dollar_quotes()
    .flat_comments()
    .hash_comments(HashComments::Spaced);

/// Writes `text` between `quote`s; a backslash escapes both itself and the quote.
pub(crate) fn quote(text: &str, quote: char, out: &mut String) {
    out.push(quote);
    for character in text.chars() {
        if character == quote || character == '\\' {
            out.push('\\');
        }
        out.push(character);
    }
    out.push(quote);
}

/// The parts of an interval, each in its own unit, the greatest first: a tuple is added part by part.
fn interval(span: &Interval, out: &mut String) -> Result<(), Unspeakable> {
    let mut parts = Vec::new();
    if span.months != 0 {
        parts.push(format!("toIntervalMonth({})", span.months));
    }
    if span.days != 0 {
        parts.push(format!("toIntervalDay({})", span.days));
    }
    let (seconds, rest) = (span.nanoseconds / 1_000_000_000, span.nanoseconds % 1_000_000_000);
    if seconds != 0 {
        parts.push(format!("toIntervalSecond({seconds})"));
    }
    match (rest % 1_000, rest) {
        (0, 0) => {}
        (0, _) => parts.push(format!("toIntervalMicrosecond({})", rest / 1_000)),
        _ => parts.push(format!("toIntervalNanosecond({rest})")),
    }
    if i64::try_from(seconds).is_err() {
        return Err(Unspeakable::Value("ClickHouse counts the seconds of an interval in 64 bits".to_owned()));
    }
    match parts.as_slice() {
        [] => out.push_str("toIntervalDay(0)"),
        [one] => out.push_str(one),
        several => {
            let _ = write!(out, "({})", several.join(", "));
        }
    }
    Ok(())
}
