//! Behaviour cases: one statement of the builder, and the rows it gives on every engine that grants it.

mod joins;
mod nulls;
mod queries;
mod run;

use aludel_dialect::{Any, Construct};
use aludel_query::Statement;

pub use run::Fixture;
pub(crate) use run::{Bless, behaviour, golden, is_granted, twin};

/// A behaviour case: one statement of the builder, the rows it gives on every engine that grants it, and the constructs that
/// it needs.
///
/// A case is data: which of the shared [tables](Fixture) it reads, what it needs, the statement, the rows as
/// [`show`](crate::show) writes them. What a dialect must do with it follows from its declaration:
///
/// - **Every need is granted:** the tables are made, the statement is run, and its rows are the expected ones. The same rows
///   are expected of every engine, so that two engines that both grant a case give the same answer.
/// - **A need is not granted:** its twin runs instead, so that the number of trials is the same everywhere. The statement is
///   refused by the name of a need that is not granted, and nothing is sent.
///
/// A refusal by a construct that the case does not name is a failure: `needs` is whole. Beside it the statement's text is
/// compared with `<golden>/<case>/<dialect>.sql`, or its refusal with `<dialect>.refused`; no engine is asked.
/// `cargo xtask golden --bless` writes these files anew.
///
/// To add one: a line in the file of its area, `src/cases/`; then `cargo xtask golden --bless`, and read what it wrote.
pub struct Case {
    /// Its name, which is also that of its folder among the golden files.
    pub name: &'static str,
    /// Every construct that it uses and a dialect may lack.
    pub needs: &'static [Construct],
    /// The tables it reads.
    pub tables: &'static [Fixture],
    /// The statement.
    pub statement: fn() -> Box<dyn Statement<Any>>,
    /// What it gives, in its order.
    pub rows: &'static str,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Case").field(&self.name).finish()
    }
}

/// `name (needs) [tables] statement => rows;`
macro_rules! area {
    ($($name:ident ($($need:ident),*) [$($table:ident),*] $statement:expr => $rows:literal;)+) => {
        /// The cases of this area.
        pub(super) const CASES: &[crate::cases::Case] = &[$(crate::cases::Case {
            name: stringify!($name),
            needs: &[$(aludel_dialect::Construct::$need),*],
            tables: &[$(crate::cases::Fixture::$table),*],
            statement: || Box::new($statement),
            rows: $rows,
        }),+];
    };
}
use area;

/// Every case.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [nulls::CASES, joins::CASES, queries::CASES].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Names are folders, and a case that was renamed leaves none behind.
    #[test]
    fn golden_files_belong_to_cases() -> Result<(), std::io::Error> {
        let names: BTreeSet<String> = cases().map(|case| case.name.to_owned()).collect();
        assert_eq!(names.len(), cases().count());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            assert!(names.contains(&name), "golden/{name} belongs to no case");
        }
        Ok(())
    }
}
