//! How a case is run.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use aludel_dialect::{Any, Capabilities, Construct, Value};
use aludel_engine::{Engine, Error, ErrorClass, RowsChanged};
use aludel_query::{
    BuildError, Column, Expr, Prepared, Spelling, SqlDialect, Statement, Table, TransactionalStatement, create_table,
    insert, select, typed_literal,
};

use super::same::is_same;
use super::{Answer, Case, Filled};
use crate::Subject;
use crate::ask::rows_text;
use crate::lent::{Counting, engine_of};
use crate::opened::with_database;

/// A case's statement.
pub(crate) struct Written(pub(crate) Box<dyn Statement<Any>>);

impl Statement<Any> for Written {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.0.render(spelling, capabilities)
    }
}

impl TransactionalStatement<Any> for Written {}

/// Whether the dialect writes the case: it grants all that the case needs, and has its functions and types.
pub(crate) fn is_granted<D: SqlDialect>(case: &Case) -> bool {
    let capabilities = Capabilities::of::<D>();
    let written = || Written((case.statement)()).render(D::spelling(), &capabilities);
    let is_spoken = |error: Option<BuildError>| !error.is_some_and(|error| is_unspoken(&error));
    case.needs.iter().all(|need| capabilities.grants(*need))
        && is_spoken(written().err())
        && is_spoken(tables_in_words::<D>(case, &capabilities).err())
}

/// The tables of a case and their rows as text alone: a dialect may lack a column's type, or a value.
fn tables_in_words<D: SqlDialect>(case: &Case, capabilities: &Capabilities) -> Result<(), BuildError> {
    for Filled { table, rows } in &case.tables {
        create_table::<Any>(table).render(D::spelling(), capabilities)?;
        for row in rows {
            insert::<Any>(table).values(named(table, row)).render(D::spelling(), capabilities)?;
        }
    }
    Ok(())
}

/// The values of a row under the names of their columns.
fn named(table: &Table, row: &[Value]) -> Vec<(String, Expr<Any>)> {
    let value = |(column, value): (&Column, &Value)| {
        (column.name().to_owned(), typed_literal(value.clone(), column.sql_type().clone()))
    };
    table.columns().iter().zip(row).map(value).collect()
}

/// Whether the dialect has no such function, type, value or name, or nothing that means the same as an expression.
pub(crate) fn is_unspoken(error: &BuildError) -> bool {
    use BuildError::{Expression, Function, Name, Type, Value};
    matches!(error, Function { .. } | Type { .. } | Value { .. } | Name { .. } | Expression { .. })
}

/// Runs the case on the engine.
pub(crate) async fn behaviour<S: Subject>(subject: &S, case: &Case) -> Result<(), String> {
    with_database(subject, subject.open(&[]), async |database| {
        let engine = engine_of(database).await.map_err(|error| error.to_string())?;
        let filled = fill(subject, &engine, &case.tables).await;
        match filled {
            Ok(()) => judged(subject, &engine, case).await,
            // It says so when the value is stored.
            Err(error) if matches!(case.answer, Answer::RowsOrError(_)) && is_of_the_value(&error) => Ok(()),
            Err(error) => Err(format!("making its tables: {error}")),
        }
    })
    .await
}

/// Makes the tables, and waits until they can be read.
pub(crate) async fn fill<S: Subject>(subject: &S, engine: &Engine, tables: &[Filled]) -> Result<(), Error> {
    for Filled { table, rows } in tables {
        subject.create(engine, table).await?;
        for row in rows {
            engine.execute(insert(table).values(named(table, row))).await?;
        }
    }
    subject.settle_engine(engine).await
}

