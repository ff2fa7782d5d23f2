//! Values on their way to the server, as the text of `param_…` for a placeholder `{p1:Type}`.
//!
//! The server reads a value by the type in its placeholder. Outermost it undoes backslashes (`\N` is NULL, and the text
//! `NULL` a text); inside arrays, tuples and maps values are literals, in quotes, and NULL is `NULL`. What it would cut,
//! round or move without a word (digits of decimals, parts of seconds, days before 1970) is refused here.

mod literal;
mod placeholders;
mod type_text;
mod write;

pub(crate) use literal::literal;
pub(crate) use placeholders::{after_quoted, in_place, types_of};
pub use type_text::parameter_type;
pub(crate) use type_text::plain as plain_type;
pub(crate) use write::{bounds, encode};
