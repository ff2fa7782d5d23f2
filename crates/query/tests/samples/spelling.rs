//! Two ways to write: with numbered placeholders, and with question marks.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_query::{
    BinaryOperator, Function, FunctionSpelling, LexicalRules, LimitForm, NullTreatmentPosition, OperatorSpelling,
    Repeats, Spelling, Unspeakable, quote_identifier,
};

const RESERVED: &[&str] = &["select", "from", "where", "table", "order", "group", "user", "left"];

/// `$1`, standard SQL.
#[derive(Debug)]
pub struct Numbered;

/// `?`, and LIMIT by row numbers.
#[derive(Debug)]
pub struct Marks;

/// `?`, and OFFSET only behind a LIMIT.
#[derive(Debug)]
pub struct Behind;

fn identifier(name: &str, out: &mut String) -> Result<(), Unspeakable> {
    quote_identifier(name, '"', |name| RESERVED.contains(&name), out)
}

fn literal(value: &Value, out: &mut String) -> Result<(), Unspeakable> {
    match value {
        Value::Null => out.push_str("NULL"),
        Value::Boolean(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
        Value::Int32(number) => out.push_str(&number.to_string()),
        Value::Int64(number) => out.push_str(&number.to_string()),
        Value::Float64(number) => out.push_str(&number.to_string()),
        Value::Text(text) if text.contains('\0') => return Err(Unspeakable::Value("it holds a NUL character".into())),
        Value::Text(text) => out.push_str(&format!("'{}'", text.replace('\'', "''"))),
        Value::Interval(interval) => out.push_str(&format!("INTERVAL '{interval}'")),
        other => return Err(Unspeakable::Value(format!("no literal for {:?}", other.sql_type()))),
    }
    Ok(())
}

fn type_name(sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
    let name = match sql_type {
        SqlType::Boolean => "BOOLEAN",
        SqlType::Int32 => "INTEGER",
        SqlType::Int64 => "BIGINT",
        SqlType::Float64 => "DOUBLE",
        SqlType::Text => "TEXT",
        SqlType::Date => "DATE",
        SqlType::Decimal { precision, scale } => {
            out.push_str(&format!("DECIMAL({precision}, {scale})"));
            return Ok(());
        }
        SqlType::List(element) => {
            type_name(element, out)?;
            "[]"
        }
        other => return Err(Unspeakable::Type(other.clone())),
    };
    out.push_str(name);
    Ok(())
}

fn function(function: Function) -> FunctionSpelling {
    match function {
        Function::CountRows => FunctionSpelling::Template("count(*){suffix}"),
        Function::Extract(_) => FunctionSpelling::Template("extract({part} FROM {0})"),
        Function::DateTrunc(_) => FunctionSpelling::Template("date_trunc('{part}', {0})"),
        Function::DateDiff(_) => FunctionSpelling::Template("date_diff('{part}', {0}, {1})"),
        // Written around the aggregate.
        Function::Median => FunctionSpelling::Template("(CAST(median({0}){suffix} AS DOUBLE))"),
        Function::Reverse => FunctionSpelling::Refused("it reverses bytes"),
        other => FunctionSpelling::Name(other.name()),
    }
}

fn operator(operator: BinaryOperator) -> OperatorSpelling {
    match operator {
        BinaryOperator::DivideInteger => OperatorSpelling::Infix("//"),
        BinaryOperator::BitXor => OperatorSpelling::Template("xor({0}, {1})"),
        other => OperatorSpelling::Infix(other.sql()),
    }
}

macro_rules! shared {
    () => {
        fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
            identifier(name, out)
        }

        fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
            literal(value, out)
        }

        fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
            type_name(sql_type, out)
        }

        fn function(&self, neutral: Function) -> FunctionSpelling {
            function(neutral)
        }

        fn operator(&self, neutral: BinaryOperator) -> OperatorSpelling {
            operator(neutral)
        }

        fn null_treatment(&self) -> NullTreatmentPosition {
            NullTreatmentPosition::Inside
        }

        fn lexical_rules(&self) -> LexicalRules {
            LexicalRules::standard()
        }
    };
}

impl Spelling for Numbered {
    shared!();

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        // A type that was asked for is cast to, so that the tests see it.
        match (&parameter.value, &parameter.sql_type) {
            (Value::Null, Some(sql_type)) if *sql_type != SqlType::Null => {
                out.push_str(&format!("CAST(${number} AS "));
                type_name(sql_type, out)?;
                out.push(')');
            }
            _ => self.bare_placeholder(number, parameter, out)?,
        }
        Ok(())
    }

    fn bare_placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&format!("${number}"));
        Ok(())
    }
}

impl Spelling for Marks {
    shared!();

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.bare_placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, _: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push('?');
        Ok(())
    }

    fn repeats(&self) -> Repeats {
        Repeats::NewPlaceholder
    }

    fn limit_form(&self) -> LimitForm {
        LimitForm::LowerUpper
    }
}

impl Spelling for Behind {
    shared!();

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.bare_placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, _: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push('?');
        Ok(())
    }

    fn limit_form(&self) -> LimitForm {
        LimitForm::BehindLimit("-1")
    }
}