async fn judged<S: Subject>(subject: &S, engine: &Engine, case: &Case) -> Result<(), String> {
    let told = |error: Error| error.to_string();
    let statement = Written((case.statement)());
    let expect = |expected: &str, found: String| {
        if is_same(expected, &found, S::TRUTH_VALUES) {
            Ok(())
        } else {
            Err(format!("found {found}, expected {expected}"))
        }
    };
    match &case.answer {
        Answer::Rows(rows) => expect(rows, rows_text(&engine.fetch(statement).await.map_err(told)?)),
        Answer::RowsOrError(rows) => match engine.fetch(statement).await {
            Ok(found) => expect(rows, rows_text(&found)),
            Err(error) if is_of_the_value(&error) => Ok(()),
            Err(error) => Err(format!("it fails, and not because of the value: {error}")),
        },
        Answer::Error => match engine.fetch(statement).await {
            Ok(found) => Err(format!("it gives {}, and should fail", rows_text(&found))),
            Err(error) if is_of_the_value(&error) => Ok(()),
            Err(error) => Err(format!("it fails, and not because of the value: {error}")),
        },
        Answer::Changed(rows, then) => {
            // An engine that does not tell says so, and no other number.
            if let RowsChanged::Known(changed) = engine.execute(statement).await.map_err(told)? {
                expect(&rows.to_string(), changed.to_string()).map_err(|why| format!("rows changed: {why}"))?;
            }
            expect(then, left(subject, engine, case).await?).map_err(|why| format!("afterwards: {why}"))
        }
        Answer::Left(then) => {
            engine.execute(statement).await.map_err(told)?;
            expect(then, left(subject, engine, case).await?).map_err(|why| format!("afterwards: {why}"))
        }
        Answer::Returned(rows, then) => {
            expect(rows, rows_text(&engine.fetch(statement).await.map_err(told)?))?;
            expect(then, left(subject, engine, case).await?).map_err(|why| format!("afterwards: {why}"))
        }
    }
}

/// What the first table holds, by its first column.
async fn left<S: Subject>(subject: &S, engine: &Engine, case: &Case) -> Result<String, String> {
    let told = |error: Error| error.to_string();
    subject.settle_engine(engine).await.map_err(told)?;
    let Some(Filled { table, .. }) = case.tables.first() else {
        return Err("a case that changes rows has a table".to_owned());
    };
    let columns = table.all_columns::<Any>();
    let order: Vec<_> = columns.iter().take(1).cloned().collect();
    Ok(rows_text(&engine.fetch(select(columns).from(table).order_by(order)).await.map_err(told)?))
}

/// Whether the engine says that there is no such value.
fn is_of_the_value(error: &Error) -> bool {
    matches!(error, Error::Encode(_) | Error::Decode(_)) || matches!(error.class(), Some(ErrorClass::Conversion))
}

/// What is not granted is refused by the name of a need, and nothing is sent.
pub(crate) async fn twin<D: SqlDialect>(case: &Case) -> Result<(), String> {
    let capabilities = Capabilities::of::<D>();
    let database = Counting::new(D::NAME, capabilities.clone(), D::spelling());
    let wire = database.wire();
    let engine = engine_of(Arc::new(database)).await.map_err(|error| error.to_string())?;
    let answer = match tables_in_words::<D>(case, &capabilities) {
        Err(error) if is_unspoken(&error) && case.needs.iter().all(|need| capabilities.grants(*need)) => {
            Err(Error::Build(error))
        }
        _ => engine.fetch(Written((case.statement)())).await.map(drop),
    };
    refused(&case.needs, &capabilities, answer, wire.load(Ordering::Relaxed))
}

/// Whether that is a refusal by the name of a need that is not granted, of which nothing was sent.
pub(crate) fn refused(
    needs: &[Construct],
    capabilities: &Capabilities,
    answer: Result<(), Error>,
    sent: usize,
) -> Result<(), String> {
    match (answer, sent) {
        (Err(Error::Refused(refused)), 0) => {
            let named = refused.construct();
            if needs.contains(&named) && !capabilities.grants(named) {
                Ok(())
            } else {
                Err(format!("it is refused by {named:?}, which is no need of it that is not granted"))
            }
        }
        (Err(Error::Build(error)), 0) if is_unspoken(&error) => Ok(()),
        (Err(error), 0) => Err(format!("it is not refused, but fails: {error}")),
        (answer, sent) => Err(format!("it is not refused: {sent} messages were sent, {answer:?}")),
    }
}

#[cfg(test)]
mod tests {
    use aludel_engine::ServerError;

    use super::*;

    #[test]
    fn an_error_of_a_value_is_of_that_class_and_no_other() {
        for class in ErrorClass::ALL {
            let error = Error::Server(ServerError::new(*class, "5 is too great"));
            assert_eq!(is_of_the_value(&error), *class == ErrorClass::Conversion, "{class:?}");
        }
        assert!(!is_of_the_value(&Error::Usage("another".to_owned())));
    }
}
