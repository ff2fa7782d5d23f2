//! Parameters as values of DuckDB: the type each gets, and the handles.

use std::ffi::CString;

use aludel_dialect::{Field, SqlType, TimeUnit, Value};
use duckdb::ffi;

use super::cast;
use super::database::c_string;
use super::logical::{self, LogicalType};

/// Values and types nested deeper than this are refused: DuckDB walks them by recursion.
const DEPTH: usize = 200;

/// A value of DuckDB, owned.
#[derive(Debug)]
pub(super) struct Bound(ffi::duckdb_value);

impl Drop for Bound {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_value(&mut self.0) }
    }
}

impl Bound {
    /// Takes over a handle that the C API made; null means that DuckDB refused.
    ///
    /// # Safety
    /// `raw` is null or a handle that nobody else destroys.
    pub(super) unsafe fn from_raw(raw: ffi::duckdb_value) -> Result<Self, String> {
        if raw.is_null() { Err("DuckDB refused the value".to_owned()) } else { Ok(Bound(raw)) }
    }

    /// The handle, for the length of the borrow.
    pub(super) fn raw(&self) -> ffi::duckdb_value {
        self.0
    }

    /// NULL without a type.
    pub(super) fn null() -> Result<Self, String> {
        // SAFETY: no arguments; a handle of ours.
        unsafe { Self::from_raw(ffi::duckdb_create_null_value()) }
    }

    /// `self` as DuckDB itself casts it to `kind`. The C API has no cast, but a list's elements are cast to its type.
    pub(super) fn cast_to(&self, kind: &LogicalType) -> Result<Self, String> {
        let mut element = self.0;
        // SAFETY: live handles; the list copies the element, and the element that it gives back is ours.
        unsafe {
            let list = Self::from_raw(ffi::duckdb_create_list_value(kind.raw(), &mut element, 1))?;
            Self::from_raw(ffi::duckdb_get_list_child(list.raw(), 0))
        }
    }
}

/// The value that DuckDB binds for `value`, as `sql_type` if one is given.
pub(super) fn bound(value: &Value, sql_type: Option<&SqlType>) -> Result<Bound, String> {
    match sql_type {
        // The engine's own words can't be read here; the statement's text casts.
        None | Some(SqlType::Native(_)) => untyped(value),
        Some(SqlType::Null) if value.is_null() => Bound::null(),
        Some(sql_type) => typed(value, sql_type, 0),
    }
}

fn untyped(value: &Value) -> Result<Bound, String> {
    match value {
        Value::Null => Bound::null(),
        Value::Enum(name) => cast::text(name),
        // What a union's other members are, nobody knows here.
        Value::Union(_, inner) => untyped(inner),
        other => match infer(other, 0)? {
            Some(sql_type) => typed(other, &sql_type, 0),
            None => Bound::null(),
        },
    }
}

/// The type that a value alone tells, with VARCHAR for enums and the NULL type where nothing is known.
fn infer(value: &Value, depth: usize) -> Result<Option<SqlType>, String> {
    check_depth(depth)?;
    let common = |items: &mut dyn Iterator<Item = &Value>| -> Result<SqlType, String> {
        let mut found = None;
        for item in items {
            if let Some(kind) = infer(item, depth + 1)? {
                found = Some(match found {
                    None => kind,
                    Some(other) => wider(other, kind),
                });
            }
        }
        Ok(found.unwrap_or(SqlType::Null))
    };
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Enum(_) => SqlType::Text,
        Value::Union(_, inner) => return infer(inner, depth + 1),
        Value::List(items) => SqlType::list(common(&mut items.iter())?),
        Value::Array(items) => {
            let length = u32::try_from(items.len()).map_err(|_| "the array is too long".to_owned())?;
            SqlType::array(common(&mut items.iter())?, length)
        }
        Value::Struct(members) => SqlType::Struct(
            members
                .iter()
                .map(|(name, value)| Ok(Field::new(name.clone(), infer(value, depth + 1)?.unwrap_or(SqlType::Null))))
                .collect::<Result<_, String>>()?,
        ),
        Value::Map(entries) => SqlType::map(
            common(&mut entries.iter().map(|(key, _)| key))?,
            common(&mut entries.iter().map(|(_, value)| value))?,
        ),
        Value::Decimal(_) => value.sql_type().ok_or("DECIMAL has at most 38 digits")?,
        other => other.sql_type().ok_or("its type is not known: give the parameter a type")?,
    }))
}

