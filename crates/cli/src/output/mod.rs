//! Where rows go, and in what form.

mod parquet;
mod place;
mod shown;
mod writer;

pub(crate) use place::Place;
pub(crate) use shown::{Shown, plain_table, visible};
pub(crate) use writer::Writer;
