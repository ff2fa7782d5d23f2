//! A value of any engine, with nothing lost; what parameters carry and dynamic reads return.

use std::fmt;

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use uuid::Uuid;

use crate::{Date, Field, Interval, SqlType, Time, TimeTz, TimeUnit, Timestamp, TimestampNs};

/// A string of bits, most significant first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bits(String);

/// Text that is not made of `0` and `1` alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a bit string holds only 0 and 1, found {0:?}")]
pub struct NotBits(char);

impl Bits {
    /// Bits written as `0` and `1`.
    ///
    /// # Errors
    /// [`NotBits`] if `text` holds another character.
    pub fn new(text: impl Into<String>) -> Result<Self, NotBits> {
        let text = text.into();
        match text.chars().find(|digit| !matches!(digit, '0' | '1')) {
            Some(other) => Err(NotBits(other)),
            None => Ok(Bits(text)),
        }
    }

    /// The bits as `0` and `1`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One SQL value. Two values are equal if type and content are; NULL equals NULL here, which it does not in SQL.
///
/// ```
/// # use aludel_dialect::Value;
/// assert_eq!(Value::from("joe"), Value::Text("joe".into()));
/// assert_eq!(Value::from(None::<i64>), Value::Null);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// NULL of any type.
    Null,
    /// A truth value.
    Boolean(bool),
    /// 8 bits, signed.
    Int8(i8),
    /// 16 bits, signed.
    Int16(i16),
    /// 32 bits, signed.
    Int32(i32),
    /// 64 bits, signed.
    Int64(i64),
    /// 128 bits, signed.
    Int128(i128),
    /// 8 bits, unsigned.
    UInt8(u8),
    /// 16 bits, unsigned.
    UInt16(u16),
    /// 32 bits, unsigned.
    UInt32(u32),
    /// 64 bits, unsigned.
    UInt64(u64),
    /// 128 bits, unsigned.
    UInt128(u128),
    /// An integer of any size.
    BigInteger(BigInt),
    /// 32-bit floating point.
    Float32(f32),
    /// 64-bit floating point.
    Float64(f64),
    /// An exact decimal; its scale is kept (`1.50` is not `1.5`).
    Decimal(BigDecimal),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A bit string.
    Bits(Bits),
    /// A calendar day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A time of day with offset.
    TimeTz(TimeTz),
    /// A timestamp, with or without zone. Made of a date-time of `chrono`, it counts microseconds, and is refused when it
    /// is sent if that loses something; [`TimestampNs`] keeps nanoseconds.
    Timestamp(Timestamp),
    /// Months, days, nanoseconds.
    Interval(Interval),
    /// A UUID.
    Uuid(Uuid),
    /// A JSON document as text.
    Json(String),
    /// A member of an enum, by name.
    Enum(String),
    /// Any number of values.
    List(Vec<Value>),
    /// A fixed number of values.
    Array(Vec<Value>),
    /// Named members, in order.
    Struct(Vec<(String, Value)>),
    /// Keys and values, in order.
    Map(Vec<(Value, Value)>),
    /// One named alternative.
    Union(String, Box<Value>),
}

