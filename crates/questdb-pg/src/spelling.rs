//! What QuestDB's text looks like.

use std::fmt::Write;

use aludel_dialect::{Construct, Interval, Parameter, SqlType, TimeUnit, Timestamp, Value};
use aludel_query::{
    AsofForm, BinaryOperator, Column, DatePart, DdlForm, Direction, DistancePlace, FrameReach, Function,
    FunctionSpelling, InsertedWith, JoinKind, LexicalRules, LimitForm, NamedWindows, NullInText, NullLogic,
    NullsPosition, OperatorSpelling, OrderedByExpressions, ParameterForm, ParameterPlace, PivotForm, Spelling,
    SqlDialect, SubqueryMembers, Table, Unspeakable, WindowOrder, WindowedCall, quote_identifier,
};

use crate::bind::{is_null_text, is_null_uuid};
use crate::cast;
use crate::dialect::QuestDb;
use crate::distance;
use crate::functions;
use crate::names::{check_column, check_table, is_reserved};
use crate::table;

/// How QuestDB writes what the tree says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestDbSpelling;

/// What a column of arrays is declared as: there are those of DOUBLE, all dimensions in one type.
fn array_type(sql_type: &SqlType) -> Option<String> {
    let SqlType::List(element) = sql_type else { return None };
    match element.as_ref() {
        SqlType::Float64 => Some("DOUBLE[]".to_owned()),
        deeper => array_type(deeper).map(|words| words + "[]"),
    }
}

impl SqlDialect for QuestDb {
    fn spelling() -> &'static dyn Spelling {
        &QuestDbSpelling
    }
}

/// A statement with its parameters is one message, of which the server takes a mebibyte.
const LONGEST: usize = 1_000_000;

/// What the server would take for NULL, or not at all.
fn check(parameter: &Parameter) -> Result<(), Unspeakable> {
    let null = |what: &str| Err(Unspeakable::Value(format!("QuestDB takes {what} for NULL")));
    match (&parameter.value, &parameter.sql_type) {
        (Value::Null, Some(sql_type)) if QuestDbSpelling.is_never_null(sql_type) => {
            Err(Unspeakable::Value(format!("QuestDB has no NULL of {sql_type}")))
        }
        (Value::Int32(i32::MIN), sql_type) if *sql_type != Some(SqlType::Int64) => null("the least INT"),
        (Value::Int64(i64::MIN), _) => null("the least LONG"),
        (Value::Float64(number), _) if !number.is_finite() => null("what is no finite number"),
        (Value::Float32(number), _) if !number.is_finite() => null("what is no finite number"),
        (Value::Uuid(uuid), _) if is_null_uuid(uuid.as_u64_pair()) => null("a UUID of two least LONGs"),
        (Value::Text(text), Some(SqlType::Native(words))) if is_null_text(words, text) => null(text),
        (Value::Timestamp(at), _) if at.value == i64::MIN => null("the least moment"),
        (Value::Timestamp(at), _) if at.unit == TimeUnit::Nanosecond && at.value % 1_000 != 0 => {
            Err(Unspeakable::Value("QuestDB's wire cuts nanoseconds: insert it in bulk".to_owned()))
        }
        (Value::Decimal(_), None) if parameter.value.sql_type().is_none() => {
            Err(Unspeakable::Value("a DECIMAL of QuestDB has at most 76 digits".to_owned()))
        }
        (Value::Text(text), _) if text.len() > LONGEST => {
            Err(Unspeakable::Value("QuestDB takes messages of a mebibyte: insert it in bulk".to_owned()))
        }
        (value, None) => match value.sql_type() {
            Some(sql_type) => QuestDbSpelling.type_name(&sql_type, &mut String::new()),
            None => Ok(()),
        },
        (_, Some(sql_type)) => QuestDbSpelling.type_name(sql_type, &mut String::new()),
    }
}

