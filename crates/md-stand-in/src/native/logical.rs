//! The types of columns and parameters, read once into a plain tree.

use duckdb::ffi;

use super::take_text;

pub(super) use duckdb::ffi::{
    DUCKDB_TYPE_DUCKDB_TYPE_ARRAY as ARRAY, DUCKDB_TYPE_DUCKDB_TYPE_BIGINT as BIGINT,
    DUCKDB_TYPE_DUCKDB_TYPE_BIT as BIT, DUCKDB_TYPE_DUCKDB_TYPE_BLOB as BLOB,
    DUCKDB_TYPE_DUCKDB_TYPE_BOOLEAN as BOOLEAN, DUCKDB_TYPE_DUCKDB_TYPE_DATE as DATE,
    DUCKDB_TYPE_DUCKDB_TYPE_DECIMAL as DECIMAL, DUCKDB_TYPE_DUCKDB_TYPE_DOUBLE as DOUBLE,
    DUCKDB_TYPE_DUCKDB_TYPE_ENUM as ENUM, DUCKDB_TYPE_DUCKDB_TYPE_FLOAT as FLOAT,
    DUCKDB_TYPE_DUCKDB_TYPE_HUGEINT as HUGEINT, DUCKDB_TYPE_DUCKDB_TYPE_INTEGER as INTEGER,
    DUCKDB_TYPE_DUCKDB_TYPE_INTERVAL as INTERVAL, DUCKDB_TYPE_DUCKDB_TYPE_LIST as LIST,
    DUCKDB_TYPE_DUCKDB_TYPE_MAP as MAP, DUCKDB_TYPE_DUCKDB_TYPE_SMALLINT as SMALLINT,
    DUCKDB_TYPE_DUCKDB_TYPE_SQLNULL as SQLNULL, DUCKDB_TYPE_DUCKDB_TYPE_STRUCT as STRUCT,
    DUCKDB_TYPE_DUCKDB_TYPE_TIME as TIME, DUCKDB_TYPE_DUCKDB_TYPE_TIME_NS as TIME_NS,
    DUCKDB_TYPE_DUCKDB_TYPE_TIME_TZ as TIME_TZ, DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP as TIMESTAMP,
    DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_MS as TIMESTAMP_MS, DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_NS as TIMESTAMP_NS,
    DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_S as TIMESTAMP_S, DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_TZ as TIMESTAMP_TZ,
    DUCKDB_TYPE_DUCKDB_TYPE_TINYINT as TINYINT, DUCKDB_TYPE_DUCKDB_TYPE_UBIGINT as UBIGINT,
    DUCKDB_TYPE_DUCKDB_TYPE_UHUGEINT as UHUGEINT, DUCKDB_TYPE_DUCKDB_TYPE_UINTEGER as UINTEGER,
    DUCKDB_TYPE_DUCKDB_TYPE_UNION as UNION, DUCKDB_TYPE_DUCKDB_TYPE_USMALLINT as USMALLINT,
    DUCKDB_TYPE_DUCKDB_TYPE_UTINYINT as UTINYINT, DUCKDB_TYPE_DUCKDB_TYPE_UUID as UUID,
    DUCKDB_TYPE_DUCKDB_TYPE_VARCHAR as VARCHAR,
};

/// A type of DuckDB, as far as the wire has to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Not known before parameters are bound.
    Unknown,
    /// The type of a bare NULL.
    Null,
    Boolean,
    TinyInt,
    SmallInt,
    Integer,
    BigInt,
    HugeInt,
    UTinyInt,
    USmallInt,
    UInteger,
    UBigInt,
    UHugeInt,
    Float,
    Double,
    Decimal {
        width: u8,
        scale: u8,
    },
    Varchar,
    Json,
    Blob,
    Bit,
    Uuid,
    Date,
    Time,
    TimeNs,
    TimeTz,
    Timestamp,
    TimestampS,
    TimestampMs,
    TimestampNs,
    TimestampTz,
    Interval,
    Enum(Vec<String>),
    List(Box<Shape>),
    Array(Box<Shape>, usize),
    Struct(Vec<(String, Shape)>),
    Map(Box<Shape>, Box<Shape>),
    Union(Vec<(String, Shape)>),
    /// A type that is not read; its number in the C API.
    Other(u32),
}