impl Value {
    /// Whether this is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Why this is sent to no engine, if it is, or holds, [such a timestamp](Timestamp::refused) or
    /// [such a time](Time::refused).
    pub fn refused(&self) -> Option<&'static str> {
        match self {
            Value::Timestamp(timestamp) => timestamp.refused(),
            Value::Time(time) => time.refused(),
            Value::List(values) | Value::Array(values) => values.iter().find_map(Value::refused),
            Value::Struct(members) => members.iter().find_map(|(_, value)| value.refused()),
            Value::Map(entries) => entries.iter().find_map(|(key, value)| key.refused().or_else(|| value.refused())),
            Value::Union(_, value) => value.refused(),
            _ => None,
        }
    }

    /// This integer, whatever its width; `None` for a value of another kind.
    ///
    /// ```
    /// # use aludel_dialect::{Value, bigdecimal::num_bigint::BigInt};
    /// assert_eq!(Value::UInt8(7).to_integer(), Some(BigInt::from(7)));
    /// assert_eq!(Value::from(7.0).to_integer(), None);
    /// ```
    pub fn to_integer(&self) -> Option<BigInt> {
        Some(match self {
            Value::Int8(number) => (*number).into(),
            Value::Int16(number) => (*number).into(),
            Value::Int32(number) => (*number).into(),
            Value::Int64(number) => (*number).into(),
            Value::Int128(number) => (*number).into(),
            Value::UInt8(number) => (*number).into(),
            Value::UInt16(number) => (*number).into(),
            Value::UInt32(number) => (*number).into(),
            Value::UInt64(number) => (*number).into(),
            Value::UInt128(number) => (*number).into(),
            Value::BigInteger(number) => number.clone(),
            _ => return None,
        })
    }

    /// The type that this value alone tells; `None` where it can't (NULL, empty lists, enums, unions).
    pub fn sql_type(&self) -> Option<SqlType> {
        Some(match self {
            Value::Null | Value::Enum(_) | Value::Union(..) => return None,
            Value::Boolean(_) => SqlType::Boolean,
            Value::Int8(_) => SqlType::Int8,
            Value::Int16(_) => SqlType::Int16,
            Value::Int32(_) => SqlType::Int32,
            Value::Int64(_) => SqlType::Int64,
            Value::Int128(_) => SqlType::Int128,
            Value::UInt8(_) => SqlType::UInt8,
            Value::UInt16(_) => SqlType::UInt16,
            Value::UInt32(_) => SqlType::UInt32,
            Value::UInt64(_) => SqlType::UInt64,
            Value::UInt128(_) => SqlType::UInt128,
            Value::BigInteger(_) => SqlType::BigInteger,
            Value::Float32(_) => SqlType::Float32,
            Value::Float64(_) => SqlType::Float64,
            Value::Decimal(number) => decimal_type(number)?,
            Value::Text(_) => SqlType::Text,
            Value::Bytes(_) => SqlType::Bytes,
            Value::Bits(_) => SqlType::Bits,
            Value::Date(_) => SqlType::Date,
            Value::Time(time) if time.nanoseconds % 1_000 == 0 => SqlType::Time(TimeUnit::Microsecond),
            Value::Time(_) => SqlType::Time(TimeUnit::Nanosecond),
            Value::TimeTz(_) => SqlType::TimeTz,
            Value::Timestamp(timestamp) if timestamp.zone.is_some() => SqlType::TimestampTz(timestamp.unit),
            Value::Timestamp(timestamp) => SqlType::Timestamp(timestamp.unit),
            Value::Interval(_) => SqlType::Interval,
            Value::Uuid(_) => SqlType::Uuid,
            Value::Json(_) => SqlType::Json,
            Value::List(items) => SqlType::list(items.iter().find_map(Value::sql_type)?),
            Value::Array(items) => {
                SqlType::array(items.iter().find_map(Value::sql_type)?, u32::try_from(items.len()).ok()?)
            }
            Value::Struct(members) => SqlType::Struct(
                members
                    .iter()
                    .map(|(name, value)| Some(Field::new(name.clone(), value.sql_type()?)))
                    .collect::<Option<_>>()?,
            ),
            Value::Map(entries) => SqlType::map(
                entries.iter().find_map(|(key, _)| key.sql_type())?,
                entries.iter().find_map(|(_, value)| value.sql_type())?,
            ),
        })
    }
}

/// The narrowest DECIMAL that holds `number` without loss; `None` past 76 digits.
fn decimal_type(number: &BigDecimal) -> Option<SqlType> {
    let (digits, exponent) = (number.digits(), number.fractional_digit_count());
    let scale = u8::try_from(exponent.max(0)).ok()?;
    let whole = u8::try_from(i64::try_from(digits).ok()?.checked_sub(exponent)?.max(0)).ok()?;
    let precision = whole.checked_add(scale)?.max(1);
    (precision <= 76).then_some(SqlType::Decimal { precision, scale })
}

/// A Rust type that can be a parameter: it knows its SQL type even when the value is NULL or an empty list.
pub trait ToValue {
    /// The SQL type that values of this Rust type have; `None` if only the value can tell.
    fn sql_type() -> Option<SqlType>;
    /// The value.
    fn to_value(self) -> Value;
}

macro_rules! to_value {
    ($($rust:ty, $sql:expr, $value:ident => $make:expr;)*) => { $(
        impl ToValue for $rust {
            fn sql_type() -> Option<SqlType> { $sql }
            fn to_value(self) -> Value { let $value = self; $make }
        }
        impl From<$rust> for Value {
            fn from(value: $rust) -> Value { value.to_value() }
        }
    )* };
}

