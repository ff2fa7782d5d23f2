//! The numbers under which the wire knows types (`pg_type.dat`), and which type of DuckDB is which.

use crate::native::Shape;

/// The number of a type; 0 is none.
pub(crate) type Oid = u32;

pub(super) const BOOL: Oid = 16;
pub(super) const BYTEA: Oid = 17;
pub(super) const INT8: Oid = 20;
pub(super) const INT2: Oid = 21;
pub(super) const INT4: Oid = 23;
pub(super) const TEXT: Oid = 25;
pub(super) const JSON: Oid = 114;
pub(super) const FLOAT4: Oid = 700;
pub(super) const FLOAT8: Oid = 701;
pub(super) const VARCHAR: Oid = 1043;
pub(super) const DATE: Oid = 1082;
pub(super) const TIME: Oid = 1083;
pub(super) const TIMESTAMP: Oid = 1114;
pub(super) const TIMESTAMPTZ: Oid = 1184;
pub(super) const INTERVAL: Oid = 1186;
pub(super) const TIMETZ: Oid = 1266;
pub(super) const NUMERIC: Oid = 1700;
pub(super) const UUID: Oid = 2950;
pub(super) const JSONB: Oid = 3802;
/// What the endpoint gives nested values as.
pub(super) const NESTED: Oid = 17000;

/// Other names of text.
const NAMES_OF_TEXT: [Oid; 5] = [18, 19, TEXT, 705, 1042];

/// An array's number for that of its elements.
const ARRAYS: [(Oid, Oid); 20] = [
    (BOOL, 1000),
    (BYTEA, 1001),
    (INT2, 1005),
    (INT4, 1007),
    (TEXT, 1009),
    (1042, 1014),
    (VARCHAR, 1015),
    (INT8, 1016),
    (FLOAT4, 1021),
    (FLOAT8, 1022),
    (TIMESTAMP, 1115),
    (DATE, 1182),
    (TIME, 1183),
    (TIMESTAMPTZ, 1185),
    (INTERVAL, 1187),
    (NUMERIC, 1231),
    (TIMETZ, 1270),
    (JSON, 199),
    (UUID, 2951),
    (JSONB, 3807),
];

pub(super) fn array_of(element: Oid) -> Option<Oid> {
    // Measured: a list of VARCHAR is `text[]`.
    let element = if element == VARCHAR { TEXT } else { element };
    ARRAYS.iter().find(|(of, _)| *of == element).map(|(_, array)| *array)
}

pub(super) fn element_of(array: Oid) -> Option<Oid> {
    ARRAYS.iter().find(|(_, number)| *number == array).map(|(element, _)| *element)
}

/// The wire's type for a type of DuckDB that is not nested.
pub(super) fn plain(shape: &Shape) -> Option<Oid> {
    Some(match shape {
        Shape::Boolean => BOOL,
        Shape::TinyInt | Shape::UTinyInt | Shape::SmallInt => INT2,
        Shape::Integer | Shape::USmallInt => INT4,
        Shape::BigInt | Shape::UInteger => INT8,
        Shape::HugeInt | Shape::UHugeInt | Shape::UBigInt | Shape::Decimal { .. } => NUMERIC,
        Shape::Float => FLOAT4,
        Shape::Double => FLOAT8,
        Shape::Varchar | Shape::Enum(_) | Shape::Bit | Shape::Null | Shape::Unknown => VARCHAR,
        Shape::Json => JSON,
        Shape::Blob => BYTEA,
        Shape::Uuid => UUID,
        Shape::Date => DATE,
        Shape::Time | Shape::TimeNs => TIME,
        Shape::TimeTz => TIMETZ,
        Shape::Timestamp | Shape::TimestampS | Shape::TimestampMs | Shape::TimestampNs => TIMESTAMP,
        Shape::TimestampTz => TIMESTAMPTZ,
        Shape::Interval => INTERVAL,
        _ => return None,
    })
}

/// What a parameter of this type is described as.
pub(crate) fn of_parameter(shape: &Shape) -> Oid {
    match shape {
        Shape::List(element) | Shape::Array(element, _) => plain(element).and_then(array_of).unwrap_or(TEXT),
        Shape::Unknown | Shape::Null => TEXT,
        shape => plain(shape).unwrap_or(TEXT),
    }
}

/// The type of DuckDB that a parameter of this number has.
pub(crate) fn shape_of_parameter(oid: Oid) -> Option<Shape> {
    if let Some(element) = element_of(oid) {
        return Some(Shape::List(Box::new(shape_of_parameter(element)?)));
    }
    Some(match oid {
        BOOL => Shape::Boolean,
        BYTEA => Shape::Blob,
        INT8 => Shape::BigInt,
        INT2 => Shape::SmallInt,
        INT4 => Shape::Integer,
        FLOAT4 => Shape::Float,
        FLOAT8 => Shape::Double,
        VARCHAR => Shape::Varchar,
        oid if NAMES_OF_TEXT.contains(&oid) => Shape::Varchar,
        JSON | JSONB => Shape::Json,
        DATE => Shape::Date,
        TIME => Shape::Time,
        TIMETZ => Shape::TimeTz,
        TIMESTAMP => Shape::Timestamp,
        TIMESTAMPTZ => Shape::TimestampTz,
        INTERVAL => Shape::Interval,
        // As many digits as DuckDB has; the value says where the point is.
        NUMERIC => Shape::Decimal { width: 38, scale: 10 },
        UUID => Shape::Uuid,
        _ => return None,
    })
}

/// How DuckDB's SQL spells the type of a parameter.
pub(crate) fn sql_type(oid: Oid) -> Option<String> {
    if let Some(element) = element_of(oid) {
        return sql_type(element).map(|element| format!("{element}[]"));
    }
    let name = match shape_of_parameter(oid)? {
        Shape::Boolean => "BOOLEAN",
        Shape::Blob => "BLOB",
        Shape::BigInt => "BIGINT",
        Shape::SmallInt => "SMALLINT",
        Shape::Integer => "INTEGER",
        Shape::Float => "FLOAT",
        Shape::Double => "DOUBLE",
        Shape::Json => "JSON",
        Shape::Date => "DATE",
        Shape::Time => "TIME",
        Shape::TimeTz => "TIMETZ",
        Shape::Timestamp => "TIMESTAMP",
        Shape::TimestampTz => "TIMESTAMPTZ",
        Shape::Interval => "INTERVAL",
        Shape::Uuid => "UUID",
        Shape::Decimal { .. } => "DECIMAL(38, 10)",
        _ => "VARCHAR",
    };
    Some(name.to_owned())
}
