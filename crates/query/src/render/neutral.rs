//! Neutral words, for `Display`.

use aludel_dialect::{Construct, Parameter, SqlType, Value};

use crate::func::{DatePart, Function};
use crate::spelling::{FunctionSpelling, NullTreatmentPosition, Spelling, Unspeakable, quote_identifier};
use crate::text::LexicalRules;

/// What every engine we know has, so that `Display` does not mention it.
pub(super) fn is_universal(construct: Construct) -> bool {
    [
        Construct::Insert,
        Construct::InsertManyRows,
        Construct::InsertFromSelect,
        Construct::InnerJoin,
        Construct::LeftJoin,
        Construct::CrossJoin,
        Construct::DerivedTable,
        Construct::Distinct,
        Construct::Limit,
        Construct::Cte,
        Construct::UnionAll,
        Construct::Union,
        Construct::WindowFunction,
        Construct::AggregateDistinct,
        Construct::CreateTable,
        Construct::DropTable,
        Construct::CreateIfNotExists,
        Construct::DropIfExists,
        Construct::Truncate,
        Construct::SelectWithoutFrom,
        Construct::ServerParameters,
        Construct::NotNull,
    ]
    .contains(&construct)
}

#[derive(Debug)]
pub(super) struct NeutralSpelling;

impl Spelling for NeutralSpelling {
    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        // For people: a name that no engine takes is shown all the same.
        if quote_identifier(name, '"', |_| false, out).is_err() {
            out.push_str(&format!("{name:?}"));
        }
        Ok(())
    }

    fn null_treatment(&self) -> NullTreatmentPosition {
        NullTreatmentPosition::Inside
    }

    fn placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&format!("${number}"));
        Ok(())
    }

    fn bare_placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&format!("${number}"));
        Ok(())
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        let list = |items: &[Value], out: &mut String| {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                self.literal(item, out)?;
            }
            out.push(']');
            Ok(())
        };
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Boolean(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
            Value::Int8(number) => out.push_str(&number.to_string()),
            Value::Int16(number) => out.push_str(&number.to_string()),
            Value::Int32(number) => out.push_str(&number.to_string()),
            Value::Int64(number) => out.push_str(&number.to_string()),
            Value::Int128(number) => out.push_str(&number.to_string()),
            Value::UInt8(number) => out.push_str(&number.to_string()),
            Value::UInt16(number) => out.push_str(&number.to_string()),
            Value::UInt32(number) => out.push_str(&number.to_string()),
            Value::UInt64(number) => out.push_str(&number.to_string()),
            Value::UInt128(number) => out.push_str(&number.to_string()),
            Value::BigInteger(number) => out.push_str(&number.to_string()),
            Value::Float32(number) => out.push_str(&number.to_string()),
            Value::Float64(number) => out.push_str(&number.to_string()),
            Value::Decimal(number) => out.push_str(&number.to_plain_string()),
            Value::Text(text) | Value::Json(text) | Value::Enum(text) => {
                out.push('\'');
                out.push_str(&text.replace('\'', "''"));
                out.push('\'');
            }
            Value::Bytes(bytes) => out.push_str(&format!("<{} bytes>", bytes.len())),
            Value::Bits(bits) => out.push_str(&format!("B'{bits}'")),
            Value::Date(date) => out.push_str(&format!("DATE '{date}'")),
            Value::Time(time) => out.push_str(&format!("TIME '{time}'")),
            Value::TimeTz(time) => out.push_str(&format!("TIME '{time}'")),
            Value::Timestamp(timestamp) => out.push_str(&format!("TIMESTAMP '{timestamp}'")),
            Value::Interval(interval) => out.push_str(&format!("INTERVAL '{interval}'")),
            Value::Uuid(uuid) => out.push_str(&format!("'{uuid}'")),
            Value::List(items) | Value::Array(items) => return list(items, out),
            other => out.push_str(&format!("{other:?}")),
        }
        Ok(())
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&sql_type.to_string());
        Ok(())
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        match function {
            Function::CountRows => FunctionSpelling::Template("count(*){suffix}"),
            Function::Extract(_) => FunctionSpelling::Template("extract({part} FROM {0})"),
            Function::DateTrunc(_) => FunctionSpelling::Template("date_trunc({part}, {0})"),
            Function::DateDiff(_) => FunctionSpelling::Template("date_diff({part}, {0}, {1})"),
            Function::TimeBucket(_) => FunctionSpelling::Template("time_bucket({count} {part}, {0})"),
            other => FunctionSpelling::Name(other.name()),
        }
    }

    fn date_part(&self, part: DatePart) -> &'static str {
        match part {
            DatePart::IsoDayOfWeek => "iso day of week",
            DatePart::DayOfYear => "day of year",
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
        }
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}
