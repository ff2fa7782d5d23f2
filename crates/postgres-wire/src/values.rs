//! INSERT … VALUES with many rows in one statement.

use std::fmt;

/// The wire counts a statement's parameters in 16 bits.
pub const MOST_PARAMETERS: usize = u16::MAX as usize;

/// How many rows of this many columns one statement takes, at most `most`: as many as its parameters allow, but at
/// least one.
///
/// ```
/// use aludel_postgres_wire::rows_per_statement;
/// assert_eq!(rows_per_statement(8, usize::MAX), 8_191);
/// assert_eq!(rows_per_statement(8, 1_000), 1_000);
/// ```
pub fn rows_per_statement(columns: usize, most: usize) -> usize {
    (MOST_PARAMETERS / columns.max(1)).min(most).max(1)
}

/// `($1, $2), ($3, $4)`: for so many rows of so many columns.
///
/// ```
/// use aludel_postgres_wire::Placeholders;
/// assert_eq!(Placeholders { rows: 2, columns: 2 }.to_string(), "($1, $2), ($3, $4)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholders {
    /// How many rows.
    pub rows: usize,
    /// How many columns each has.
    pub columns: usize,
}

impl fmt::Display for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in 0..self.rows {
            f.write_str(if row == 0 { "(" } else { ", (" })?;
            for column in 0..self.columns {
                let comma = if column == 0 { "" } else { ", " };
                write!(f, "{comma}${}", row * self.columns + column + 1)?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}
