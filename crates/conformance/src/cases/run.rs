//! How a case is run, and how its text is compared.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use aludel_dialect::{Any, Capabilities, Dialect, SqlType, Value};
use aludel_engine::{Engine, Error};
use aludel_query::{
    BuildError, Column, Prepared, Spelling, SqlDialect, Statement, Table, TransactionalStatement, insert, literal,
};

use super::Case;
use crate::Subject;
use crate::ask::rows_text;
use crate::lent::{Counting, engine_of};

/// The tables that cases read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fixture {
    /// `things (id, n, name)`: `(1, 5, 'x') (2, 7, '') (3, NULL, NULL) (4, -2, 'añ🦆')`.
    Things,
    /// `parts (of, part)`: `(5, 'a') (5, 'b') (NULL, 'c')`.
    Parts,
}

impl Fixture {
    /// The table, with its columns.
    pub fn table(self) -> Table {
        match self {
            Fixture::Things => Table::new("things")
                .column(Column::new("id", SqlType::Int64))
                .column(Column::new("n", SqlType::Int64))
                .column(Column::new("name", SqlType::Text)),
            Fixture::Parts => {
                Table::new("parts").column(Column::new("of", SqlType::Int64)).column(Column::new("part", SqlType::Text))
            }
        }
    }

    fn rows(self) -> Vec<Vec<(&'static str, Value)>> {
        let text = |text: &str| Value::Text(text.to_owned());
        let thing = |id: i64, n: Value, name: Value| vec![("id", id.into()), ("n", n), ("name", name)];
        let part = |of: Value, part: &str| vec![("of", of), ("part", text(part))];
        match self {
            Fixture::Things => vec![
                thing(1, 5_i64.into(), text("x")),
                thing(2, 7_i64.into(), text("")),
                thing(3, Value::Null, Value::Null),
                thing(4, (-2_i64).into(), text("añ🦆")),
            ],
            Fixture::Parts => vec![part(5_i64.into(), "a"), part(5_i64.into(), "b"), part(Value::Null, "c")],
        }
    }
}

/// A case's statement.
struct Written(Box<dyn Statement<Any>>);

impl Statement<Any> for Written {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.0.render(spelling, capabilities)
    }
}

impl TransactionalStatement<Any> for Written {}

/// Whether the dialect grants all that the case needs.
pub(crate) fn is_granted<D: Dialect>(case: &Case) -> bool {
    let capabilities = Capabilities::of::<D>();
    case.needs.iter().all(|need| capabilities.grants(*need))
}

/// Runs the case on the engine.
pub(crate) async fn behaviour<S: Subject>(subject: &S, case: &Case) -> Result<(), String> {
    let told = |error: Error| error.to_string();
    let database = subject.open(&[]).await.map_err(told)?;
    let engine = engine_of(database.clone()).await.map_err(told)?;
    let found = rows(subject, &engine, case).await.map_err(told);
    let closed = subject.close(database).await.map_err(told);
    match (found?, closed) {
        (found, Ok(())) if found == case.rows => Ok(()),
        (found, Ok(())) => Err(format!("found {found}, expected {}", case.rows)),
        (_, Err(error)) => Err(error),
    }
}

async fn rows<S: Subject>(subject: &S, engine: &Engine, case: &Case) -> Result<String, Error> {
    for fixture in case.tables {
        let table = fixture.table();
        subject.create(engine, &table).await?;
        for row in fixture.rows() {
            let values = row.into_iter().map(|(column, value)| (column, literal(value))).collect::<Vec<_>>();
            engine.execute(insert(&table).values(values)).await?;
        }
    }
    subject.settle_engine(engine).await?;
    Ok(rows_text(&engine.fetch(Written((case.statement)())).await?))
}

/// What is not granted is refused by the name of a need, and nothing is sent.
pub(crate) async fn twin<D: SqlDialect>(case: &Case) -> Result<(), String> {
    let capabilities = Capabilities::of::<D>();
    let database = Counting::new(D::NAME, capabilities.clone(), D::spelling());
    let wire = database.wire();
    let engine = engine_of(Arc::new(database)).await.map_err(|error| error.to_string())?;
    let answer = engine.fetch(Written((case.statement)())).await;
    match (answer, wire.load(Ordering::Relaxed)) {
        (Err(Error::Refused(refused)), 0) => {
            let named = refused.construct();
            if case.needs.contains(&named) && !capabilities.grants(named) {
                Ok(())
            } else {
                Err(format!("it is refused by {named:?}, which is no need of it that is not granted"))
            }
        }
        (Err(error), 0) => Err(format!("it is not refused, but fails: {error}")),
        (answer, sent) => Err(format!("it is not refused: {sent} messages were sent, {:?}", answer.map(drop))),
    }
}

/// Compares the statement's text, or its refusal, with the file that has it; or writes the file.
pub(crate) fn golden<D: Dialect + SqlDialect>(folder: &Path, case: &Case, bless: Bless) -> Result<(), String> {
    let (text, ending, other) = match Written((case.statement)()).render(D::spelling(), &Capabilities::of::<D>()) {
        Ok(prepared) => (written(&prepared), "sql", "refused"),
        Err(BuildError::Refused(refused)) => (format!("{refused}\n"), "refused", "sql"),
        Err(error) => return Err(error.to_string()),
    };
    let folder = folder.join(case.name);
    let (path, stale) = (folder.join(format!("{}.{ending}", D::NAME)), folder.join(format!("{}.{other}", D::NAME)));
    if bless == Bless::Write {
        let write = || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(&path, &text)?;
            if stale.exists() { std::fs::remove_file(&stale) } else { Ok(()) }
        };
        return write().map_err(|error| format!("{}: {error}", path.display()));
    }
    let found = std::fs::read_to_string(&path);
    match found {
        _ if stale.exists() => Err(format!("{} is there, and it gives {text}", stale.display())),
        Ok(found) if found == text => Ok(()),
        Ok(found) => Err(format!("{} says\n{found}and it gives\n{text}", path.display())),
        Err(error) => Err(format!("{}: {error}; `cargo xtask golden --bless` writes it", path.display())),
    }
}

/// Whether golden files are compared or written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bless {
    Compare,
    Write,
}

fn written(prepared: &Prepared) -> String {
    let mut text = format!("{}\n", prepared.sql);
    for (number, parameter) in prepared.parameters.iter().enumerate() {
        let sql_type = parameter.sql_type.as_ref().map(|sql_type| format!(": {sql_type}")).unwrap_or_default();
        text += &format!("-- {} = {}{sql_type}\n", number + 1, crate::show(&parameter.value));
    }
    text
}