impl Spelling for QuestDbSpelling {
    fn identifier(&self, name: &str, out: &mut String) -> Result<(), Unspeakable> {
        if name.contains('"') {
            return Err(Unspeakable::Name("QuestDB takes both of two quotes in a name for the name"));
        }
        quote_identifier(name, '"', is_reserved, out)
    }

    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        // A guess of the server's own would be DOUBLE for most.
        match parameter.sql_type.clone().or_else(|| parameter.value.sql_type()) {
            Some(sql_type) if sql_type != SqlType::Bytes => {
                out.push_str("cast(");
                self.bare_placeholder(number, parameter, out)?;
                out.push_str(" AS ");
                self.type_name(&sql_type, out)?;
                out.push(')');
                Ok(())
            }
            _ => self.bare_placeholder(number, parameter, out),
        }
    }

    /// Where a constant is wanted.
    fn parameter_form(&self, parameter: &Parameter, place: ParameterPlace) -> ParameterForm {
        match place {
            // Of a NULL without a type the server guesses one.
            _ if parameter.value.is_null() && parameter.sql_type.is_none() => ParameterForm::Literal,
            ParameterPlace::Frame | ParameterPlace::WindowArgument | ParameterPlace::SampleBy => ParameterForm::Literal,
            _ => ParameterForm::Placeholder,
        }
    }

    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        check(parameter)?;
        // Writing into a text does not fail.
        let _ = write!(out, "${number}");
        Ok(())
    }

    /// A symbol is compared with a text.
    fn parameter_type(&self, _: &Parameter, column: &SqlType) -> Option<SqlType> {
        match column {
            SqlType::Native(words) if words.starts_with("SYMBOL") => Some(SqlType::Text),
            column => Some(column.clone()),
        }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        check(&Parameter { value: value.clone(), sql_type: None })?;
        let written = match value {
            Value::Null => write!(out, "NULL"),
            Value::Boolean(value) => write!(out, "{value}"),
            Value::Int8(value) => write!(out, "cast({value} AS BYTE)"),
            Value::Int16(value) => write!(out, "cast({value} AS SHORT)"),
            Value::Int32(value) => write!(out, "{value}"),
            Value::Int64(value) => write!(out, "{value}L"),
            Value::Float64(value) => write!(out, "cast({value:?} AS DOUBLE)"),
            Value::Float32(value) => write!(out, "cast({value:?} AS FLOAT)"),
            Value::Decimal(value) => write!(out, "{}m", value.to_plain_string()),
            Value::Text(text) => write!(out, "'{}'", text.replace('\'', "''")),
            Value::Uuid(value) => write!(out, "cast('{value}' AS UUID)"),
            Value::Timestamp(Timestamp { value, unit, .. }) => {
                // It was checked that nothing is finer than a microsecond.
                let microseconds = match unit.per_second() {
                    per_second @ ..=1_000_000 => value.checked_mul(1_000_000 / per_second),
                    per_second => Some(value / (per_second / 1_000_000)),
                };
                let Some(microseconds) = microseconds else {
                    return Err(Unspeakable::Value("it is out of the range of TIMESTAMP".to_owned()));
                };
                write!(out, "cast({microseconds}L AS TIMESTAMP)")
            }
            _ => return Err(Unspeakable::Value("aludel does not write it as a literal of QuestDB".to_owned())),
        };
        // Writing into a text does not fail.
        let _ = written;
        Ok(())
    }

    fn null_of_type(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        check(&Parameter { value: Value::Null, sql_type: Some(sql_type.clone()) })?;
        out.push_str("cast(NULL AS ");
        self.type_name(sql_type, out)?;
        out.push(')');
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
            SqlType::Native(words) if !words.trim().is_empty() => words,
            _ => return Err(Unspeakable::Type(sql_type.clone())),
        });
        Ok(())
    }

    fn column_type(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        check_column(column.name())?;
        if column.is_nullable() && self.is_never_null(column.sql_type()) {
            return Err(Unspeakable::Value(format!(
                "QuestDB has no NULL of {}: declare the column {:?} NOT NULL, or give it a wider type",
                column.sql_type(),
                column.name()
            )));
        }
        match array_type(column.sql_type()) {
            Some(words) => out.push_str(&words),
            None => self.type_name(column.sql_type(), out)?,
        }
        Ok(())
    }

    fn column_clauses(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        if let Some(options) = column.options::<table::QuestDbColumn>() {
            let is_symbol = matches!(column.sql_type(), SqlType::Native(name) if name.eq_ignore_ascii_case("SYMBOL"));
            if !is_symbol {
                return Err(Unspeakable::Value(format!("{:?} has options of a SYMBOL, and is none", column.name())));
            }
            options.write(out)?;
        }
        Ok(())
    }

    fn reads_options(&self, options: &dyn std::any::Any) -> bool {
        options.is::<table::QuestDbTable>() || options.is::<table::QuestDbColumn>()
    }

    fn table_clauses(&self, table: &Table, out: &mut String) -> Result<(), Unspeakable> {
        check_table(table.name())?;
        table::clauses(table, out)
    }

    fn ddl_form(&self, form: DdlForm) -> &'static str {
        match form {
            DdlForm::CreateView => "CREATE {replace}VIEW {exists}{name} AS ({query})",
            DdlForm::CreateMaterializedView => "CREATE MATERIALIZED VIEW {exists}{name} AS ({query}){clauses}",
            DdlForm::RenameTable => "RENAME TABLE {table} TO {to}",
            other => other.standard(),
        }
    }

    fn cast_from(&self, from: Option<&SqlType>, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        cast::template(from, to)
    }

    fn null_logic(&self) -> NullLogic {
        NullLogic::TwoValued
    }

    fn is_never_null(&self, sql_type: &SqlType) -> bool {
        matches!(sql_type, SqlType::Boolean | SqlType::Int8 | SqlType::Int16)
    }

    /// It looks for SYMBOLs only, and any text can be one. Of numbers the integers have one text each.
    fn subquery_members(&self, tested: Option<&SqlType>, found: Option<&SqlType>) -> SubqueryMembers {
        let is_integer =
            |sql_type: &SqlType| matches!(sql_type, SqlType::Int8 | SqlType::Int16 | SqlType::Int32 | SqlType::Int64);
        let is_text = |sql_type: &SqlType| match sql_type {
            SqlType::Text => true,
            SqlType::Native(words) => ["SYMBOL", "STRING", "VARCHAR"].iter().any(|word| words.starts_with(word)),
            _ => false,
        };
        let native = |word: &str| SqlType::Native(word.to_owned());
        match (tested, found) {
            (Some(one), Some(other)) if (is_integer(one) && is_integer(other)) || (is_text(one) && is_text(other)) => {
                SubqueryMembers::Cast { tested: native("SYMBOL"), found: native("STRING") }
            }
            _ => SubqueryMembers::Refused(
                "QuestDB looks for SYMBOLs only in a subquery, which integers and texts can be cast to: describe the types \
                 of both columns, or join with the distinct query",
            ),
        }
    }

    fn null_in_text(&self) -> NullInText {
        NullInText::IsEmpty
    }

    /// Its own leaves out the groups that have none of the values (9.3.4).
    fn pivot_form(&self) -> PivotForm {
        PivotForm::Groups
    }

    /// It leaves the ORDER BY of a window out where another extends it (9.3.4).
    fn named_windows(&self) -> NamedWindows {
        NamedWindows::InPlace
    }

    /// NULL is the greatest float, and the least of what else can be NULL.
    fn nulls_in_windows(&self, sql_type: &SqlType, direction: Direction) -> Option<NullsPosition> {
        let is_greatest = matches!(sql_type, SqlType::Float32 | SqlType::Float64);
        let is_known = is_greatest
            || match sql_type {
                SqlType::Int32 | SqlType::Int64 | SqlType::Text | SqlType::Timestamp(_) => true,
                SqlType::Uuid | SqlType::Decimal { .. } => true,
                SqlType::Native(words) => words.starts_with("SYMBOL"),
                _ => false,
            };
        let is_last = is_greatest == (direction == Direction::Ascending);
        is_known.then_some(if is_last { NullsPosition::Last } else { NullsPosition::First })
    }

    fn windowed(&self, call: WindowedCall) -> Result<(), &'static str> {
        match call {
            WindowedCall { function: Some(Function::Sum), .. } => {
                Err("QuestDB adds up in windows as DOUBLE, which is not exact: write `func::native(\"sum\", …)`")
            }
            WindowedCall { order: WindowOrder::Expressions, .. } => {
                Err("QuestDB orders a window by columns alone: compute the expression in a subquery")
            }
            WindowedCall { order: WindowOrder::ColumnsWithNull, .. } => Err(
                "QuestDB's windows put NULL first or last by the column's type, and for this one elsewhere: turn the \
                     direction around, say NULLS FIRST, or leave NULLs out in a subquery and describe its column as NOT NULL",
            ),
            WindowedCall {
                function: Some(function),
                order: WindowOrder::ColumnsWithoutNull,
                reach: FrameReach::Unsaid,
                ..
            } if takes_a_frame(function) => Err(
                "QuestDB's frame ends with the row itself where SQL's has its equals too: say the frame with `rows`",
            ),
            WindowedCall { reach: FrameReach::Beyond, .. } => {
                Err("a frame of QuestDB ends with the row itself, or before it")
            }
            _ => Ok(()),
        }
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        functions::function(function)
    }

    fn function_of(&self, function: Function, argument: Option<&SqlType>) -> FunctionSpelling {
        functions::function_of(function, argument)
    }

    /// Expressions behind aggregates are not found, behind windows become columns of the result, and where columns of a
    /// subquery are computed the order is wrong (9.3.4: a computed value is kept from another row).
    fn ordered_by_expressions(&self) -> OrderedByExpressions {
        OrderedByExpressions::PlainQueries
    }

    fn asof_form(&self) -> AsofForm {
        AsofForm::DesignatedTimestamps
    }

    fn distance(&self, distance: &Interval, place: DistancePlace, out: &mut String) -> Result<(), Unspeakable> {
        distance::write(distance, place, out)
    }

    fn join(&self, kind: JoinKind) -> &'static str {
        match kind {
            // It keeps rows without a partner.
            JoinKind::AsofLeft => "ASOF JOIN",
            other => other.words(),
        }
    }

    fn inserted_with(&self) -> InsertedWith {
        InsertedWith::InSubquery
    }

    /// Without it ORDER BY behind a union would be the name of a column.
    fn nothing(&self) -> Option<&'static str> {
        Some("long_sequence(1)")
    }

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
            DatePart::Millisecond => "milliseconds",
            DatePart::Microsecond => "microseconds",
            DatePart::IsoDayOfWeek => "isodow",
            DatePart::DayOfYear => "doy",
            _ => "day",
        }
    }

    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            BinaryOperator::Divide => OperatorSpelling::Template("(cast({0} AS DOUBLE) / cast({1} AS DOUBLE))"),
            BinaryOperator::DivideInteger => OperatorSpelling::Template("({0} / {1})"),
            // They take NULL for a value.
            BinaryOperator::DistinctFrom => OperatorSpelling::Infix("<>"),
            BinaryOperator::NotDistinctFrom => OperatorSpelling::Infix("="),
            other => OperatorSpelling::Infix(other.sql()),
        }
    }

    /// NULL is the least integer and the greatest float.
    fn default_nulls(&self, _: Direction) -> Option<NullsPosition> {
        None
    }

    fn default_like_escape(&self) -> Option<char> {
        Some('\\')
    }

    fn limit_form(&self) -> LimitForm {
        LimitForm::LowerUpper
    }

    fn rewrites(&self, construct: Construct) -> bool {
        matches!(
            construct,
            Construct::IsDistinctFrom | Construct::IntegerDivision | Construct::AsofLeftJoin | Construct::InSubquery
        )
    }

    /// Its functions read, or do what may be done twice: `reload_config()`, `flush_query_cache()`.
    fn call_may_write(&self, _: &str) -> bool {
        false
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}

