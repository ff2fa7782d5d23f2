//! `#[derive(FromRow)]` and `#[derive(Record)]`.
#![deny(missing_docs, unreachable_pub)]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use aludel_derive::{FromRow, Record};
use aludel_dialect::bigdecimal::BigDecimal;
use aludel_engine::Rows;
use aludel_engine::decode::DecodeErrorKind;
use aludel_engine::encode::{Record as _, RecordBuilder, record_batches};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

fn rows(columns: Vec<(&str, ArrayRef)>) -> Rows {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    Rows::new(batch.schema(), vec![batch])
}

fn numbers(numbers: impl Into<Int64Array>) -> ArrayRef {
    Arc::new(numbers.into())
}

fn texts(texts: Vec<Option<&str>>) -> ArrayRef {
    Arc::new(StringArray::from(texts))
}

#[derive(Debug, PartialEq, FromRow, Record)]
struct UserId(i64);

#[derive(Debug, PartialEq, FromRow)]
#[row(rename_all = "camelCase")]
struct User {
    user_id: UserId,
    #[row(rename = "full name")]
    name: Option<String>,
    #[row(default)]
    visits: u32,
    #[row(flatten)]
    address: Address,
    #[row(skip)]
    seen: bool,
    r#type: String,
}

#[derive(Debug, PartialEq, FromRow)]
struct Address {
    city: String,
}

#[test]
fn fields_find_their_columns() {
    let result = rows(vec![
        ("type", texts(vec![Some("a")])),
        ("city", texts(vec![Some("Oslo")])),
        ("unused", numbers(vec![1])),
        ("full name", texts(vec![None])),
        ("userId", numbers(vec![7])),
    ]);
    let expected = User {
        user_id: UserId(7),
        name: None,
        visits: 0,
        address: Address { city: "Oslo".into() },
        seen: false,
        r#type: "a".into(),
    };
    assert_eq!(result.to_vec::<User>().unwrap(), [expected]);
}

#[test]
fn a_default_is_for_a_column_that_is_not_there() {
    #[derive(Debug, FromRow)]
    struct Visits {
        #[row(default)]
        visits: u32,
    }
    assert_eq!(rows(vec![("other", numbers(vec![1]))]).to_vec::<Visits>().unwrap()[0].visits, 0);
    assert_eq!(rows(vec![("visits", numbers(vec![3]))]).to_vec::<Visits>().unwrap()[0].visits, 3);
    let error = rows(vec![("visits", numbers(vec![None]))]).to_vec::<Visits>().unwrap_err();
    assert!(matches!(error.kind(), DecodeErrorKind::Null { .. }), "{error}");
}

#[test]
fn newtypes_and_structs_in_columns() {
    assert_eq!(rows(vec![("n", numbers(vec![1, 2]))]).to_vec::<UserId>().unwrap(), [UserId(1), UserId(2)]);

    #[derive(Debug, PartialEq, FromRow)]
    struct Person {
        address: Option<Address>,
    }
    let city = (Arc::new(Field::new("city", DataType::Utf8, true)), texts(vec![Some("Oslo"), None, None]));
    let nulls = arrow_buffer::NullBuffer::from(vec![true, false, true]);
    let (fields, columns, _) = StructArray::from(vec![city]).into_parts();
    let addresses: ArrayRef = Arc::new(StructArray::new(fields, columns, Some(nulls)));
    let result = rows(vec![("address", addresses)]);
    let error = result.to_vec::<Person>().unwrap_err();
    assert_eq!((error.column(), error.row()), (Some("address.city"), Some(2)));
    let batch = result.batches()[0].slice(0, 2);
    let people = Rows::new(batch.schema(), vec![batch]).to_vec::<Person>().unwrap();
    assert_eq!(people, [Person { address: Some(Address { city: "Oslo".into() }) }, Person { address: None }]);
}