to_value! {
    bool, Some(SqlType::Boolean), v => Value::Boolean(v);
    i8, Some(SqlType::Int8), v => Value::Int8(v);
    i16, Some(SqlType::Int16), v => Value::Int16(v);
    i32, Some(SqlType::Int32), v => Value::Int32(v);
    i64, Some(SqlType::Int64), v => Value::Int64(v);
    i128, Some(SqlType::Int128), v => Value::Int128(v);
    u8, Some(SqlType::UInt8), v => Value::UInt8(v);
    u16, Some(SqlType::UInt16), v => Value::UInt16(v);
    u32, Some(SqlType::UInt32), v => Value::UInt32(v);
    u64, Some(SqlType::UInt64), v => Value::UInt64(v);
    u128, Some(SqlType::UInt128), v => Value::UInt128(v);
    BigInt, Some(SqlType::BigInteger), v => Value::BigInteger(v);
    f32, Some(SqlType::Float32), v => Value::Float32(v);
    f64, Some(SqlType::Float64), v => Value::Float64(v);
    BigDecimal, None, v => Value::Decimal(v);
    rust_decimal::Decimal, None, v => Value::Decimal(BigDecimal::new(v.mantissa().into(), i64::from(v.scale())));
    &str, Some(SqlType::Text), v => Value::Text(v.to_owned());
    &String, Some(SqlType::Text), v => Value::Text(v.clone());
    String, Some(SqlType::Text), v => Value::Text(v);
    &[u8], Some(SqlType::Bytes), v => Value::Bytes(v.to_vec());
    Bits, Some(SqlType::Bits), v => Value::Bits(v);
    Date, Some(SqlType::Date), v => Value::Date(v);
    NaiveDate, Some(SqlType::Date), v => Value::Date(v.into());
    Time, None, v => Value::Time(v);
    NaiveTime, Some(SqlType::Time(TimeUnit::Microsecond)), v => Value::Time(v.into());
    TimeTz, Some(SqlType::TimeTz), v => Value::TimeTz(v);
    Timestamp, None, v => Value::Timestamp(v);
    TimestampNs, Some(SqlType::Timestamp(TimeUnit::Nanosecond)), v => Value::Timestamp(v.into());
    NaiveDateTime, Some(SqlType::Timestamp(TimeUnit::Microsecond)), v => Value::Timestamp(v.into());
    DateTime<Utc>, Some(SqlType::TimestampTz(TimeUnit::Microsecond)), v => Value::Timestamp(v.into());
    DateTime<FixedOffset>, Some(SqlType::TimestampTz(TimeUnit::Microsecond)), v => Value::Timestamp(v.into());
    Interval, Some(SqlType::Interval), v => Value::Interval(v);
    Uuid, Some(SqlType::Uuid), v => Value::Uuid(v);
}

impl ToValue for Value {
    fn sql_type() -> Option<SqlType> {
        None
    }
    fn to_value(self) -> Value {
        self
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn sql_type() -> Option<SqlType> {
        T::sql_type()
    }
    fn to_value(self) -> Value {
        self.map_or(Value::Null, T::to_value)
    }
}

impl<T: ToValue> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.to_value()
    }
}

/// A list; bytes are written `&[u8]` or [`Value::Bytes`], because `Vec<u8>` is a list of small integers elsewhere.
impl<T: ToValue> ToValue for Vec<T> {
    fn sql_type() -> Option<SqlType> {
        T::sql_type().map(SqlType::list)
    }
    fn to_value(self) -> Value {
        Value::List(self.into_iter().map(T::to_value).collect())
    }
}

impl<T: ToValue> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Value {
        values.to_value()
    }
}

/// A value on its way to the engine, with the type it is to have there if one is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The value.
    pub value: Value,
    /// The type to bind it as; `None`: the value's own.
    pub sql_type: Option<SqlType>,
}

impl Parameter {
    /// A parameter of the type that its Rust type has.
    pub fn new<T: ToValue>(value: T) -> Self {
        let value = value.to_value();
        Self { sql_type: T::sql_type().or_else(|| value.sql_type()), value }
    }

