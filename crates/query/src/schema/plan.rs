//! Which statements make a table, and in which order tables are made.

use std::collections::HashMap;
use std::marker::PhantomData;

use aludel_dialect::{Any, Has, Levels};

use crate::ddl::{AlterTable, CreateObject, CreateTable, DdlNode, DropObject, DropTable};
use crate::{BuildError, Name, Table, alter_table, create_index, create_table};

/// One of several statements that make, change or drop what is in a schema, for dialect `D`.
#[must_use]
pub struct Ddl<D> {
    pub(crate) node: DdlNode,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Ddl<D> {
    fn clone(&self) -> Self {
        Ddl { node: self.node.clone(), dialect: PhantomData }
    }
}

impl<D: Levels> Ddl<D> {
    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Ddl<E>
    where
        D: Has<E, I>,
    {
        Ddl { node: self.node.clone(), dialect: PhantomData }
    }
}

macro_rules! from {
    ($($statement:ident)+) => { $(
        impl<D> From<$statement<D>> for Ddl<D> {
            fn from(statement: $statement<D>) -> Self {
                Ddl { node: statement.node, dialect: PhantomData }
            }
        }
    )+ };
}

from!(CreateTable CreateObject AlterTable DropTable DropObject);

/// CREATE TABLE, indexes, comments.
pub(super) fn create(table: &Table) -> Vec<Ddl<Any>> {
    let mut statements = vec![Ddl::from(create_table(&table.without_the_rest()))];
    statements.extend(table.indexes().iter().map(|index| Ddl::from(create_index(table, index))));
    statements.extend(table.comment().map(|comment| Ddl::from(alter_table(table).comment(comment))));
    for column in table.columns() {
        let comment = column.comment();
        statements.extend(comment.map(|comment| Ddl::from(alter_table(table).comment_column(column.name(), comment))));
    }
    statements
}

/// Each behind those that it refers to; else in the order that they have.
pub(super) fn sorted(tables: &[Table]) -> Result<Vec<&Table>, BuildError> {
    let path = |table: &Table| -> Vec<Name> { table.path_names().cloned().collect() };
    let numbers: HashMap<Vec<Name>, usize> = tables.iter().map(path).zip(0..).collect();
    // Which of the tables each refers to, but itself.
    let referred_of = |(number, table): (usize, &Table)| -> Vec<usize> {
        let referred = table.constraints().iter().filter_map(|constraint| constraint.references());
        let numbers = referred.filter_map(|(referred, _)| numbers.get(&path(referred)).copied());
        numbers.filter(|other| *other != number).collect()
    };
    let referred: Vec<Vec<usize>> = tables.iter().enumerate().map(referred_of).collect();
    let mut is_placed = vec![false; tables.len()];
    let mut order = Vec::with_capacity(tables.len());
    while order.len() < tables.len() {
        let before = order.len();
        for (number, table) in tables.iter().enumerate() {
            if !is_placed[number] && referred[number].iter().all(|other| is_placed[*other]) {
                is_placed[number] = true;
                order.push(table);
            }
        }
        if order.len() == before {
            let rest = tables.iter().zip(&is_placed).filter(|(_, is_placed)| !**is_placed);
            let names: Vec<String> = rest.map(|(table, _)| table.path().join(".")).collect();
            return Err(BuildError::usage(format!(
                "the foreign keys of {} refer to each other in a circle, so that none can be made first: leave one of them out",
                names.join(", ")
            )));
        }
    }
    Ok(order)
}
