//! Results: what is selected of a column so that the wire changes nothing, and how it is read back.

mod field;
mod leaves;
mod parts;
mod projection;

use std::sync::Arc;

use aludel_dialect::SqlType;
use aludel_postgres_wire::{Column, Kind};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::Field;

use field::field;

/// A column of a result.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// What it is in Arrow.
    pub(crate) field: Arc<Field>,
    /// How the wire brings it.
    pub(crate) wire: Kind,
    /// The template of the expression that is selected of the column `{}`; `None`: as it is.
    pub(crate) projection: Option<String>,
    decode: Decode,
}

/// What is made of the wire's array.
#[derive(Clone, Debug)]
enum Decode {
    /// Nothing.
    AsIs,
    /// Integers that came in the next wider signed type.
    Unsigned,
    /// Values that came as their text.
    Text(SqlType),
    /// Values that came as JSON of their parts' texts.
    Parts(SqlType),
}

impl Reading {
    /// The column `name` of this type.
    ///
    /// # Errors
    /// Why its values can't be fetched.
    pub(crate) fn new(name: &str, sql_type: &SqlType) -> Result<Self, String> {
        let field = Arc::new(field(name, sql_type)?);
        let (wire, projection, decode) = match sql_type {
            SqlType::Boolean => (Kind::Boolean, None, Decode::AsIs),
            SqlType::Int8 => (Kind::Int8, Some("CAST({} AS SMALLINT)".to_owned()), Decode::AsIs),
            SqlType::Int16 => (Kind::Int16, None, Decode::AsIs),
            SqlType::Int32 => (Kind::Int32, None, Decode::AsIs),
            SqlType::Int64 => (Kind::Int64, None, Decode::AsIs),
            SqlType::UInt8 => (Kind::Int16, Some("CAST({} AS SMALLINT)".to_owned()), Decode::Unsigned),
            SqlType::UInt16 => (Kind::Int32, Some("CAST({} AS INTEGER)".to_owned()), Decode::Unsigned),
            SqlType::UInt32 => (Kind::Int64, Some("CAST({} AS BIGINT)".to_owned()), Decode::Unsigned),
            SqlType::Float32 => (Kind::Float32, None, Decode::AsIs),
            SqlType::Float64 => (Kind::Float64, None, Decode::AsIs),
            SqlType::Decimal { precision, scale } => (Kind::Decimal(*precision, *scale), None, Decode::AsIs),
            SqlType::Text => (Kind::Text, None, Decode::AsIs),
            SqlType::Json => (Kind::Text, Some("CAST({} AS VARCHAR)".to_owned()), Decode::AsIs),
            SqlType::Bytes => (Kind::Bytes, None, Decode::AsIs),
            SqlType::Uuid => (Kind::Uuid, None, Decode::AsIs),
            _ => return Ok(Self::as_text(field, sql_type)),
        };
        Ok(Self { field, wire, projection, decode })
    }

    /// The same column as text, for a wire that describes it in another way than expected.
    pub(crate) fn by_text(&self, sql_type: &SqlType) -> Self {
        Self::as_text(self.field.clone(), sql_type)
    }

    fn as_text(field: Arc<Field>, sql_type: &SqlType) -> Self {
        let decode = if projection::has_parts(sql_type) {
            Decode::Parts(sql_type.clone())
        } else {
            Decode::Text(sql_type.clone())
        };
        Self { field, wire: Kind::Text, projection: Some(projection::template(sql_type)), decode }
    }

    /// How many values Arrow keeps of each, also of a NULL.
    pub(crate) fn places(&self) -> u64 {
        match &self.decode {
            Decode::Parts(sql_type) => field::places(sql_type).max(1),
            _ => 1,
        }
    }

    /// Whether the wire brings the value's own type, and not its text.
    pub(crate) fn is_direct(&self) -> bool {
        self.projection.is_none()
    }

    /// What the wire's rows are read as.
    pub(crate) fn column(&self) -> Column {
        Column { name: self.field.name().clone(), kind: self.wire.clone(), type_name: String::new() }
    }

    /// The column as it is in Arrow, from what came over the wire.
    ///
    /// # Errors
    /// What can't be read.
    pub(crate) fn decoded(&self, array: &ArrayRef) -> Result<ArrayRef, String> {
        match &self.decode {
            Decode::AsIs => Ok(array.clone()),
            Decode::Unsigned => unsigned(array),
            Decode::Text(sql_type) => {
                let texts: Vec<Option<&str>> = array.as_string::<i32>().iter().collect();
                leaves::array(sql_type, &texts)
            }
            Decode::Parts(sql_type) => parts::array(sql_type, array.as_string::<i32>()),
        }
    }
}

fn unsigned(array: &ArrayRef) -> Result<ArrayRef, String> {
    let outside = || "a number outside of its type".to_owned();
    macro_rules! narrowed {
        ($from:ty, $to:ty) => {{
            let wide = array.as_primitive::<$from>();
            let narrow: Result<Vec<_>, _> = wide.iter().map(|value| value.map(TryInto::try_into).transpose()).collect();
            let narrow: PrimitiveArray<$to> = narrow.map_err(|_| outside())?.into_iter().collect();
            Ok(Arc::new(narrow) as ArrayRef)
        }};
    }
    match array.data_type() {
        arrow_schema::DataType::Int16 => narrowed!(Int16Type, UInt8Type),
        arrow_schema::DataType::Int32 => narrowed!(Int32Type, UInt16Type),
        _ => narrowed!(Int64Type, UInt32Type),
    }
}
