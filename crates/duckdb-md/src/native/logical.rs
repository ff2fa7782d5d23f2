//! DuckDB's description of a type, and the SQL text that spells it.

use std::ffi::CString;
use std::fmt::Write;

use aludel_duckdb_sql::PLAIN_TYPES;
use duckdb::ffi;

use super::bind::plain_id;
use super::fault::take_text;

pub(super) use duckdb::ffi::{
    DUCKDB_TYPE_DUCKDB_TYPE_ARRAY as ARRAY, DUCKDB_TYPE_DUCKDB_TYPE_BIGINT as BIGINT,
    DUCKDB_TYPE_DUCKDB_TYPE_BIGNUM as BIGNUM, DUCKDB_TYPE_DUCKDB_TYPE_BIT as BIT, DUCKDB_TYPE_DUCKDB_TYPE_BLOB as BLOB,
    DUCKDB_TYPE_DUCKDB_TYPE_BOOLEAN as BOOLEAN, DUCKDB_TYPE_DUCKDB_TYPE_DATE as DATE,
    DUCKDB_TYPE_DUCKDB_TYPE_DECIMAL as DECIMAL, DUCKDB_TYPE_DUCKDB_TYPE_DOUBLE as DOUBLE,
    DUCKDB_TYPE_DUCKDB_TYPE_ENUM as ENUM, DUCKDB_TYPE_DUCKDB_TYPE_FLOAT as FLOAT,
    DUCKDB_TYPE_DUCKDB_TYPE_GEOMETRY as GEOMETRY, DUCKDB_TYPE_DUCKDB_TYPE_HUGEINT as HUGEINT,
    DUCKDB_TYPE_DUCKDB_TYPE_INTEGER as INTEGER, DUCKDB_TYPE_DUCKDB_TYPE_INTERVAL as INTERVAL,
    DUCKDB_TYPE_DUCKDB_TYPE_LIST as LIST, DUCKDB_TYPE_DUCKDB_TYPE_MAP as MAP,
    DUCKDB_TYPE_DUCKDB_TYPE_SMALLINT as SMALLINT, DUCKDB_TYPE_DUCKDB_TYPE_SQLNULL as SQLNULL,
    DUCKDB_TYPE_DUCKDB_TYPE_STRUCT as STRUCT, DUCKDB_TYPE_DUCKDB_TYPE_TIME as TIME,
    DUCKDB_TYPE_DUCKDB_TYPE_TIME_NS as TIME_NS, DUCKDB_TYPE_DUCKDB_TYPE_TIME_TZ as TIME_TZ,
    DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP as TIMESTAMP, DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_MS as TIMESTAMP_MS,
    DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_NS as TIMESTAMP_NS, DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_S as TIMESTAMP_S,
    DUCKDB_TYPE_DUCKDB_TYPE_TIMESTAMP_TZ as TIMESTAMP_TZ, DUCKDB_TYPE_DUCKDB_TYPE_TINYINT as TINYINT,
    DUCKDB_TYPE_DUCKDB_TYPE_UBIGINT as UBIGINT, DUCKDB_TYPE_DUCKDB_TYPE_UHUGEINT as UHUGEINT,
    DUCKDB_TYPE_DUCKDB_TYPE_UINTEGER as UINTEGER, DUCKDB_TYPE_DUCKDB_TYPE_UNION as UNION,
    DUCKDB_TYPE_DUCKDB_TYPE_USMALLINT as USMALLINT, DUCKDB_TYPE_DUCKDB_TYPE_UTINYINT as UTINYINT,
    DUCKDB_TYPE_DUCKDB_TYPE_UUID as UUID, DUCKDB_TYPE_DUCKDB_TYPE_VARCHAR as VARCHAR,
    DUCKDB_TYPE_DUCKDB_TYPE_VARIANT as VARIANT,
};

/// A type of DuckDB, owned.
#[derive(Debug)]
pub(super) struct LogicalType(ffi::duckdb_logical_type);

impl Drop for LogicalType {
    fn drop(&mut self) {
        // SAFETY: the handle is ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_logical_type(&mut self.0) }
    }
}

