//! The derive macros of `aludel`: [`macro@FromRow`] for reading rows, [`macro@Record`] for inserting them.
//!
//! Use them through the facade, which re-exports both.

mod attributes;
mod from_row;
mod names;
mod record;
mod root;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Reads rows as this struct.
///
/// A struct with named fields reads each from the column of its name, wherever that column stands; it can also be read
/// from a STRUCT column. A tuple struct with one field (a newtype) reads what its field reads.
///
/// On the struct:
/// - `#[row(rename_all = "camelCase")]`: how columns are called; also `lowercase`, `UPPERCASE`, `PascalCase`,
///   `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`
/// - `#[row(crate = "path")]`: where the library is found, if not at `::aludel`
///
/// On a field:
/// - `#[row(rename = "x")]`: its column is called `x`
/// - `#[row(default)]`: without such a column it is `Default::default()` (a NULL is still an error; `Option` takes it)
/// - `#[row(flatten)]`: it is a struct that also derives `FromRow` and reads its fields from the same row
/// - `#[row(skip)]`: it is always `Default::default()`
#[proc_macro_derive(FromRow, attributes(row))]
pub fn derive_from_row(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    from_row::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Inserts values of this struct as rows.
///
/// On the struct:
/// - `#[record(table = "users")]`: the table, by default the struct's name in `snake_case`; `schema = "…"` and
///   `database = "…"` beside it
/// - `#[record(rename_all = "camelCase")]`: how columns are called, as with [`macro@FromRow`]
/// - `#[record(crate = "path")]`: where the library is found, if not at `::aludel`
///
/// On a field:
/// - `#[record(rename = "x")]`: its column is called `x`
/// - `#[record(precision = 15, scale = 2)]`: the DECIMAL that an exact decimal is sent as
/// - `#[record(skip)]`: it is not inserted; its column takes the table's default
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