    /// A parameter to be bound as `sql_type`.
    pub fn typed(value: impl Into<Value>, sql_type: SqlType) -> Self {
        Self { value: value.into(), sql_type: Some(sql_type) }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn decimal(text: &str) -> BigDecimal {
        BigDecimal::from_str(text).expect("a decimal")
    }

    #[test]
    fn decimals_get_the_narrowest_type_that_loses_nothing() {
        let cases = [
            ("0", 1, 0),
            ("0.00", 2, 2),
            ("0.001", 3, 3),
            ("1E+5", 6, 0),
            ("-12.50", 4, 2),
            ("123.456", 6, 3),
            ("1.50", 3, 2),
            ("-0.5", 1, 1),
        ];
        for (text, precision, scale) in cases {
            assert_eq!(decimal_type(&decimal(text)), Some(SqlType::Decimal { precision, scale }), "{text}");
        }
    }

    #[test]
    fn decimals_that_no_type_holds_have_none() {
        assert_eq!(decimal_type(&decimal(&"9".repeat(76))), Some(SqlType::decimal(76, 0)));
        for text in [&*"9".repeat(77), "1E+76", "1E-77", "1E+300", "1E-300", "1E+9223372036854775807"] {
            assert_eq!(decimal_type(&decimal(text)), None, "{text}");
        }
    }

    #[test]
    fn a_decimal_keeps_its_scale() {
        let price = rust_decimal::Decimal::from_str("-1.50").expect("a decimal");
        let Value::Decimal(number) = price.to_value() else { unreachable!("a decimal is a decimal") };
        assert_eq!(number.as_bigint_and_exponent(), (BigInt::from(-150), 2));
    }

    #[test]
    fn nested_options_and_lists_know_their_type_when_empty() {
        type Nested = Option<Vec<Option<Vec<i32>>>>;
        let list = SqlType::list(SqlType::list(SqlType::Int32));
        assert_eq!(Parameter::new::<Nested>(None), Parameter { value: Value::Null, sql_type: Some(list.clone()) });
        assert_eq!(Parameter::new::<Nested>(Some(vec![])).sql_type, Some(list));
        let value = Some(vec![None, Some(vec![1])]).to_value();
        assert_eq!(value, Value::List(vec![Value::Null, Value::List(vec![Value::Int32(1)])]));
        assert_eq!(Some(Some(1_i64)).to_value(), Value::Int64(1));
    }

    #[test]
    fn a_parameter_asks_its_value_where_the_rust_type_cannot_tell() {
        assert_eq!(Parameter::new(decimal("1.50")).sql_type, Some(SqlType::decimal(3, 2)));
        assert_eq!(Parameter::new(vec![decimal("1.5")]).sql_type, Some(SqlType::list(SqlType::decimal(2, 1))));
        assert_eq!(Parameter::new(None::<BigDecimal>).sql_type, None);
        assert_eq!(Parameter::new(Value::from("x")).sql_type, Some(SqlType::Text));
        assert_eq!(Parameter::typed("{}", SqlType::Json).sql_type, Some(SqlType::Json));
    }

    #[test]
    fn values_tell_their_type() {
        let utc = Timestamp::utc(0, TimeUnit::Millisecond);
        let cases = [
            (Value::Null, None),
            (Value::List(vec![]), None),
            (Value::List(vec![Value::Null, Value::from(1_i8)]), Some(SqlType::list(SqlType::Int8))),
            (Value::Array(vec![Value::from(1_u8); 3]), Some(SqlType::array(SqlType::UInt8, 3))),
            (Value::Time(Time { nanoseconds: 1_000 }), Some(SqlType::Time(TimeUnit::Microsecond))),
            (Value::Time(Time { nanoseconds: 1 }), Some(SqlType::Time(TimeUnit::Nanosecond))),
            (Value::Timestamp(utc), Some(SqlType::TimestampTz(TimeUnit::Millisecond))),
            (
                Value::Map(vec![(Value::from("k"), Value::Null), (Value::from("l"), Value::from(true))]),
                Some(SqlType::map(SqlType::Text, SqlType::Boolean)),
            ),
            (
                Value::Struct(vec![("n".into(), Value::from(1_i32))]),
                Some(SqlType::Struct(vec![Field::new("n", SqlType::Int32)])),
            ),
            (Value::Struct(vec![("n".into(), Value::Null)]), None),
            (Value::Enum("red".into()), None),
        ];
        for (value, sql_type) in cases {
            assert_eq!(value.sql_type(), sql_type, "{value:?}");
        }
    }

    #[test]
    fn bits_are_zeros_and_ones() {
        assert_eq!(Bits::new("0110").expect("bits").to_string(), "0110");
        assert_eq!(Bits::new("01x").expect_err("no bits").to_string(), "a bit string holds only 0 and 1, found 'x'");
    }
}
