//! What SQLite's text looks like.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_query::FunctionSpelling::{Name, Refused, Template};
use aludel_query::{
    BinaryOperator, Direction, Function, FunctionSpelling, LexicalRules, LimitForm, NullsPosition, OperatorSpelling,
    Spelling, SqlDialect, Unspeakable, quote_identifier,
};

use crate::Sqlite;

/// How SQLite writes what the tree says.
#[derive(Clone, Copy, Debug)]
pub struct SqliteSpelling;

impl SqlDialect for Sqlite {
    fn spelling() -> &'static dyn Spelling {
        &SqliteSpelling
    }
}

impl Spelling for SqliteSpelling {
    /// Always quoted, and in backticks: SQLite reads `"x"` as a text where there is no column x.
    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        quote_identifier(name, '`', |_| true, out)
    }

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.bare_placeholder(number, parameter, out)
    }

    /// SQLite keeps NULL for NaN and 0.0 for -0.0, and has no such value as the others.
    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        if !crate::values::is_kept(&parameter.value) {
            return Err(Unspeakable::Value("SQLite does not keep such a value as it is".to_owned()));
        }
        out.push_str(&format!("?{number}"));
        Ok(())
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Boolean(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
            // Without its sign this one is no integer of SQLite.
            Value::Int64(i64::MIN) => out.push_str("(-9223372036854775807 - 1)"),
            Value::Int64(number) => out.push_str(&format!("({number})")),
            Value::Int32(number) => out.push_str(&format!("({number})")),
            Value::Float64(number) if number.is_finite() => out.push_str(&format!("({number:e})")),
            Value::Text(text) if !text.contains('\0') => out.push_str(&format!("'{}'", text.replace('\'', "''"))),
            Value::Bytes(bytes) => out.push_str(&format!("x'{}'", crate::values::digits(bytes))),
            other => return Err(Unspeakable::Value(format!("SQLite has no literal for {other:?}"))),
        }
        Ok(())
    }

    /// The types whose values SQLite keeps as they are; none of a narrower integer, a decimal or a time.
    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(match sql_type {
            // INTEGER as a primary key would number its rows by itself.
            SqlType::Int64 => "BIGINT",
            SqlType::Float64 => "REAL",
            SqlType::Text => "TEXT",
            SqlType::Bytes => "BLOB",
            SqlType::Boolean => "BOOLEAN",
            SqlType::Native(words) if !words.trim().is_empty() => words,
            other => return Err(Unspeakable::Type(other.clone())),
        });
        Ok(())
    }

    fn cast(&self, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        let number = matches!(to, SqlType::Int64 | SqlType::Float64);
        if number { Err(Unspeakable::Value("SQLite takes 0 for what is no number".to_owned())) } else { Ok(None) }
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        match function {
            Function::CountRows => Template("count(*){suffix}"),
            Function::Count => Name("count"),
            Function::Sum => Name("sum"),
            Function::Avg => Name("avg"),
            Function::Min | Function::BoolAnd => Name("min"),
            Function::Max | Function::BoolOr | Function::AnyValue => Name("max"),
            Function::StringAgg => Name("string_agg"),
            Function::RowNumber => Name("row_number"),
            Function::Rank => Name("rank"),
            Function::DenseRank => Name("dense_rank"),
            Function::PercentRank => Name("percent_rank"),
            Function::CumeDist => Name("cume_dist"),
            Function::Ntile => Name("ntile"),
            Function::Lag => Name("lag"),
            Function::Lead => Name("lead"),
            Function::FirstValue => Name("first_value"),
            Function::LastValue => Name("last_value"),
            Function::NthValue => Name("nth_value"),
            Function::NullIf => Name("nullif"),
            Function::Coalesce => Name("coalesce"),
            Function::Abs => Name("abs"),
            Function::Sign => Name("sign"),
            Function::Replace => Name("replace"),
            Function::Position => Name("instr"),
            Function::OctetLength => Name("octet_length"),
            Function::Trim => Template("trim({0}, ' ')"),
            Function::TrimStart => Template("ltrim({0}, ' ')"),
            Function::TrimEnd => Template("rtrim({0}, ' ')"),
            Function::Contains => Template("(instr({0}, {1}) > 0)"),
            Function::StartsWith => Template("(substr({0}, 1, length({1})) = {1})"),
            Function::JsonArrayLength => Name("json_array_length"),
            _ => Refused("SQLite has no function that means the same"),
        }
    }

    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            BinaryOperator::Divide => OperatorSpelling::Template("(CAST({0} AS REAL) / {1})"),
            BinaryOperator::DivideInteger => OperatorSpelling::Template("({0} / {1})"),
            BinaryOperator::BitXor => OperatorSpelling::Template("(({0} | {1}) & ~({0} & {1}))"),
            other => OperatorSpelling::Infix(other.sql()),
        }
    }

    /// NULL is smaller than every value.
    fn default_nulls(&self, direction: Direction) -> Option<NullsPosition> {
        Some(if direction == Direction::Ascending { NullsPosition::First } else { NullsPosition::Last })
    }

    fn limit_form(&self) -> LimitForm {
        LimitForm::BehindLimit("-1")
    }

    /// `->` gives JSON as text, with a string's quotes.
    fn json_value(&self) -> &'static str {
        "({0} -> {1})"
    }

    /// `->>` gives a number for a number and for TRUE.
    fn json_text(&self) -> &'static str {
        "CASE json_type({0}, {1}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST({0} ->> {1} AS TEXT) END"
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
            .backtick_names()
            .flat_comments()
            .numbered_placeholders()
            .question_placeholders()
            .named_placeholders()
    }
}
