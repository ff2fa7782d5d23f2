//! A result as a table.

use std::fmt;

use aludel_dialect::{SqlType, Value};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell, CellAlignment, Table};

use super::Rows;
use crate::decode::{ColumnReader, Columns, TYPE_NAME, ValueReader, found_type, sql_type_of};

/// Of a longer result, this many rows are shown at each end.
const ROWS_AT_EACH_END: usize = 20;
/// A cell is cut to this many characters.
const CELL_WIDTH: usize = 60;

/// A table: names and types above, numbers to the right; the middle of a long result and the end of a wide cell are
/// left out and marked `…`. The last line tells how many rows there are.
impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED);
        let fields = self.schema().fields();
        let right: Vec<bool> = fields.iter().map(|field| sql_type_of(field).is_ok_and(|own| is_number(&own))).collect();
        table.set_header(fields.iter().map(|field| {
            let own = field.metadata().get(TYPE_NAME).cloned();
            let own = own.or_else(|| sql_type_of(field).ok().map(|own| own.to_string()));
            Cell::new(format!(
                "{}\n{}",
                cut(&plain(field.name())),
                cut(&plain(&own.unwrap_or_else(|| found_type(field))))
            ))
        }));
        let aligned = |(index, text): (usize, String)| {
            let alignment = if right[index] { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(text).set_alignment(alignment)
        };
        let cut_out =
            if self.len() > 2 * ROWS_AT_EACH_END { ROWS_AT_EACH_END..self.len() - ROWS_AT_EACH_END } else { 0..0 };
        let mut number = 0;
        for batch in self.batches() {
            let columns = Columns::from(batch);
            let readers: Vec<Option<ColumnReader<ValueReader>>> =
                (0..columns.len()).map(|index| columns.read_at::<Value>(index).ok()).collect();
            for row in 0..batch.num_rows() {
                if !cut_out.is_empty() && number == cut_out.start {
                    table.add_row((0..fields.len()).map(|index| aligned((index, "…".to_owned()))));
                }
                if !cut_out.contains(&number) {
                    let cells =
                        readers.iter().map(|reader| match reader.as_ref().map(|reader| reader.read::<Value>(row)) {
                            Some(Ok(value)) => cut(&value.to_string()),
                            _ => "<no reader>".to_owned(),
                        });
                    table.add_row(cells.enumerate().map(aligned));
                }
                number += 1;
            }
        }
        if !fields.is_empty() {
            writeln!(f, "{table}")?;
        }
        let shown = if cut_out.is_empty() { String::new() } else { format!(", {} shown", 2 * ROWS_AT_EACH_END) };
        write!(f, "{} row{}{shown}", self.len(), if self.len() == 1 { "" } else { "s" })
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|letter| if letter.is_control() { letter.escape_default().collect() } else { vec![letter] })
        .collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CELL_WIDTH) {
        Some(_) => text.chars().take(CELL_WIDTH - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

fn is_number(own: &SqlType) -> bool {
    matches!(
        own,
        SqlType::Int8
            | SqlType::Int16
            | SqlType::Int32
            | SqlType::Int64
            | SqlType::Int128
            | SqlType::UInt8
            | SqlType::UInt16
            | SqlType::UInt32
            | SqlType::UInt64
            | SqlType::UInt128
            | SqlType::BigInteger
            | SqlType::Float32
            | SqlType::Float64
            | SqlType::Decimal { .. }
    )
}