/// A type that both values fit in, for the elements of one list; `left` if there is none, so that the other is refused.
fn wider(left: SqlType, right: SqlType) -> SqlType {
    match (left, right) {
        (SqlType::Null, other) | (other, SqlType::Null) => other,
        (SqlType::Decimal { precision: p, scale: s }, SqlType::Decimal { precision: q, scale: t }) => {
            let scale = s.max(t);
            SqlType::Decimal { precision: (p - s).max(q - t).saturating_add(scale), scale }
        }
        (SqlType::Timestamp(a), SqlType::Timestamp(b)) => SqlType::Timestamp(a.max(b)),
        (SqlType::TimestampTz(a), SqlType::TimestampTz(b)) => SqlType::TimestampTz(a.max(b)),
        (SqlType::Time(a), SqlType::Time(b)) => SqlType::Time(a.max(b)),
        (SqlType::List(a), SqlType::List(b)) => SqlType::list(wider(*a, *b)),
        (SqlType::Array(a, length), SqlType::Array(b, other)) if length == other => {
            SqlType::array(wider(*a, *b), length)
        }
        (SqlType::Map(a, b), SqlType::Map(c, d)) => SqlType::map(wider(*a, *c), wider(*b, *d)),
        (SqlType::Struct(a), SqlType::Struct(b)) if a.len() == b.len() => SqlType::Struct(
            a.into_iter().zip(b).map(|(l, r)| Field::new(l.name, wider(l.sql_type, r.sql_type))).collect(),
        ),
        (left, _) => left,
    }
}

fn check_depth(depth: usize) -> Result<(), String> {
    if depth > DEPTH { Err(format!("it is nested deeper than {DEPTH} levels")) } else { Ok(()) }
}

/// `value` as exactly `sql_type`.
fn typed(value: &Value, sql_type: &SqlType, depth: usize) -> Result<Bound, String> {
    check_depth(depth)?;
    if value.is_null() {
        return Bound::null()?.cast_to(&logical(sql_type, depth)?);
    }
    let all = |values: &mut dyn Iterator<Item = &Value>, kind: &SqlType| {
        values.map(|value| typed(value, kind, depth + 1)).collect::<Result<Vec<_>, _>>()
    };
    let handles = |values: &[Bound]| values.iter().map(Bound::raw).collect::<Vec<_>>();
    // SAFETY (all): live handles, arrays of the length that is given; DuckDB copies what it takes.
    match (value, sql_type) {
        (Value::List(items) | Value::Array(items), SqlType::List(kind)) => {
            let (element, items) = (logical(kind, depth + 1)?, all(&mut items.iter(), kind)?);
            let mut raw = handles(&items);
            unsafe { Bound::from_raw(ffi::duckdb_create_list_value(element.raw(), raw.as_mut_ptr(), raw.len() as u64)) }
        }
        (Value::List(items) | Value::Array(items), SqlType::Array(kind, length)) => {
            if items.len() != *length as usize {
                return Err(format!("has {} elements, and its type {length}", items.len()));
            }
            let (element, items) = (logical(kind, depth + 1)?, all(&mut items.iter(), kind)?);
            let mut raw = handles(&items);
            unsafe {
                Bound::from_raw(ffi::duckdb_create_array_value(element.raw(), raw.as_mut_ptr(), raw.len() as u64))
            }
        }
        (Value::Struct(members), SqlType::Struct(fields)) => {
            let same = members.len() == fields.len()
                && members.iter().zip(fields).all(|((name, _), field)| name.eq_ignore_ascii_case(&field.name));
            if !same {
                return Err(format!("its members are not those of {sql_type}"));
            }
            let kind = logical(sql_type, depth)?;
            let members = members.iter().zip(fields);
            let members = members
                .map(|((_, value), field)| typed(value, &field.sql_type, depth + 1))
                .collect::<Result<Vec<_>, _>>()?;
            let mut raw = handles(&members);
            unsafe { Bound::from_raw(ffi::duckdb_create_struct_value(kind.raw(), raw.as_mut_ptr())) }
        }
        (Value::Map(entries), SqlType::Map(key, item)) => {
            if entries.iter().any(|(key, _)| key.is_null()) {
                return Err("a map's key can't be NULL".to_owned());
            }
            let repeated = |(index, (key, _)): (usize, &(Value, Value))| entries[..index].iter().any(|(k, _)| k == key);
            if entries.len() <= 1_000 && entries.iter().enumerate().any(repeated) {
                return Err("a map's keys can't repeat".to_owned());
            }
            let kind = logical(sql_type, depth)?;
            let keys = all(&mut entries.iter().map(|(key, _)| key), key)?;
            let items = all(&mut entries.iter().map(|(_, item)| item), item)?;
            let (mut keys_raw, mut items_raw) = (handles(&keys), handles(&items));
            unsafe {
                let (keys, items) = (keys_raw.as_mut_ptr(), items_raw.as_mut_ptr());
                Bound::from_raw(ffi::duckdb_create_map_value(kind.raw(), keys, items, keys_raw.len() as u64))
            }
        }
        (Value::Union(tag, inner), SqlType::Union(fields)) => {
            let at = fields.iter().position(|field| field.name.eq_ignore_ascii_case(tag));
            let at = at.ok_or_else(|| format!("{tag:?} is not a member of {sql_type}"))?;
            let kind = logical(sql_type, depth)?;
            let inner = typed(inner, &fields[at].sql_type, depth + 1)?;
            unsafe { Bound::from_raw(ffi::duckdb_create_union_value(kind.raw(), at as u64, inner.raw())) }
        }
        (Value::Enum(name) | Value::Text(name), SqlType::Enum(names)) => {
            let at = names.iter().position(|known| known == name);
            let at = at.ok_or_else(|| format!("{name:?} is not one of {sql_type}"))?;
            let kind = logical(sql_type, depth)?;
            unsafe { Bound::from_raw(ffi::duckdb_create_enum_value(kind.raw(), at as u64)) }
        }
        _ => cast::scalar(value, sql_type),
    }
}