impl LogicalType {
    /// Takes over a handle that the C API gave to its caller.
    ///
    /// # Safety
    /// `raw` is null or a handle that nobody else destroys.
    pub(super) unsafe fn from_raw(raw: ffi::duckdb_logical_type) -> Self {
        Self(raw)
    }

    /// The handle, for the length of the borrow.
    pub(super) fn raw(&self) -> ffi::duckdb_logical_type {
        self.0
    }

    /// A type without arguments.
    pub(super) fn plain(id: ffi::duckdb_type) -> Self {
        // SAFETY: every number is allowed; an unknown one gives the invalid type.
        Self(unsafe { ffi::duckdb_create_logical_type(id) })
    }

    /// JSON, which is VARCHAR under another name.
    pub(super) fn json() -> Self {
        let text = Self::plain(VARCHAR);
        // SAFETY: a live handle and a C string.
        unsafe { ffi::duckdb_logical_type_set_alias(text.0, c"JSON".as_ptr()) };
        text
    }

    pub(super) fn decimal(precision: u8, scale: u8) -> Self {
        // SAFETY: plain numbers; the caller has checked 1 <= precision <= 38 and scale <= precision.
        Self(unsafe { ffi::duckdb_create_decimal_type(precision, scale) })
    }

    pub(super) fn list(element: &LogicalType) -> Self {
        // SAFETY: a live handle, which the new type copies.
        Self(unsafe { ffi::duckdb_create_list_type(element.0) })
    }

    pub(super) fn array(element: &LogicalType, length: u64) -> Self {
        // SAFETY: a live handle, which the new type copies.
        Self(unsafe { ffi::duckdb_create_array_type(element.0, length) })
    }

    pub(super) fn map(key: &LogicalType, value: &LogicalType) -> Self {
        // SAFETY: live handles, which the new type copies.
        Self(unsafe { ffi::duckdb_create_map_type(key.0, value.0) })
    }

    /// A STRUCT, or a UNION, of named members.
    pub(super) fn members(id: ffi::duckdb_type, members: &[(CString, LogicalType)]) -> Self {
        let mut types: Vec<_> = members.iter().map(|(_, kind)| kind.0).collect();
        let mut names: Vec<_> = members.iter().map(|(name, _)| name.as_ptr()).collect();
        let count = members.len() as u64;
        // SAFETY: both arrays have `count` live entries, which the new type copies.
        Self(unsafe {
            match id {
                UNION => ffi::duckdb_create_union_type(types.as_mut_ptr(), names.as_mut_ptr(), count),
                _ => ffi::duckdb_create_struct_type(types.as_mut_ptr(), names.as_mut_ptr(), count),
            }
        })
    }

    pub(super) fn enumeration(names: &[CString]) -> Self {
        let mut names: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
        // SAFETY: `names` has as many live C strings as it says; DuckDB copies them.
        Self(unsafe { ffi::duckdb_create_enum_type(names.as_mut_ptr(), names.len() as u64) })
    }

    /// Which type it is.
    pub(super) fn id(&self) -> ffi::duckdb_type {
        // SAFETY: a live handle or null, which gives INVALID.
        unsafe { ffi::duckdb_get_type_id(self.0) }
    }

    /// Whether the C API gave a type at all.
    pub(super) fn is_valid(&self) -> bool {
        !self.0.is_null()
    }

    /// The name under which a type of another name goes (`JSON`), or a user's own type.
    pub(super) fn alias(&self) -> Option<String> {
        // SAFETY: a live handle; the text is the caller's to free.
        unsafe { take_text(ffi::duckdb_logical_type_get_alias(self.0)) }.filter(|alias| !alias.is_empty())
    }

    pub(super) fn is_json(&self) -> bool {
        self.id() == VARCHAR && self.alias().is_some_and(|alias| alias.eq_ignore_ascii_case("JSON"))
    }

    /// Precision, scale and the id of the integer type that a DECIMAL is kept in.
    pub(super) fn decimal_parts(&self) -> (u8, u8, ffi::duckdb_type) {
        // SAFETY: a live handle; other types than DECIMAL give zeros.
        unsafe {
            let (precision, scale) = (ffi::duckdb_decimal_width(self.0), ffi::duckdb_decimal_scale(self.0));
            (precision, scale, ffi::duckdb_decimal_internal_type(self.0))
        }
    }

