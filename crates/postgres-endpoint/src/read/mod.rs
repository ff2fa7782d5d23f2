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
    projection: Projection,
    decode: Decode,
}

/// What is selected of a column.
#[derive(Clone, Debug)]
enum Projection {
    /// It, as it is.
    AsIs,
    /// It, as another type.
    Cast(&'static str),
    /// Its text.
    Text(SqlType),
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
            SqlType::Boolean => (Kind::Boolean, Projection::AsIs, Decode::AsIs),
            SqlType::Int8 => (Kind::Int8, Projection::Cast("SMALLINT"), Decode::AsIs),
            SqlType::Int16 => (Kind::Int16, Projection::AsIs, Decode::AsIs),
            SqlType::Int32 => (Kind::Int32, Projection::AsIs, Decode::AsIs),
            SqlType::Int64 => (Kind::Int64, Projection::AsIs, Decode::AsIs),
            SqlType::UInt8 => (Kind::Int16, Projection::Cast("SMALLINT"), Decode::Unsigned),
            SqlType::UInt16 => (Kind::Int32, Projection::Cast("INTEGER"), Decode::Unsigned),
            SqlType::UInt32 => (Kind::Int64, Projection::Cast("BIGINT"), Decode::Unsigned),
            SqlType::Float32 => (Kind::Float32, Projection::AsIs, Decode::AsIs),
            SqlType::Float64 => (Kind::Float64, Projection::AsIs, Decode::AsIs),
            SqlType::Decimal { precision, scale } => {
                (Kind::Decimal(*precision, *scale), Projection::AsIs, Decode::AsIs)
            }
            SqlType::Text => (Kind::Text, Projection::AsIs, Decode::AsIs),
            SqlType::Json => (Kind::Text, Projection::Cast("VARCHAR"), Decode::AsIs),
            SqlType::Bytes => (Kind::Bytes, Projection::AsIs, Decode::AsIs),
            SqlType::Uuid => (Kind::Uuid, Projection::AsIs, Decode::AsIs),
            _ => return Ok(Self::as_text(field, sql_type)),
        };
        Ok(Self { field, wire, projection, decode })
    }

    /// The same column as text, for a wire that describes it in another way than expected.
    pub(crate) fn by_text(&self, sql_type: &SqlType) -> Self {
        Self::as_text(self.field.clone(), sql_type)
    }

    fn as_text(field: Arc<Field>, sql_type: &SqlType) -> Self {
        let projection = Projection::Text(sql_type.clone());
        let decode = if projection::has_parts(sql_type) {
            Decode::Parts(sql_type.clone())
        } else {
            Decode::Text(sql_type.clone())
        };
        Self { field, wire: Kind::Text, projection, decode }
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
        matches!(self.projection, Projection::AsIs)
    }

    /// What is selected of the column of this name.
    pub(crate) fn selected(&self, name: &str) -> String {
        match &self.projection {
            Projection::AsIs => name.to_owned(),
            Projection::Cast(type_name) => format!("CAST({name} AS {type_name})"),
            Projection::Text(sql_type) => projection::text(name, sql_type),
        }
    }

    /// What is selected of an expression, which is computed once.
    pub(crate) fn selected_of_one(&self, expression: &str) -> String {
        match &self.projection {
            Projection::Text(sql_type) => projection::text_of_one(&format!("({expression})"), sql_type),
            _ => self.selected(expression),
        }
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
