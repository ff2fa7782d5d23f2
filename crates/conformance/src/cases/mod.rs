//! Behaviour cases: one statement of the builder, and the rows it gives on every engine that grants it.

mod calendar;
mod call;
mod changes;
mod ctes;
mod fixture;
mod functions;
mod golden;
mod grouping;
mod hostile;
mod joins;
mod large;
mod nulls;
mod numbers;
mod ordering;
mod run;
mod same;
mod sets;
mod subqueries;
mod texts;
mod types;
mod windows;

use std::sync::LazyLock;

use aludel_dialect::{Any, Construct};
use aludel_query::Statement;

pub use fixture::{Filled, Fixture};
pub use functions::{FunctionCase, function_cases};
pub(crate) use golden::{Bless, golden};
pub(crate) use run::{Written, behaviour, fill, is_granted, refused, twin};

/// A behaviour case: one statement of the builder, the rows it gives on every engine that grants it, and the constructs that
/// it needs.
///
/// A case is data: which of the shared [tables](Fixture) it reads, what it needs, the statement, the rows as
/// [`show`](crate::show) writes them. What a dialect must do with it follows from its declaration:
///
/// - **Every need is granted:** the tables are made, the statement is run, and its rows are the expected ones. A case has one
///   answer for all engines, so that running it on each is the proof that any two of them agree: where one differs, the
///   spelling is wrong, or a refusal is missing.
/// - **A need is not granted,** or the dialect has no such function or type: its twin runs instead, so that the number of
///   trials is the same everywhere. The statement is refused by the name of a need that is not granted, and nothing is sent.
///
/// A refusal by a construct that the case does not name is a failure: `needs` is whole. Beside it the statement's text is
/// compared with `<golden>/<case>/<dialect>.sql`, or its refusal with `<dialect>.refused`; no engine is asked.
/// `cargo xtask golden --bless` writes these files anew.
///
/// # When two answers are the same
/// If they are written the same: a float by its shortest digits, so that it is exact; a decimal with its scale. An integer may
/// be of any width. Only a number that the case writes behind `~` (a logarithm, a deviation) is met within 10⁻¹² of itself.
/// An engine without truth values says 1 and 0, if its subject says so ([`TruthValues`](crate::TruthValues)).
///
/// # Adding one
/// A line in the file of its area, `src/cases/`, or for a function in `src/cases/functions/`; then
/// `cargo xtask golden --bless`, and read what it wrote.
pub struct Case {
    /// Its name, which is also that of its folder among the golden files.
    pub name: String,
    /// Every construct that it uses and a dialect may lack.
    pub needs: Vec<Construct>,
    /// The tables it reads; the first is the one that it changes.
    pub tables: Vec<Filled>,
    /// The statement.
    pub statement: Box<dyn Fn() -> Box<dyn Statement<Any>> + Send + Sync>,
    /// What it gives.
    pub answer: Answer,
}

/// What a case gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These rows, in this order.
    Rows(String),
    /// These rows, or, where the engine has no such value, an error that says so; never another value.
    RowsOrError(String),
    /// An error that says that the value is wrong.
    Error,
    /// So many rows changed, and the rows of the first table afterwards, by its first column.
    Changed(u64, String),
    /// The rows of the first table afterwards, by its first column; engines count differently what they change.
    Left(String),
    /// The rows that are given back, and those of the first table afterwards, by its first column.
    Returned(String, String),
}

impl From<&str> for Answer {
    fn from(rows: &str) -> Self {
        Answer::Rows(rows.into())
    }
}

fn changed(rows: u64, then: &str) -> Answer {
    Answer::Changed(rows, then.to_owned())
}

fn returned(rows: &str, then: &str) -> Answer {
    Answer::Returned(rows.to_owned(), then.to_owned())
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Case").field(&self.name).finish()
    }
}

/// `name (needs) [tables] statement => answer;`
macro_rules! area {
    ($($name:ident ($($need:ident),*) [$($table:ident),*] $statement:expr => $answer:expr;)+) => {
        /// The cases of this area.
        pub(super) fn cases() -> Vec<crate::cases::Case> {
            vec![$(crate::cases::Case {
                name: stringify!($name).to_owned(),
                needs: vec![$(aludel_dialect::Construct::$need),*],
                tables: vec![$(crate::cases::Fixture::$table.filled()),*],
                statement: Box::new(|| Box::new($statement)),
                answer: crate::cases::Answer::from($answer),
            }),+]
        }
    };
}
use area;

/// Every case.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let areas = [
            nulls::cases,
            ordering::cases,
            numbers::cases,
            texts::cases,
            calendar::cases,
            types::cases,
            joins::cases,
            grouping::cases,
            windows::cases,
            sets::cases,
            ctes::cases,
            subqueries::cases,
            changes::cases,
            hostile::cases,
            large::cases,
            functions::cases,
        ];
        areas.iter().flat_map(|area| area()).collect()
    });
    CASES.iter()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Names are folders, and a case that was renamed leaves none behind.
    #[test]
    fn golden_files_belong_to_cases() -> Result<(), std::io::Error> {
        let names: BTreeSet<String> = cases().map(|case| case.name.clone()).collect();
        assert_eq!(names.len(), cases().count());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            assert!(names.contains(&name), "golden/{name} belongs to no case");
        }
        Ok(())
    }

    #[test]
    fn there_are_several_hundred() {
        let count = cases().count();
        assert!(count >= 300, "{count}");
    }
}