    /// The type of the elements of a LIST or ARRAY.
    pub(super) fn element(&self) -> LogicalType {
        // SAFETY: a live handle of the type that was asked for.
        Self(unsafe {
            match self.id() {
                ARRAY => ffi::duckdb_array_type_child_type(self.0),
                _ => ffi::duckdb_list_type_child_type(self.0),
            }
        })
    }

    /// How many elements an ARRAY has.
    pub(super) fn array_length(&self) -> u64 {
        // SAFETY: a live handle; other types give zero.
        unsafe { ffi::duckdb_array_type_array_size(self.0) }
    }

    /// The types of a MAP's keys and values.
    pub(super) fn entry(&self) -> (LogicalType, LogicalType) {
        // SAFETY: a live handle of a MAP.
        unsafe { (Self(ffi::duckdb_map_type_key_type(self.0)), Self(ffi::duckdb_map_type_value_type(self.0))) }
    }

    /// The members of a STRUCT or UNION, in order.
    pub(super) fn named_members(&self) -> Vec<(String, LogicalType)> {
        // SAFETY: a live handle of the type that was asked for, an index below its count; names are ours to free.
        unsafe {
            if self.id() == UNION {
                (0..ffi::duckdb_union_type_member_count(self.0))
                    .map(|index| {
                        let name = take_text(ffi::duckdb_union_type_member_name(self.0, index));
                        (name.unwrap_or_default(), Self(ffi::duckdb_union_type_member_type(self.0, index)))
                    })
                    .collect()
            } else {
                (0..ffi::duckdb_struct_type_child_count(self.0))
                    .map(|index| {
                        let name = take_text(ffi::duckdb_struct_type_child_name(self.0, index));
                        (name.unwrap_or_default(), Self(ffi::duckdb_struct_type_child_type(self.0, index)))
                    })
                    .collect()
            }
        }
    }

    /// The names of an ENUM, and the id of the integer type that its values are kept in.
    pub(super) fn enum_names(&self) -> (Vec<String>, ffi::duckdb_type) {
        // SAFETY: a live handle of an ENUM, indexes below its size; names are ours to free.
        unsafe {
            let names = (0..u64::from(ffi::duckdb_enum_dictionary_size(self.0)))
                .map(|index| take_text(ffi::duckdb_enum_dictionary_value(self.0, index)).unwrap_or_default())
                .collect();
            (names, ffi::duckdb_enum_internal_type(self.0))
        }
    }

    /// The type in DuckDB's own words, as `typeof` and `DESCRIBE` give it, but with an ENUM's names written out.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        let id = self.id();
        if id != ENUM
            && let Some(alias) = self.alias()
        {
            return out.push_str(&alias);
        }
        match id {
            DECIMAL => {
                let (precision, scale, _) = self.decimal_parts();
                let _ = write!(out, "DECIMAL({precision},{scale})");
            }
            LIST => {
                self.element().write(out);
                out.push_str("[]");
            }
            ARRAY => {
                self.element().write(out);
                let _ = write!(out, "[{}]", self.array_length());
            }
            MAP => {
                let (key, value) = self.entry();
                out.push_str("MAP(");
                key.write(out);
                out.push_str(", ");
                value.write(out);
                out.push(')');
            }
            STRUCT | UNION => {
                out.push_str(if id == UNION { "UNION(" } else { "STRUCT(" });
                for (index, (name, kind)) in self.named_members().into_iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    let _ = write!(out, "{comma}\"{}\" ", name.replace('"', "\"\""));
                    kind.write(out);
                }
                out.push(')');
            }
            ENUM => {
                out.push_str("ENUM(");
                for (index, name) in self.enum_names().0.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    let _ = write!(out, "{comma}'{}'", name.replace('\'', "''"));
                }
                out.push(')');
            }
            other => out.push_str(plain_name(other)),
        }
    }
}

/// The name of a type without arguments.
fn plain_name(id: ffi::duckdb_type) -> &'static str {
    match id {
        GEOMETRY => "GEOMETRY",
        VARIANT => "VARIANT",
        other => {
            let found = PLAIN_TYPES.iter().find(|(sql_type, _)| plain_id(sql_type) == Some(other));
            found.map_or("UNKNOWN", |(_, name)| *name)
        }
    }
}
