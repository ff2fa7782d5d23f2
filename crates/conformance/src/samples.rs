//! A statement of the builder for each construct that it writes.

use std::fmt;

use aludel_dialect::{Any, Capabilities, Construct, Interval, SqlType};
use aludel_query::{
    BinaryOperator, Bound, BuildError, Column, Constraint, EnumType, Frame, FrameExclusion, Horizon, Horizons,
    Identity, Index, Joins, Materialization, MdRun, NullTreatment, Prepared, ReferentialAction, RowLock, SampleBy,
    SampleMethod, SampleSize, SampleUnit, Sequence, Spelling, Statement, Table, TimeBound, TransactionalStatement,
    UnpivotNulls, alter_table, array, create_database, create_enum, create_index, create_materialized_view,
    create_schema, create_sequence, create_table, create_table_as, create_temporary_view, create_view, default, delete,
    drop_table, exists, explain, explain_analyze, func, insert, label_ref, lambda, literal, map, merge, read_csv,
    recursive_cte, row, select, star, structure, table_function, truncate, unnest, update, using, values, window,
};

/// A statement that uses one construct.
pub struct Sample {
    construct: Construct,
    where_clause: Where,
    statement: Box<dyn Statement<Any>>,
}

/// Whether a statement that wants a WHERE has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// It has one, or none of its kind has.
    Whole,
    /// It has none.
    Missing,
}

impl Sample {
    /// What it uses.
    pub fn construct(&self) -> Construct {
        self.construct
    }

    pub(crate) fn where_clause(&self) -> Where {
        self.where_clause
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sample").field(&self.construct).finish()
    }
}

impl Statement<Any> for Sample {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.statement.render(spelling, capabilities)
    }
}

impl TransactionalStatement<Any> for Sample {}

/// A statement for each construct that the builder can write; several where it can be said with one or another that a dialect
/// may lack. What it can't be said without, as MERGE for a condition of its WHEN, stands in each of them.
pub fn samples() -> Vec<Sample> {
    use Construct as C;
    macro_rules! each {
        ($($construct:ident $statement:expr;)+) => {
            vec![$(Sample { construct: C::$construct, where_clause: Where::Whole, statement: Box::new($statement) }),+]
        };
    }
    include!("samples/all.rs")
}

/// The statements that a dialect may refuse without WHERE, and which have none.
pub(crate) fn samples_without_where() -> Vec<Sample> {
    let table = Table::new("users");
    let bare = |construct, statement| Sample { construct, where_clause: Where::Missing, statement };
    vec![
        bare(Construct::Update, Box::new(update::<Any>(&table).set("a", 1)) as Box<dyn Statement<Any>>),
        bare(Construct::Delete, Box::new(delete::<Any>(&table))),
    ]
}

/// What no method writes: of the engine's session, or of tools yet to come.
pub const UNWRITTEN: &[Construct] = {
    use Construct as C;
    &[
        // The engine asks for these.
        C::ReadYourWrites,
        C::Savepoint,
        C::TwoPhase,
        C::IsolationLevel,
        C::Cancel,
        C::StatementTimeout,
        C::Progress,
        C::SessionSettings,
        C::StatementSettings,
        C::Attach,
        C::InstallExtension,
        C::LoadExtension,
        C::Secret,
        C::CopyFromStdin,
        C::CopyToFile,
        C::Procedure,
        C::ListenNotify,
        C::AdvisoryLock,
        C::SeveralStatements,
        // Queries.
        // Schema work.
        C::Macro,
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verbs;

    /// A construct that the list gains must be written by a method and stand in `samples`, or have a verb, or be named as
    /// unwritten.
    #[test]
    fn every_construct_of_the_list_is_accounted_for() {
        let written: Vec<Construct> = samples().iter().map(Sample::construct).collect();
        for construct in Construct::ALL {
            let ways = [written.as_slice(), verbs::ALL, UNWRITTEN];
            let accounted = ways.iter().filter(|way| way.contains(construct)).count();
            assert_eq!(accounted, 1, "{construct:?}");
        }
    }
}