/// A handle of the C API, owned.
pub(super) struct LogicalType(ffi::duckdb_logical_type);

impl Drop for LogicalType {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_logical_type(&mut self.0) }
    }
}

impl LogicalType {
    /// # Safety
    /// `raw` is null or a handle that nobody else destroys.
    pub(super) unsafe fn from_raw(raw: ffi::duckdb_logical_type) -> Self {
        Self(raw)
    }

    pub(super) fn raw(&self) -> ffi::duckdb_logical_type {
        self.0
    }

    pub(super) fn shape(&self) -> Shape {
        if self.0.is_null() {
            return Shape::Unknown;
        }
        // SAFETY (all): a live handle of the type that is asked about, indexes below the counts, names ours to free.
        unsafe {
            let part = |raw| Self::from_raw(raw).shape();
            match ffi::duckdb_get_type_id(self.0) {
                BOOLEAN => Shape::Boolean,
                TINYINT => Shape::TinyInt,
                SMALLINT => Shape::SmallInt,
                INTEGER => Shape::Integer,
                BIGINT => Shape::BigInt,
                HUGEINT => Shape::HugeInt,
                UTINYINT => Shape::UTinyInt,
                USMALLINT => Shape::USmallInt,
                UINTEGER => Shape::UInteger,
                UBIGINT => Shape::UBigInt,
                UHUGEINT => Shape::UHugeInt,
                FLOAT => Shape::Float,
                DOUBLE => Shape::Double,
                DECIMAL => Shape::Decimal {
                    width: ffi::duckdb_decimal_width(self.0),
                    scale: ffi::duckdb_decimal_scale(self.0),
                },
                VARCHAR => match take_text(ffi::duckdb_logical_type_get_alias(self.0)) {
                    Some(alias) if alias.eq_ignore_ascii_case("JSON") => Shape::Json,
                    _ => Shape::Varchar,
                },
                BLOB => Shape::Blob,
                BIT => Shape::Bit,
                UUID => Shape::Uuid,
                DATE => Shape::Date,
                TIME => Shape::Time,
                TIME_NS => Shape::TimeNs,
                TIME_TZ => Shape::TimeTz,
                TIMESTAMP => Shape::Timestamp,
                TIMESTAMP_S => Shape::TimestampS,
                TIMESTAMP_MS => Shape::TimestampMs,
                TIMESTAMP_NS => Shape::TimestampNs,
                TIMESTAMP_TZ => Shape::TimestampTz,
                INTERVAL => Shape::Interval,
                SQLNULL => Shape::Null,
                ENUM => Shape::Enum(
                    (0..u64::from(ffi::duckdb_enum_dictionary_size(self.0)))
                        .map(|index| take_text(ffi::duckdb_enum_dictionary_value(self.0, index)).unwrap_or_default())
                        .collect(),
                ),
                LIST => Shape::List(Box::new(part(ffi::duckdb_list_type_child_type(self.0)))),
                ARRAY => Shape::Array(
                    Box::new(part(ffi::duckdb_array_type_child_type(self.0))),
                    ffi::duckdb_array_type_array_size(self.0) as usize,
                ),
                MAP => Shape::Map(
                    Box::new(part(ffi::duckdb_map_type_key_type(self.0))),
                    Box::new(part(ffi::duckdb_map_type_value_type(self.0))),
                ),
                STRUCT => Shape::Struct(
                    (0..ffi::duckdb_struct_type_child_count(self.0))
                        .map(|index| {
                            let name = take_text(ffi::duckdb_struct_type_child_name(self.0, index));
                            (name.unwrap_or_default(), part(ffi::duckdb_struct_type_child_type(self.0, index)))
                        })
                        .collect(),
                ),
                UNION => Shape::Union(
                    (0..ffi::duckdb_union_type_member_count(self.0))
                        .map(|index| {
                            let name = take_text(ffi::duckdb_union_type_member_name(self.0, index));
                            (name.unwrap_or_default(), part(ffi::duckdb_union_type_member_type(self.0, index)))
                        })
                        .collect(),
                ),
                ffi::DUCKDB_TYPE_DUCKDB_TYPE_INVALID | ffi::DUCKDB_TYPE_DUCKDB_TYPE_ANY => Shape::Unknown,
                other => Shape::Other(other),
            }
        }
    }

