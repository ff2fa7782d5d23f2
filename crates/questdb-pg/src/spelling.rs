//! What QuestDB's text looks like, as far as it is written yet: names, parameters, types.

use std::fmt::Write;

use aludel_dialect::{Parameter, SqlType, TimeUnit, Value};
use aludel_query::{Function, FunctionSpelling, LexicalRules, Spelling, SqlDialect, Unspeakable};

use crate::dialect::QuestDb;

/// How QuestDB writes what the tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestDbSpelling;

impl SqlDialect for QuestDb {
    fn spelling() -> &'static dyn Spelling {
        &QuestDbSpelling
    }
}

impl Spelling for QuestDbSpelling {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.bare_placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        // Writing into a text does not fail.
        let _ = write!(out, "${number}");
        Ok(())
    }

    fn parameter_type(&self, _: &Parameter, column: &SqlType) -> Option<SqlType> {
        Some(column.clone())
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        let written = match value {
            Value::Null => write!(out, "NULL"),
            Value::Boolean(value) => write!(out, "{value}"),
            Value::Int32(value) if *value != i32::MIN => write!(out, "{value}"),
            Value::Int64(value) if *value != i64::MIN => write!(out, "{value}L"),
            Value::Text(text) => write!(out, "'{}'", text.replace('\'', "''")),
            _ => return Err(Unspeakable::Value("aludel does not write it as a literal of QuestDB".to_owned())),
        };
        // Writing into a text does not fail.
        let _ = written;
        Ok(())
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(match sql_type {
            SqlType::Boolean => "BOOLEAN",
            SqlType::Int8 => "BYTE",
            SqlType::Int16 => "SHORT",
            SqlType::Int32 => "INT",
            SqlType::Int64 => "LONG",
            SqlType::Float32 => "FLOAT",
            SqlType::Float64 => "DOUBLE",
            SqlType::Text => "VARCHAR",
            SqlType::Bytes => "BINARY",
            SqlType::Timestamp(TimeUnit::Millisecond) => "DATE",
            SqlType::Timestamp(TimeUnit::Microsecond) => "TIMESTAMP",
            SqlType::Timestamp(TimeUnit::Nanosecond) => "TIMESTAMP_NS",
            SqlType::Uuid => "UUID",
            SqlType::Decimal { precision, scale } => {
                let _ = write!(out, "DECIMAL({precision}, {scale})");
                return Ok(());
            }
            _ => return Err(Unspeakable::Type(sql_type.clone())),
        });
        Ok(())
    }

    fn function(&self, _: Function) -> FunctionSpelling {
        FunctionSpelling::Refused("aludel does not write it for QuestDB yet; use `func::native`")
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}