/// Whether a function is computed over the window's frame.
fn takes_a_frame(function: Function) -> bool {
    function.is_aggregate() || matches!(function, Function::FirstValue | Function::LastValue | Function::NthValue)
}

#[cfg(test)]
mod tests {
    use aludel_dialect::TimeUnit;

    use super::*;

    #[test]
    fn a_subquery_of_having_sees_nothing_of_the_groups() {
        use aludel_dialect::{Any, Capabilities};
        use aludel_query::{Statement, func, select};
        let table = |name: &str| {
            let key = Column::new("k", SqlType::Int64).not_null();
            Table::new(name).column(key).column(Column::new("v", SqlType::Float64))
        };
        let (t, u) = (table("t"), table("u"));
        let most = || select::<Any>(func::max(u.col("v"))).from(&u);
        let grouped = |most: aludel_query::Select<Any>| {
            let rows = select(t.col("k")).from(&t).group_by(t.col("k"));
            let having = func::sum(t.col("v")).gt(most.scalar_subquery());
            rows.having(having).render(&QuestDbSpelling, &Capabilities::of::<QuestDb>())
        };
        let written = grouped(most()).expect("a row that is joined").sql;
        assert!(written.ends_with("WHERE unfiltered.kept > one_1.value"), "{written}");
        let fault = grouped(most().filter(u.col("k").eq(t.col("k")))).expect_err("correlated").to_string();
        assert!(fault.contains("does not support correlated subqueries"), "{fault}");
    }

