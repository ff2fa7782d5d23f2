//! Columns made of columns.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, ListArray, MapArray, StructArray, UnionArray, new_null_array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;
use arrow_select::concat::concat;

use super::measure::{NO_ALTERNATIVE, count_alternatives, dictionary_head, without_null};
use super::read::{Fault, Read, read_values};
use super::scan::Scan;
use crate::types::{Kind, Member, Type};

/// Values once, then each row's place among them. The first value stands for NULL where there may be one.
pub(super) fn dictionary(inner: &Type, to: &DataType, rows: usize, scan: &mut Scan<'_>) -> Read {
    let DataType::Dictionary(_, value_type) = to else { return Err(Fault::Malformed("type")) };
    let (width, count) = dictionary_head(scan)?;
    let values = read_values(without_null(inner), value_type, count, None, scan)?;
    if scan.count()? != rows {
        return Err(Fault::Malformed("number of rows"));
    }
    let bytes = scan.take_values(rows, width)?;
    let too_large = || Fault::Malformed("key of the dictionary");
    let keys: Vec<i32> = match width {
        1 => bytes.iter().map(|key| i32::from(*key)).collect(),
        2 => bytes.as_chunks::<2>().0.iter().map(|key| i32::from(u16::from_le_bytes(*key))).collect(),
        4 => {
            let keys = bytes.as_chunks::<4>().0.iter().map(|key| i32::try_from(u32::from_le_bytes(*key)));
            keys.collect::<Result<_, _>>().map_err(|_| too_large())?
        }
        _ => {
            let keys = bytes.as_chunks::<8>().0.iter().map(|key| i32::try_from(u64::from_le_bytes(*key)));
            keys.collect::<Result<_, _>>().map_err(|_| too_large())?
        }
    };
    let nulls = match &inner.kind {
        Kind::Nullable(_) => Some(keys.iter().map(|key| *key != 0).collect::<NullBuffer>()),
        _ => None,
    };
    let keys = Int32Array::try_new(keys.into(), nulls.filter(|nulls| nulls.null_count() > 0))?;
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values)?))
}

/// Where each row's list ends.
fn offsets(rows: usize, scan: &mut Scan<'_>) -> Result<OffsetBuffer<i32>, Fault> {
    let mut offsets = Vec::with_capacity(rows + 1);
    let mut last = 0;
    offsets.push(last);
    for end in scan.take_values(rows, 8)?.as_chunks::<8>().0 {
        let end = u64::from_le_bytes(*end);
        let end = i32::try_from(end).map_err(|_| Fault::Unreadable {
            row: None,
            reason: "a block of it has more than 2³¹ elements; set max_block_size lower".to_owned(),
        })?;
        if end < last {
            return Err(Fault::Malformed("order of offsets"));
        }
        offsets.push(end);
        last = end;
    }
    Ok(OffsetBuffer::new(ScalarBuffer::from(offsets)))
}

/// How many elements all rows have together.
fn elements(offsets: &OffsetBuffer<i32>) -> usize {
    offsets.last().and_then(|last| usize::try_from(*last).ok()).unwrap_or_default()
}

pub(super) fn list(element: &Type, to: &DataType, rows: usize, scan: &mut Scan<'_>) -> Read {
    let DataType::List(field) = to else { return Err(Fault::Malformed("type")) };
    let offsets = offsets(rows, scan)?;
    let values = read_values(element, field.data_type(), elements(&offsets), None, scan)?;
    Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, values, None)?))
}

pub(super) fn map(entry: &(Type, Type), to: &DataType, rows: usize, scan: &mut Scan<'_>) -> Read {
    let DataType::Map(field, sorted) = to else { return Err(Fault::Malformed("type")) };
    let DataType::Struct(parts) = field.data_type() else { return Err(Fault::Malformed("type")) };
    let [key_field, value_field] = &parts[..] else { return Err(Fault::Malformed("type")) };
    let offsets = offsets(rows, scan)?;
    let count = elements(&offsets);
    let keys = read_values(&entry.0, key_field.data_type(), count, None, scan)?;
    let values = read_values(&entry.1, value_field.data_type(), count, None, scan)?;
    let entries = StructArray::try_new(parts.clone(), vec![keys, values], None)?;
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, None, *sorted)?))
}

pub(super) fn tuple(
    members: &[Member],
    to: &DataType,
    rows: usize,
    nulls: Option<NullBuffer>,
    scan: &mut Scan<'_>,
) -> Read {
    let DataType::Struct(fields) = to else { return Err(Fault::Malformed("type")) };
    if members.is_empty() {
        scan.take(rows)?;
        return Ok(Arc::new(StructArray::new_empty_fields(rows, nulls)));
    }
    let columns = members
        .iter()
        .zip(fields)
        .map(|(member, field)| read_values(&member.member_type, field.data_type(), rows, None, scan))
        .collect::<Result<Vec<ArrayRef>, Fault>>()?;
    Ok(Arc::new(StructArray::try_new(fields.clone(), columns, nulls)?))
}

/// Each row's alternative by number, then the alternatives' values one after the other.
pub(super) fn variant(alternatives: &[Type], to: &DataType, rows: usize, scan: &mut Scan<'_>) -> Read {
    let DataType::Union(fields, _) = to else { return Err(Fault::Malformed("type")) };
    let chosen = scan.take(rows)?;
    let counts = count_alternatives(alternatives.len(), chosen)?;
    let mut children = Vec::with_capacity(alternatives.len());
    for ((alternative, (_, field)), count) in alternatives.iter().zip(fields.iter()).zip(&counts) {
        children.push(read_values(alternative, field.data_type(), *count, None, scan)?);
    }
    let too_long = || Fault::Malformed("number of rows");
    let null_at = i32::try_from(counts.first().copied().unwrap_or_default()).map_err(|_| too_long())?;
    let mut next = vec![0_i32; alternatives.len()];
    let mut numbers = Vec::with_capacity(rows);
    let mut places = Vec::with_capacity(rows);
    for number in chosen {
        if *number == NO_ALTERNATIVE {
            numbers.push(0);
            places.push(null_at);
            continue;
        }
        let place = next.get_mut(usize::from(*number)).ok_or(Fault::Malformed("number of an alternative"))?;
        numbers.push(i8::try_from(*number).map_err(|_| Fault::Malformed("number of an alternative"))?);
        places.push(*place);
        *place = place.checked_add(1).ok_or_else(too_long)?;
    }
    if chosen.contains(&NO_ALTERNATIVE)
        && let Some(first) = children.first_mut()
    {
        // All NULLs are this one.
        *first = concat(&[first.as_ref(), new_null_array(first.data_type(), 1).as_ref()])?;
    }
    Ok(Arc::new(UnionArray::try_new(fields.clone(), numbers.into(), Some(places.into()), children)?))
}
