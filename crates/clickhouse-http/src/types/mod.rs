//! ClickHouse's types: read from the server's own text, and what they are in Arrow.
//!
//! The text is read here and not by the crate `clickhouse-types`, which drops the names of a tuple's members and the
//! order of an enum's, and does not know `Nested`, `Nothing` and `Geometry`.

mod arrow;
mod parse;
pub(crate) mod sql;

pub(crate) use arrow::{NotRead, Unzoned, field};

use std::fmt;

/// A type as the server names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Type {
    /// The server's own words.
    pub(crate) text: String,
    pub(crate) kind: Kind,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Has no value but NULL.
    Nothing,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Int128,
    Int256,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    UInt128,
    UInt256,
    Float32,
    Float64,
    BFloat16,
    Decimal {
        precision: u8,
        scale: u8,
    },
    String,
    /// So many bytes.
    FixedString(u32),
    Uuid,
    IPv4,
    IPv6,
    Date,
    Date32,
    /// Seconds, with the zone if the type names one.
    DateTime(Option<String>),
    /// So many digits of a second, with the zone if the type names one.
    DateTime64(u8, Option<String>),
    Time,
    /// So many digits of a second.
    Time64(u8),
    Interval(Interval),
    /// The members by their numbers.
    Enum(EnumSize, Vec<(i16, String)>),
    Nullable(Box<Type>),
    LowCardinality(Box<Type>),
    Array(Box<Type>),
    Tuple(Vec<Member>),
    Map(Box<(Type, Type)>),
    /// The alternatives in the order of their numbers, which is that of their names.
    Variant(Vec<Type>),
    Json,
    Dynamic,
    /// A type that this version does not read, by the name of its family.
    Other,
}

/// How wide the number of an enum's member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumSize {
    Eight,
    Sixteen,
}

/// A member of a tuple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// None in `Tuple(UInt8, String)`.
    pub(crate) name: Option<String>,
    pub(crate) member_type: Type,
}

/// What an interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interval {
    Months(i32),
    Days(i32),
    Nanoseconds(i64),
}

/// A text that is no type of ClickHouse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no type of ClickHouse, at character {at}: {problem}")]
pub(crate) struct NotAType {
    text: String,
    at: usize,
    problem: &'static str,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