    /// The handle of a type.
    pub(super) fn of(shape: &Shape) -> Self {
        let plain = |id| {
            // SAFETY: a type without arguments.
            Self(unsafe { ffi::duckdb_create_logical_type(id) })
        };
        let named = |members: &[(String, Shape)]| -> (Vec<std::ffi::CString>, Vec<LogicalType>) {
            members
                .iter()
                .map(|(name, shape)| (std::ffi::CString::new(name.as_str()).unwrap_or_default(), Self::of(shape)))
                .unzip()
        };
        // SAFETY (all): live handles and C strings, which the new type copies; arrays of the length that is given.
        unsafe {
            match shape {
                Shape::Unknown | Shape::Null | Shape::Other(_) => plain(SQLNULL),
                Shape::Boolean => plain(BOOLEAN),
                Shape::TinyInt => plain(TINYINT),
                Shape::SmallInt => plain(SMALLINT),
                Shape::Integer => plain(INTEGER),
                Shape::BigInt => plain(BIGINT),
                Shape::HugeInt => plain(HUGEINT),
                Shape::UTinyInt => plain(UTINYINT),
                Shape::USmallInt => plain(USMALLINT),
                Shape::UInteger => plain(UINTEGER),
                Shape::UBigInt => plain(UBIGINT),
                Shape::UHugeInt => plain(UHUGEINT),
                Shape::Float => plain(FLOAT),
                Shape::Double => plain(DOUBLE),
                Shape::Decimal { width, scale } => Self(ffi::duckdb_create_decimal_type(*width, *scale)),
                Shape::Varchar => plain(VARCHAR),
                Shape::Json => {
                    let json = plain(VARCHAR);
                    ffi::duckdb_logical_type_set_alias(json.0, c"JSON".as_ptr());
                    json
                }
                Shape::Blob => plain(BLOB),
                Shape::Bit => plain(BIT),
                Shape::Uuid => plain(UUID),
                Shape::Date => plain(DATE),
                Shape::Time => plain(TIME),
                Shape::TimeNs => plain(TIME_NS),
                Shape::TimeTz => plain(TIME_TZ),
                Shape::Timestamp => plain(TIMESTAMP),
                Shape::TimestampS => plain(TIMESTAMP_S),
                Shape::TimestampMs => plain(TIMESTAMP_MS),
                Shape::TimestampNs => plain(TIMESTAMP_NS),
                Shape::TimestampTz => plain(TIMESTAMP_TZ),
                Shape::Interval => plain(INTERVAL),
                // As text: only its name is looked at.
                Shape::Enum(_) => plain(VARCHAR),
                Shape::List(element) => Self(ffi::duckdb_create_list_type(Self::of(element).0)),
                Shape::Array(element, length) => {
                    Self(ffi::duckdb_create_array_type(Self::of(element).0, *length as u64))
                }
                Shape::Map(key, value) => Self(ffi::duckdb_create_map_type(Self::of(key).0, Self::of(value).0)),
                Shape::Struct(members) | Shape::Union(members) => {
                    let (names, types) = named(members);
                    let mut types: Vec<_> = types.iter().map(LogicalType::raw).collect();
                    let mut names: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
                    let count = members.len() as u64;
                    Self(match shape {
                        Shape::Union(_) => ffi::duckdb_create_union_type(types.as_mut_ptr(), names.as_mut_ptr(), count),
                        _ => ffi::duckdb_create_struct_type(types.as_mut_ptr(), names.as_mut_ptr(), count),
                    })
                }
            }
        }
    }
}