    #[test]
    fn microseconds_and_nanoseconds_tell_the_same_moment() {
        for (unit, value) in [(TimeUnit::Microsecond, 7_000_000), (TimeUnit::Nanosecond, 7_000_000_000)] {
            let mut written = String::new();
            let timestamp = Timestamp { value, unit, zone: None };
            QuestDbSpelling.literal(&Value::Timestamp(timestamp), &mut written).expect("it can be written");
            assert_eq!(written, "cast(7000000L AS TIMESTAMP)", "{unit:?}");
        }
    }

    #[test]
    fn a_pivot_that_would_give_other_rows_is_refused() {
        use aludel_dialect::{Any, Capabilities};
        use aludel_query::{Expr, Statement, func, select, star};
        let bare = Table::new("t");
        let key = |table: Table| table.column(Column::new("k", SqlType::Text));
        let values = |table: Table| table.column(Column::new("v", SqlType::Int64));
        let whole = values(key(bare.clone().column(Column::new("id", SqlType::Int64))));
        let v = || whole.col::<Any>("v");
        let no_value = [(Value::Null, "x")];
        let some = [(Value::from("a"), "x")];
        type Pivoted<'a> = (&'a Table, Vec<Expr<Any>>, &'a [(Value, &'a str); 1], &'a str);
        let cases: [Pivoted<'_>; 6] = [
            (&whole, vec![func::sum(v())], &some, "AS x FROM t GROUP BY t.id) AS p"),
            (&bare, vec![func::sum(bare.col("v"))], &some, "one that is described"),
            (&values(key(bare.clone())), vec![func::sum(v())], &some, "no column to group by"),
            (&whole, vec![func::sum(v()), func::max(v())], &some, "one aggregate"),
            (&whole, vec![func::median(v())], &some, "a plain sum, min, max, avg or count"),
            (&whole, vec![func::sum(v())], &no_value, "NULL is no value"),
        ];
        for (table, aggregates, values, words) in cases {
            let pivoted = table.pivot("p", aggregates, "k", values.clone());
            let written = select(star()).from(&pivoted).render(&QuestDbSpelling, &Capabilities::of::<QuestDb>());
            let told = written.map_or_else(|error| error.to_string(), |prepared| prepared.sql.to_string());
            assert!(told.contains(words), "{told}");
        }
    }
}