#[test]
fn generic_structs() {
    #[derive(Debug, PartialEq, FromRow)]
    struct Page<T, R> {
        key: T,
        #[row(flatten)]
        rest: R,
    }
    let result = rows(vec![("key", numbers(vec![1])), ("city", texts(vec![Some("Oslo")]))]);
    let expected = Page { key: 1_i64, rest: Address { city: "Oslo".into() } };
    assert_eq!(result.to_vec::<Page<i64, Address>>().unwrap(), [expected]);
}

#[test]
fn a_missing_column_is_named() {
    let error = rows(vec![("citty", texts(vec![None]))]).to_vec::<Address>().unwrap_err();
    assert_eq!(error.to_string(), r#"the result has no column "city"; did you mean "citty"? It has citty"#);
}

#[derive(Clone, Debug, PartialEq, FromRow, Record)]
#[record(table = "things", schema = "main", database = "shop")]
struct Thing {
    id: i64,
    #[record(rename = "renamed")]
    #[row(rename = "renamed")]
    small: Option<u8>,
    huge: i128,
    ok: bool,
    ratio: f64,
    name: String,
    note: Option<Arc<str>>,
    data: Vec<u8>,
    tags: Vec<Option<String>>,
    numbers: Option<Vec<i32>>,
    #[record(precision = 15, scale = 2)]
    price: Decimal,
    #[record(precision = 38, scale = 10)]
    exact: Option<BigDecimal>,
    day: NaiveDate,
    time: NaiveTime,
    at: NaiveDateTime,
    seen: DateTime<Utc>,
    uuid: Uuid,
    owner: Owner,
    #[record(skip)]
    #[row(default)]
    skipped: i32,
}

/// A newtype that goes both ways.
#[derive(Clone, Debug, PartialEq, FromRow, Record)]
pub struct Owner(i64);

impl aludel_engine::decode::FromColumn for Wrapped {
    type Reader = <String as aludel_engine::decode::FromColumn>::Reader;

    fn reader(column: &aludel_engine::decode::Column) -> Result<Self::Reader, aludel_engine::DecodeError> {
        <String as aludel_engine::decode::FromColumn>::reader(column)
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, aludel_engine::DecodeError> {
        <String as aludel_engine::decode::FromColumn>::read(reader, row).map(Wrapped)
    }
}

/// A type of a user with a reader of its own.
#[derive(Debug, PartialEq)]
struct Wrapped(String);

#[test]
fn users_can_write_a_reader() {
    let result = rows(vec![("a", texts(vec![Some("x")]))]);
    assert_eq!(result.column::<Wrapped>("a").unwrap(), [Wrapped("x".into())]);
}

fn thing(id: i64) -> Thing {
    let instant = DateTime::from_timestamp_micros(1_577_836_800_000_001).unwrap();
    Thing {
        id,
        small: (id % 2 == 0).then_some(200),
        huge: i128::MIN,
        ok: id % 2 == 0,
        ratio: 0.1,
        name: format!("name {id}"),
        note: Some("".into()),
        data: vec![0, 255],
        tags: vec![Some("a".into()), None],
        numbers: (id % 2 == 0).then(|| vec![1, 2]),
        price: Decimal::new(150, 2),
        exact: Some(BigDecimal::new((-15).into(), 1)).filter(|_| id % 2 == 0),
        day: instant.date_naive(),
        time: instant.time(),
        at: instant.naive_utc(),
        seen: instant,
        uuid: Uuid::from_u128(42),
        owner: Owner(id),
        skipped: 0,
    }
}

#[test]
fn records_come_back_as_they_went() {
    assert_eq!(Thing::TABLE, ["shop", "main", "things"]);
    assert_eq!(UserId(1), UserId(1));
    let things: Vec<Thing> = (0..5).map(thing).collect();
    let batches: Vec<RecordBatch> = record_batches(&things, 2).collect::<Result<_, _>>().unwrap();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [2, 2, 1]);
    let schema = batches[0].schema();
    assert!(!schema.field_with_name("id").unwrap().is_nullable());
    assert!(schema.field_with_name("renamed").unwrap().is_nullable());
    assert!(schema.field_with_name("skipped").is_err());
    // Decimals come back with the scale of their column.
    let mut back = Rows::new(schema, batches).to_vec::<Thing>().unwrap();
    assert_eq!(back[0].exact.as_ref().unwrap().to_string(), "-1.5000000000");
    back.iter_mut().for_each(|thing| thing.exact = thing.exact.take().map(|exact| exact.with_scale(1)));
    assert_eq!(back, things);
}

#[test]
fn values_that_would_be_rounded_are_refused() {
    #[derive(Record)]
    struct Money<'a> {
        #[record(precision = 5, scale = 2)]
        amount: Decimal,
        at: NaiveTime,
        what: &'a str,
    }
    let fine = Money { amount: Decimal::new(12_345, 2), at: NaiveTime::default(), what: "x" };
    let with_amount = |amount: &str| Money { amount: amount.parse().unwrap(), ..fine_copy(&fine) };
    fn fine_copy<'a>(money: &Money<'a>) -> Money<'a> {
        Money { amount: money.amount, at: money.at, what: money.what }
    }
    let mut builder = RecordBuilder::<Money<'_>>::new(4);
    builder.push(&fine).unwrap();
    builder.push(&with_amount("1.500")).unwrap();
    let error = builder.push(&with_amount("1.505")).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"column "amount", record 2 (the first is 0): 1.505 does not fit DECIMAL(5, 2) without loss"#
    );
    assert!(builder.is_empty(), "a batch with half a row is not sent");
    for too_wide in ["1000", "-1000.00"] {
        assert!(builder.push(&with_amount(too_wide)).is_err(), "{too_wide}");
    }
    let late = Money { at: NaiveTime::from_hms_nano_opt(1, 2, 3, 4).unwrap(), ..fine_copy(&fine) };
    assert_eq!(builder.push(&late).unwrap_err().column(), Some("at"));
    builder.push(&fine).unwrap();
    assert_eq!(builder.finish().unwrap().num_rows(), 1);
}

