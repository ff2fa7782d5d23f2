//! Every type as a column: inserted by the builder, by bulk insert and as records; read back, and found by its value.

use aludel::prelude::*;
use aludel::{Date, Time, typed_literal};
use proptest::strategy::{Strategy, ValueTree};

use crate::kinds;
use crate::lab::{Lab, runner, same};

/// The ends of a type, its odd values, and some between.
fn some(kind: &SqlType) -> Vec<Value> {
    let mut runner = runner(1);
    let strategy = kinds::values(kind);
    let drawn = (0..8).filter_map(|_| strategy.new_tree(&mut runner).ok()).map(|tree| tree.current());
    kinds::edges(kind).into_iter().chain([Value::Null]).chain(drawn).collect()
}

/// Whether enums stand within an ARRAY, at any depth.
fn has_enum_array(kind: &SqlType) -> bool {
    match kind {
        SqlType::Array(element, _) => element.to_string().contains("ENUM(") || has_enum_array(element),
        SqlType::List(element) => has_enum_array(element),
        SqlType::Map(key, value) => has_enum_array(key) || has_enum_array(value),
        SqlType::Struct(members) | SqlType::Union(members) => {
            members.iter().any(|member| has_enum_array(&member.sql_type))
        }
        _ => false,
    }
}

fn tried_as_a_column(lab: &Lab, number: usize, kind: &SqlType) -> Result<(), String> {
    let table = |name: &str| {
        Table::new(format!("{name}_{number}"))
            .column(Column::new("id", SqlType::Int64).not_null())
            .column(Column::new("v", kind.clone()))
    };
    let (first, second) = (table("first"), table("second"));
    let given = some(kind);
    lab.attempt(async |engine| engine.execute(create_table(&first)).await)?;
    lab.attempt(async |engine| engine.execute(create_table(&second)).await)?;
    let value = |value: &Value| typed_literal(value.clone(), kind.clone());
    let rows = given.iter().zip(0_i64..).map(|(one, id)| vec![literal(id), value(one)]);
    let inserted = insert(&first).columns(["id", "v"]).rows(rows);
    let count = lab.attempt(async |engine| engine.execute(inserted).await)?;
    if count != given.len() as u64 {
        return Err(format!("{count} of {} rows were inserted", given.len()));
    }
    let read = |table: &Table| -> Result<Rows, String> {
        lab.fetch(select([table.col("id"), table.col("v")]).from(table).order_by(table.col("id")))
    };
    let out = read(&first)?;
    let batches = out.batches().to_vec();
    let results = match lab.attempt(async |engine| engine.insert_batches(&second, batches).await) {
        Ok(count) if count == given.len() as u64 => vec![out, read(&second)?],
        Ok(count) => return Err(format!("bulk insert took {count} of {} rows", given.len())),
        // DuckDB takes an enum within an ARRAY for the number that it is kept as; the column is refused, by name.
        Err(why) if has_enum_array(kind) && why.contains("column \"v\"") && why.contains("without loss") => vec![out],
        Err(why) => return Err(why),
    };
    for rows in results {
        for (given, row) in given.iter().zip(rows.iter()) {
            same(given, &row.get::<Value>("v").map_err(|error| error.to_string())?)?;
        }
    }
    for (one, id) in given.iter().zip(0_i64..) {
        if one.is_null() {
            continue;
        }
        let found = select([first.col("id")]).from(&first).filter(first.col("v").eq(value(one)));
        let ids: Vec<i64> = lab.attempt(async |engine| engine.fetch_all(found).await)?;
        if !ids.contains(&id) {
            return Err(format!("`v = {one:?}` does not find its row"));
        }
    }
    Ok(())
}

#[test]
fn every_plain_type_as_a_column() {
    let lab = Lab::new();
    let tried = kinds::plain().into_iter().enumerate();
    let failures: Vec<String> = tried
        .filter_map(|(number, kind)| Some(format!("{kind}: {}", tried_as_a_column(&lab, number, &kind).err()?)))
        .collect();
    assert!(failures.is_empty(), "{} types:\n{}", failures.len(), failures.join("\n"));
}

