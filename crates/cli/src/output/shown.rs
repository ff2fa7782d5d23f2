//! Tables for people.

use std::io::Write;

use aludel::{Rows, SqlType, TYPE_NAME, sql_type_of};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell, CellAlignment, Table};
use indicatif::HumanCount;

use crate::failure::Failure;
use crate::progress::rows;

/// A cell is cut to this many characters.
const CELL_WIDTH: usize = 60;

/// The first rows of a result, and how many there are.
pub(crate) struct Shown {
    schema: SchemaRef,
    /// How many are shown; `None`: all.
    most: Option<usize>,
    kept: Vec<RecordBatch>,
    kept_rows: usize,
    all: u64,
}

impl Shown {
    /// Of 0, all rows.
    pub(crate) fn new(schema: SchemaRef, most: usize) -> Self {
        Self { schema, most: (most > 0).then_some(most), kept: Vec::new(), kept_rows: 0, all: 0 }
    }

    pub(crate) fn take(&mut self, batch: &RecordBatch) {
        self.all += batch.num_rows() as u64;
        let wanted = self.most.map_or(usize::MAX, |most| most - self.kept_rows).min(batch.num_rows());
        if wanted > 0 {
            self.kept.push(batch.slice(0, wanted));
            self.kept_rows += wanted;
        }
    }

    pub(crate) fn write(self, to: &mut impl Write) -> Result<(), Failure> {
        let fields = self.schema.fields();
        // A statement that gives no rows.
        if fields.is_empty() {
            return Ok(());
        }
        let right: Vec<bool> = fields.iter().map(|field| sql_type_of(field).is_ok_and(|own| is_number(&own))).collect();
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED);
        table.set_header(fields.iter().map(|field| {
            let own = field.metadata().get(TYPE_NAME).cloned();
            let own = own.or_else(|| sql_type_of(field).ok().map(|own| own.to_string())).unwrap_or_default();
            Cell::new(format!("{}\n{}", cut(field.name()), cut(&own)))
        }));
        for row in &Rows::new(self.schema.clone(), self.kept) {
            let values = row.values().map_err(aludel::Error::from)?;
            table.add_row(values.iter().zip(&right).map(|(value, right)| {
                let alignment = if *right { CellAlignment::Right } else { CellAlignment::Left };
                Cell::new(cut(&value.to_string())).set_alignment(alignment)
            }));
        }
        writeln!(to, "{table}")?;
        match self.all - self.kept_rows as u64 {
            0 => writeln!(to, "{}", rows(self.all))?,
            more => writeln!(to, "the first {} of {}: {} more", self.kept_rows, rows(self.all), HumanCount(more))?,
        }
        Ok(())
    }
}

/// A table of facts: a line of names, and texts below.
pub(crate) fn plain_table<const N: usize>(head: [&str; N], lines: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(head);
    for line in lines {
        table.add_row(line.map(|text| visible(&text)));
    }
    table.trim_fmt()
}

/// In one line, and without what moves a terminal's cursor.
pub(crate) fn visible(text: &str) -> String {
    let plain = |letter: char| -> Vec<char> {
        if letter.is_control() { letter.escape_default().collect() } else { vec![letter] }
    };
    text.chars().flat_map(plain).collect()
}

fn cut(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(CELL_WIDTH) {
        Some(_) => text.chars().take(CELL_WIDTH - 1).chain(['…']).collect(),
        None => text,
    }
}

fn is_number(own: &SqlType) -> bool {
    use SqlType as T;
    matches!(
        own,
        T::Int8
            | T::Int16
            | T::Int32
            | T::Int64
            | T::Int128
            | T::UInt8
            | T::UInt16
            | T::UInt32
            | T::UInt64
            | T::UInt128
            | T::BigInteger
            | T::Float32
            | T::Float64
            | T::Decimal { .. }
    )
}