/// Public structs whose fields are of private types.
pub mod public {
    #![allow(dead_code, reason = "it only has to compile")]

    use super::{FromRow, Record};

    #[derive(FromRow, Record)]
    struct Hidden(i64);

    #[derive(FromRow)]
    struct Inner {
        name: String,
    }

    /// A struct that others see.
    #[derive(FromRow, Record)]
    pub struct Shown {
        hidden: Hidden,
        #[record(skip)]
        inner: Inner,
        #[row(flatten)]
        #[record(skip)]
        flat: Inner,
    }

    /// A newtype that others see.
    #[derive(FromRow, Record)]
    pub struct Outer(Hidden);

    /// A parameter that is read from no column.
    #[derive(FromRow)]
    pub struct Marked<T> {
        id: i64,
        #[row(skip)]
        mark: std::marker::PhantomData<T>,
    }
}

mod clashing {
    #[derive(Debug, PartialEq, super::FromRow)]
    pub(super) struct Reader {
        pub(super) id: i64,
    }
    #[derive(Debug, PartialEq, super::FromRow)]
    pub(super) struct Book {
        pub(super) reader: Reader,
    }
}

#[test]
fn a_struct_may_be_called_what_generated_code_uses() {
    let id = clashing::Reader { id: 7 };
    assert_eq!(rows(vec![("id", numbers(vec![7]))]).to_vec::<clashing::Reader>().unwrap(), [id]);
    let field = Arc::new(Field::new("id", DataType::Int64, true));
    let reader: ArrayRef = Arc::new(StructArray::from(vec![(field, numbers(vec![7]))]));
    let books = rows(vec![("reader", reader)]).to_vec::<clashing::Book>().unwrap();
    assert_eq!(books, [clashing::Book { reader: clashing::Reader { id: 7 } }]);
}