fn drawn_as_columns(count: u32, kinds: impl Strategy<Value = SqlType>) {
    let lab = Lab::new();
    let mut runner = runner(1);
    let drawn = (0..count).filter_map(|_| kinds.new_tree(&mut runner).ok()).map(|tree| tree.current());
    let failures: Vec<String> = drawn
        .enumerate()
        .filter_map(|(number, kind)| Some(format!("{kind}: {}", tried_as_a_column(&lab, number, &kind).err()?)))
        .collect();
    assert!(failures.is_empty(), "{} types:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn nested_types_as_columns() {
    drawn_as_columns(60, kinds::nested());
}

#[test]
fn enums_within_other_types_as_columns() {
    drawn_as_columns(30, kinds::nested_enums());
}

/// The table that a type makes is inspected as having that type.
#[test]
fn every_type_is_inspected_as_it_was_created() {
    let lab = Lab::new();
    let mut table = Table::new("wide");
    for (number, kind) in kinds::plain().into_iter().enumerate() {
        let is_enum = matches!(kind, SqlType::Enum(_));
        table = table.column(Column::new(format!("c{number}"), kind.clone()));
        if !is_enum {
            table = table.column(Column::new(format!("list{number}"), SqlType::list(kind)));
        }
    }
    lab.run(async |engine| engine.execute(create_table(&table)).await);
    assert_eq!(lab.run(async |engine| engine.inspect().table("wide").await), table);
}

#[derive(Clone, Debug, PartialEq, Record, FromRow)]
#[record(table = "records")]
struct Everything {
    id: i64,
    tiny: i8,
    small: Option<i16>,
    medium: i32,
    huge: i128,
    utiny: u8,
    usmall: u16,
    umedium: u32,
    ubig: u64,
    uhuge: u128,
    single: f32,
    double: Option<f64>,
    flag: bool,
    #[record(precision = 38, scale = 9)]
    price: rust_decimal::Decimal,
    name: Option<String>,
    bytes: Vec<u8>,
    day: Date,
    clock: Time,
    at: chrono::NaiveDateTime,
    instant: chrono::DateTime<chrono::Utc>,
    key: uuid::Uuid,
    tags: Vec<Option<String>>,
}

fn record(id: i64) -> Everything {
    let odd = id % 2 == 1;
    let instant = chrono::DateTime::from_timestamp_micros(-1 - id).unwrap_or_default();
    Everything {
        id,
        tiny: if odd { i8::MIN } else { i8::MAX },
        small: odd.then_some(i16::MIN),
        medium: i32::MAX - id as i32,
        huge: i128::MIN + i128::from(id),
        utiny: u8::MAX,
        usmall: u16::MAX,
        umedium: u32::MAX,
        ubig: u64::MAX - id.unsigned_abs(),
        uhuge: u128::MAX - u128::from(id.unsigned_abs()),
        single: -0.1,
        double: (!odd).then_some(f64::INFINITY),
        flag: odd,
        price: rust_decimal::Decimal::from_i128_with_scale(i128::from(-id) * 1_000_000_007, 9),
        name: odd.then(|| format!("größer\0{id}")),
        bytes: vec![0, 0xff, id as u8],
        day: if odd { Date::INFINITY } else { Date { days: -719_529 } },
        clock: Time { nanoseconds: 86_399_999_999_000 },
        at: instant.naive_utc(),
        instant,
        key: uuid::Uuid::from_u128(u128::MAX - u128::from(id.unsigned_abs())),
        tags: vec![None, Some(String::new()), Some("x".repeat(id as usize % 40))],
    }
}

#[test]
fn records_of_every_type_are_read_as_they_were_inserted() {
    let lab = Lab::new();
    let records: Vec<Everything> = (0..5_000).map(record).collect();
    let table = "CREATE TABLE records (id BIGINT, tiny TINYINT, small SMALLINT, medium INTEGER, huge HUGEINT,
        utiny UTINYINT, usmall USMALLINT, umedium UINTEGER, ubig UBIGINT, uhuge UHUGEINT, single FLOAT, double DOUBLE,
        flag BOOLEAN, price DECIMAL(38, 9), name VARCHAR, bytes BLOB, day DATE, clock TIME_NS, \"at\" TIMESTAMP, instant TIMESTAMPTZ, key UUID,
        tags VARCHAR[])";
    let back: Vec<Everything> = lab.run(async |engine| {
        engine.execute(text(table)).await?;
        engine.insert(&records).await?;
        engine.fetch_all(text("SELECT * FROM records ORDER BY id")).await
    });
    assert!(back == records, "{:?} came back as {:?}", records.first(), back.first());
}