/// DuckDB's type for a neutral one.
fn logical(sql_type: &SqlType, depth: usize) -> Result<LogicalType, String> {
    check_depth(depth)?;
    let name = |text: &str| c_string(text, "a name in the type").map_err(|fault| fault.to_string());
    let members = |fields: &[Field]| {
        fields
            .iter()
            .map(|field| Ok((name(&field.name)?, logical(&field.sql_type, depth + 1)?)))
            .collect::<Result<Vec<(CString, LogicalType)>, String>>()
    };
    let made = match sql_type {
        SqlType::Decimal { precision, scale } => {
            if !(1..=38).contains(precision) || scale > precision {
                return Err(format!("{sql_type} is no type of DuckDB, whose DECIMAL has at most 38 digits"));
            }
            LogicalType::decimal(*precision, *scale)
        }
        SqlType::Json => LogicalType::json(),
        SqlType::Enum(names) => {
            LogicalType::enumeration(&names.iter().map(|text| name(text)).collect::<Result<Vec<_>, _>>()?)
        }
        SqlType::List(kind) => LogicalType::list(&logical(kind, depth + 1)?),
        SqlType::Array(_, 0) => return Err("DuckDB's arrays have at least one element".to_owned()),
        SqlType::Array(kind, length) => LogicalType::array(&logical(kind, depth + 1)?, u64::from(*length)),
        SqlType::Struct(fields) => LogicalType::members(logical::STRUCT, &members(fields)?),
        SqlType::Union(fields) => LogicalType::members(logical::UNION, &members(fields)?),
        SqlType::Map(key, item) => LogicalType::map(&logical(key, depth + 1)?, &logical(item, depth + 1)?),
        SqlType::Native(text) => return Err(format!("{text} stands inside another type and can't be bound")),
        plain => LogicalType::plain(plain_id(plain).ok_or_else(|| format!("DuckDB has no type {plain}"))?),
    };
    if made.is_valid() { Ok(made) } else { Err(format!("DuckDB refused the type {sql_type}")) }
}

/// DuckDB's number of a type without arguments.
pub(super) fn plain_id(sql_type: &SqlType) -> Option<ffi::duckdb_type> {
    Some(match sql_type {
        SqlType::Boolean => logical::BOOLEAN,
        SqlType::Int8 => logical::TINYINT,
        SqlType::Int16 => logical::SMALLINT,
        SqlType::Int32 => logical::INTEGER,
        SqlType::Int64 => logical::BIGINT,
        SqlType::Int128 => logical::HUGEINT,
        SqlType::UInt8 => logical::UTINYINT,
        SqlType::UInt16 => logical::USMALLINT,
        SqlType::UInt32 => logical::UINTEGER,
        SqlType::UInt64 => logical::UBIGINT,
        SqlType::UInt128 => logical::UHUGEINT,
        SqlType::BigInteger => logical::BIGNUM,
        SqlType::Float32 => logical::FLOAT,
        SqlType::Float64 => logical::DOUBLE,
        SqlType::Text => logical::VARCHAR,
        SqlType::Bytes => logical::BLOB,
        SqlType::Bits => logical::BIT,
        SqlType::Date => logical::DATE,
        SqlType::Time(TimeUnit::Nanosecond) => logical::TIME_NS,
        SqlType::Time(_) => logical::TIME,
        SqlType::TimeTz => logical::TIME_TZ,
        SqlType::Timestamp(TimeUnit::Second) => logical::TIMESTAMP_S,
        SqlType::Timestamp(TimeUnit::Millisecond) => logical::TIMESTAMP_MS,
        SqlType::Timestamp(TimeUnit::Microsecond) => logical::TIMESTAMP,
        SqlType::Timestamp(TimeUnit::Nanosecond) => logical::TIMESTAMP_NS,
        SqlType::TimestampTz(_) => logical::TIMESTAMP_TZ,
        SqlType::Interval => logical::INTERVAL,
        SqlType::Uuid => logical::UUID,
        SqlType::Null => logical::SQLNULL,
        _ => return None,
    })
}
