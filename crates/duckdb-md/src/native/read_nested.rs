//! Vectors of DuckDB into arrays of Arrow: the types made of others.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, FixedSizeListArray, ListArray, MapArray, StructArray, UInt32Array, UnionArray};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;
use duckdb::ffi;

use super::column::{Column, Kind};
use super::read::{Rows, Unreadable, is_valid, read};

/// Reads rows of a nested type.
///
/// # Safety
/// As for [`read`].
pub(super) unsafe fn read_parts(
    column: &Column,
    rows: Rows<'_>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, Unreadable> {
    // SAFETY (all): children of a live vector are live vectors of the child types; a STRUCT's and a UNION's have as
    // many values as it has, an ARRAY's that many times its length, a LIST's what `get_size` says.
    Ok(match (&column.kind, column.field.data_type()) {
        (Kind::Struct(members), DataType::Struct(fields)) => {
            let members = unsafe { struct_members(members, 0, rows, nulls.as_ref()) }?;
            Arc::new(StructArray::try_new_with_length(fields.clone(), members, nulls, rows.len)?)
        }
        (Kind::List(element), DataType::List(field)) => {
            let (offsets, elements) = unsafe { list(element, rows, &nulls) }?;
            Arc::new(ListArray::try_new(field.clone(), offsets, elements, nulls)?)
        }
        (Kind::Map(entry), DataType::Map(field, sorted)) => {
            let (offsets, entries) = unsafe { list(entry, rows, &nulls) }?;
            let entries = entries.as_any().downcast_ref::<StructArray>().cloned();
            let entries = entries.ok_or_else(|| Unreadable::Broken("holds a map without entries".to_owned()))?;
            Arc::new(MapArray::try_new(field.clone(), offsets, entries, nulls, *sorted)?)
        }
        (Kind::Array(element, length), DataType::FixedSizeList(field, size)) => {
            let hidden = nulls.as_ref().map(|nulls| nulls.expand(*length));
            let child = unsafe { ffi::duckdb_array_vector_get_child(rows.vector) };
            let (start, len) = (rows.start * length, rows.len * length);
            let elements = unsafe { read(element, Rows { vector: child, start, len, hidden: hidden.as_ref() }) }?;
            Arc::new(FixedSizeListArray::try_new(field.clone(), *size, elements, nulls)?)
        }
        (Kind::Union(members), DataType::Union(fields, _)) => {
            let arrays = unsafe { struct_members(members, 1, rows, nulls.as_ref()) }?;
            let tags = Rows { vector: unsafe { ffi::duckdb_struct_vector_get_child(rows.vector, 0) }, ..rows };
            let tags = tags.values::<i8>();
            // Arrow's unions have no mask: a NULL one is a NULL of its first member.
            let tag = |row| if is_valid(&nulls, row) { unsafe { tags.get(row) } } else { 0 };
            let tags: Vec<i8> = (0..rows.len).map(tag).collect();
            if let Some(first) = arrays.first().filter(|first| first.null_count() > 0) {
                let is_hidden = |row| is_valid(&nulls, row) && tags[row] == 0 && first.is_null(row);
                if (0..rows.len).any(is_hidden) {
                    let reason = "holds a union whose first member is chosen and NULL, which Arrow can't tell from NULL: \
                                  cast it to text, or read its tag (`union_tag`) and members apart";
                    return Err(Unreadable::Broken(reason.to_owned()));
                }
            }
            Arc::new(UnionArray::try_new(fields.clone(), ScalarBuffer::from(tags), None, arrays)?)
        }
        (_, data_type) => return Err(Unreadable::Broken(format!("can't be read as {data_type}"))),
    })
}

/// # Safety
/// `rows` are of a STRUCT with `skip` children before `members`.
unsafe fn struct_members(
    members: &[Column],
    skip: u64,
    rows: Rows<'_>,
    nulls: Option<&NullBuffer>,
) -> Result<Vec<ArrayRef>, Unreadable> {
    let member = |(index, member): (u64, &Column)| {
        // SAFETY: the caller's promise, and that of `read_parts`.
        unsafe {
            let vector = ffi::duckdb_struct_vector_get_child(rows.vector, index);
            read(member, Rows { vector, hidden: nulls, ..rows })
        }
    };
    (skip..).zip(members).map(member).collect()
}

/// The offsets and elements of a LIST, without the elements that no row refers to.
///
/// # Safety
/// `rows` are of a LIST (or MAP) of `element`s.
unsafe fn list(
    element: &Column,
    rows: Rows<'_>,
    nulls: &Option<NullBuffer>,
) -> Result<(OffsetBuffer<i32>, ArrayRef), Unreadable> {
    let values = rows.values::<ffi::duckdb_list_entry>();
    let entry = |row| {
        if !is_valid(nulls, row) {
            return (0, 0);
        }
        // SAFETY: one of the rows, and not NULL.
        let entry = unsafe { values.get(row) };
        (entry.offset as usize, entry.length as usize)
    };
    let entries: Vec<(usize, usize)> = (0..rows.len).map(entry).collect();
    let total: usize = entries.iter().map(|(_, length)| length).sum();
    if i32::try_from(total).is_err() {
        return Err(Unreadable::TooMuch);
    }
    let offsets = OffsetBuffer::from_lengths(entries.iter().map(|(_, length)| *length));
    // SAFETY: the child of a live LIST.
    let vector = unsafe { ffi::duckdb_list_vector_get_child(rows.vector) };
    let used = entries.iter().filter(|(_, length)| *length > 0);
    let first = used.clone().map(|(offset, _)| *offset).min().unwrap_or(0);
    let last = used.clone().map(|(offset, length)| offset + length).max().unwrap_or(0);
    // SAFETY: entries lie within the child.
    let elements = unsafe { read(element, Rows { vector, start: first, len: last - first, hidden: None }) }?;
    let mut next = first;
    let in_order = used.clone().all(|(offset, length)| std::mem::replace(&mut next, offset + length) == *offset);
    if in_order {
        return Ok((offsets, elements));
    }
    // Several rows may share elements (a constant list), or stand in another order than their elements.
    let positions = used.flat_map(|(offset, length)| (offset - first) as u32..(offset - first + length) as u32);
    Ok((offsets, arrow_select::take::take(&elements, &UInt32Array::from_iter_values(positions), None)?))
}
