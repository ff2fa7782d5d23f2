//! What is told through `tracing` of inserts that another road would do better.

mod common;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use aludel_engine::{Connection, InsertTarget};
use aludel_md_stand_in::StandIn;
use arrow_array::{ArrayRef, Int32Array, RecordBatch};
use common::{Tested, open, sql};
use futures_util::{StreamExt, stream};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

/// The warnings of one thread.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fields.0);
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

impl Warnings {
    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn inserted(connection: &mut dyn Connection, table: &str, rows: i32) -> Tested<u64> {
    let numbers = || Arc::new(Int32Array::from_iter_values(0..rows)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("a", numbers()), ("b", numbers())])?;
    let target = InsertTarget::new(vec![table.to_owned()], vec!["a".to_owned(), "b".to_owned()]);
    Ok(connection.insert(&target, stream::iter([Ok(batch)]).boxed()).await?)
}

#[tokio::test]
async fn more_rows_than_one_statement_takes_are_warned_of_once_for_each_table() -> Tested {
    let warnings = Warnings::default();
    let _listening = tracing::subscriber::set_default(warnings.clone());
    let server = StandIn::builder().start()?;
    let database = open(&server.url("md:")).await?;
    let (mut one, mut other) = (database.connect().await?, database.connect().await?);
    for table in ["small", "large", "larger"] {
        one.execute(&sql(&format!("CREATE TABLE {table} (a INTEGER, b INTEGER)"))).await?;
    }
    // As many as one statement has parameters for.
    assert_eq!(inserted(one.as_mut(), "small", 32_767).await?, 32_767);
    assert_eq!(warnings.taken(), Vec::<String>::new());
    inserted(one.as_mut(), "large", 32_768).await?;
    let told = warnings.taken();
    let [told] = told.as_slice() else { return Err(format!("one warning: {told:?}").into()) };
    for words in ["db.collection.name=\"large\"", "rows=32768", "duckdb:///md:", "create_table_as"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // Once for each table, whichever connection it is.
    inserted(one.as_mut(), "large", 32_768).await?;
    inserted(other.as_mut(), "large", 40_000).await?;
    assert_eq!(warnings.taken(), Vec::<String>::new());
    inserted(other.as_mut(), "larger", 32_768).await?;
    let told = warnings.taken();
    assert!(told.len() == 1 && told[0].contains("\"larger\""), "{told:?}");
    Ok(())
}
