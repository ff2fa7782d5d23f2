//! JSON of texts into arrays: the types made of others.

use std::sync::Arc;

use aludel_dialect::SqlType;
use arrow_array::{Array, ArrayRef, FixedSizeListArray, ListArray, MapArray, StringArray, StructArray, UnionArray};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, FieldRef};
use serde_json::Value as Json;

use super::{field, leaves};

/// An array of what the documents say.
///
/// # Errors
/// What can't be read.
pub(super) fn array(sql_type: &SqlType, documents: &StringArray) -> Result<ArrayRef, String> {
    let documents: Result<Vec<Option<Json>>, _> =
        documents.iter().map(|document| document.map(serde_json::from_str).transpose()).collect();
    let documents = documents.map_err(|error| format!("holds text that is not JSON: {error}"))?;
    let values: Vec<Option<&Json>> =
        documents.iter().map(|document| document.as_ref().filter(|json| !json.is_null())).collect();
    nested(sql_type, &values)
}

fn unreadable() -> String {
    "holds a value that is not of its type".to_owned()
}

fn nested(sql_type: &SqlType, values: &[Option<&Json>]) -> Result<ArrayRef, String> {
    let data_type = field("", sql_type)?.data_type().clone();
    let nulls =
        || Some(NullBuffer::from_iter(values.iter().map(Option::is_some))).filter(|nulls| nulls.null_count() > 0);
    let wrong = |error: arrow_schema::ArrowError| error.to_string();
    Ok(match (sql_type, &data_type) {
        (SqlType::List(element), DataType::List(item)) => {
            let (offsets, items) = lists(values)?;
            Arc::new(ListArray::try_new(item.clone(), offsets, nested(element, &items)?, nulls()).map_err(wrong)?)
        }
        (SqlType::Array(element, length), DataType::FixedSizeList(item, size)) => {
            let mut items = Vec::with_capacity(values.len() * *length as usize);
            for value in values {
                match value {
                    None => items.extend(std::iter::repeat_n(None, *length as usize)),
                    Some(value) => items.extend(members(value, *length as usize)?),
                }
            }
            let items = nested(element, &items)?;
            Arc::new(FixedSizeListArray::try_new(item.clone(), *size, items, nulls()).map_err(wrong)?)
        }
        (SqlType::Struct(parts), DataType::Struct(fields)) => {
            let arrays = columns(parts.len(), 0, values)?
                .iter()
                .zip(parts)
                .map(|(values, part)| nested(&part.sql_type, values))
                .collect::<Result<Vec<_>, _>>()?;
            let array = StructArray::try_new_with_length(fields.clone(), arrays, nulls(), values.len());
            Arc::new(array.map_err(wrong)?)
        }
        (SqlType::Map(key, value), DataType::Map(entries, sorted)) => {
            let (offsets, pairs) = lists(values)?;
            let columns = columns(2, 0, &pairs)?;
            let arrays = [key, value].into_iter().zip(&columns).map(|(sql_type, values)| nested(sql_type, values));
            let pairs = entries_of(entries, arrays.collect::<Result<Vec<_>, _>>()?)?;
            Arc::new(MapArray::try_new(entries.clone(), offsets, pairs, nulls(), *sorted).map_err(wrong)?)
        }
        (SqlType::Union(parts), DataType::Union(fields, _)) => {
            let tag = |value: &Option<&Json>| match value {
                // Arrow's unions have no mask: a NULL one is a NULL of its first member.
                None => Ok(0),
                Some(value) => {
                    let tag = value.get(0).and_then(Json::as_str).ok_or_else(unreadable)?;
                    let place = parts.iter().position(|part| part.name == tag).ok_or_else(unreadable)?;
                    i8::try_from(place).map_err(|_| unreadable())
                }
            };
            let tags = values.iter().map(tag).collect::<Result<Vec<i8>, _>>()?;
            let arrays = columns(parts.len(), 1, values)?
                .iter()
                .zip(parts)
                .map(|(values, part)| nested(&part.sql_type, values))
                .collect::<Result<Vec<_>, _>>()?;
            let is_hidden = |row: usize| {
                values[row].is_some() && tags[row] == 0 && arrays.first().is_some_and(|first| first.is_null(row))
            };
            if (0..values.len()).any(is_hidden) {
                let reason = "holds a union whose first member is chosen and NULL, which Arrow can't tell from \
                              NULL: cast \
                              it to text, or read its tag (`union_tag`) and members apart";
                return Err(reason.to_owned());
            }
            Arc::new(UnionArray::try_new(fields.clone(), ScalarBuffer::from(tags), None, arrays).map_err(wrong)?)
        }
        _ => {
            let texts: Result<Vec<Option<&str>>, String> = values
                .iter()
                .map(|value| value.map(|value| value.as_str().ok_or_else(unreadable)).transpose())
                .collect();
            leaves::array(sql_type, &texts?)?
        }
    })
}

fn entries_of(entries: &FieldRef, arrays: Vec<ArrayRef>) -> Result<StructArray, String> {
    let fields = match entries.data_type() {
        DataType::Struct(fields) => fields.clone(),
        other => vec![Field::new("entries", other.clone(), false)].into(),
    };
    StructArray::try_new(fields, arrays, None).map_err(|error| error.to_string())
}

/// The elements of all lists, and where each begins.
fn lists<'a>(values: &[Option<&'a Json>]) -> Result<(OffsetBuffer<i32>, Vec<Option<&'a Json>>), String> {
    let mut lengths = Vec::with_capacity(values.len());
    let mut items = Vec::new();
    for value in values {
        let list: &[Json] = match value {
            None => &[],
            Some(value) => value.as_array().ok_or_else(unreadable)?,
        };
        lengths.push(list.len());
        items.extend(list.iter().map(|item| Some(item).filter(|item| !item.is_null())));
    }
    if i32::try_from(items.len()).is_err() {
        return Err("holds more elements than a batch of Arrow counts".to_owned());
    }
    Ok((OffsetBuffer::from_lengths(lengths), items))
}

/// The `count` values of an array.
fn members(value: &Json, count: usize) -> Result<impl Iterator<Item = Option<&Json>>, String> {
    let members = value.as_array().filter(|members| members.len() == count).ok_or_else(unreadable)?;
    Ok(members.iter().map(|member| Some(member).filter(|member| !member.is_null())))
}

/// The values of each part, of arrays of `count` parts with `skipped` others in front.
fn columns<'a>(
    count: usize,
    skipped: usize,
    values: &[Option<&'a Json>],
) -> Result<Vec<Vec<Option<&'a Json>>>, String> {
    let mut columns = vec![Vec::with_capacity(values.len()); count];
    for value in values {
        match value {
            None => columns.iter_mut().for_each(|column| column.push(None)),
            Some(value) => {
                let parts = members(value, count + skipped)?.skip(skipped);
                columns.iter_mut().zip(parts).for_each(|(column, part)| column.push(part));
            }
        }
    }
    Ok(columns)
}
