//! Which columns are copied.

use std::io::Write;

use aludel::{Any, Column, Expr, Table};

use super::Ends;
use crate::dialects;
use crate::failure::Failure;
use crate::output::visible;

/// The source's columns, but those that the target computes, and those that the source computes and the target has not; both
/// are told.
pub(super) fn copied(source: &Table, target: &Table, ends: &Ends) -> Result<Vec<Expr<Any>>, Failure> {
    let spelling = dialects::find(ends.to.capabilities().dialect())?.spelling;
    let mut copied = Vec::new();
    for column in source.columns() {
        let there = target.columns().iter().find(|there| spelling.is_same_name(there.name(), column.name()));
        let why = match there {
            Some(there) if there.is_generated() => "the target computes it",
            None if column.is_generated() => "the source computes it, and the target has none of that name",
            None if !target.columns().is_empty() => {
                let problem = format!("the target has no column {:?}", visible(column.name()).to_string());
                return Err(Failure::new(problem).way_out("copy from a view without it, or add the column"));
            }
            _ => {
                copied.push(source.col(column.name()));
                continue;
            }
        };
        writeln!(std::io::stderr(), "left out: column {:?}: {why}", visible(column.name()).to_string())?;
    }
    if copied.is_empty() && source.columns().iter().any(Column::is_generated) {
        return Err(Failure::new("every column of the table is computed: there is nothing to copy"));
    }
    Ok(copied)
}
