//! Engines behind a road that counts the statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel::arrow::array::RecordBatch;
use aludel::{
    Capabilities, ConnectOptions, Connection, Database, Driver, InsertTarget, Inspection, Parameter, Prepared,
    Registry, Results, RowsChanged, SessionEffect, Spelling, TransactionMode,
};
use async_trait::async_trait;
use futures_util::stream::BoxStream;

use super::*;

#[derive(Debug, Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

#[derive(Debug)]
struct Counted<T>(T, Count);

#[async_trait]
impl<D: Driver> Driver for Counted<D> {
    fn schemes(&self) -> &'static [&'static str] {
        self.0.schemes()
    }

    fn name(&self) -> &'static str {
        self.0.name()
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(Counted(self.0.open(options).await?, self.1.clone())))
    }
}

#[async_trait]
impl Database for Counted<Arc<dyn Database>> {
    fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }

    fn spelling(&self) -> &dyn Spelling {
        self.0.spelling()
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        self.0.session_effect(sql)
    }

    fn inspection(&self) -> &dyn Inspection {
        self.0.inspection()
    }

    fn describe(&self) -> String {
        self.0.describe()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        Ok(Box::new(Counted(self.0.connect().await?, self.1.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.0.close().await
    }
}

#[async_trait]
impl Connection for Counted<Box<dyn Connection>> {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.1.one_more();
        self.0.query(statement).await
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.1.one_more();
        self.0.execute(statement).await
    }

    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.1.one_more();
        self.0.execute_many(statement, sets).await
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.0.insert(target, batches).await
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.0.begin(mode).await
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.0.commit().await
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.0.rollback().await
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.0.ping().await
    }

    async fn settle(&mut self) -> Result<(), Error> {
        self.0.settle().await
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.0.close().await
    }
}

/// The number of statements does not grow with the number of tables.
#[tokio::test]
async fn a_thousand_tables_are_reflected_in_one_question_and_sequences_in_another() -> Result<(), Error> {
    let count = Count::default();
    let registry = Registry::new().with(Counted(aludel::duckdb::driver(), count.clone()));
    let engine = Connect::through(registry, "duckdb://").open().await?;
    let table = |number: usize| {
        format!(
            "CREATE TABLE t{number} (id INTEGER PRIMARY KEY, a VARCHAR DEFAULT 'x', b DECIMAL(10, 2) CHECK (b > 0), \
             UNIQUE (a, b)); "
        )
    };
    engine.execute(text((0..1000).map(table).collect::<String>())).await?;
    all_in_one(&engine, &count, "main", 2).await
}

/// On ClickHouse as on DuckDB.
#[tokio::test]
async fn a_thousand_tables_of_clickhouse_are_reflected_in_one_question() -> Result<(), Error> {
    let count = Count::default();
    let registry = Registry::new().with(Counted(aludel::clickhouse::driver(), count.clone()));
    let url = aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhousedb://", 1);
    let schema = "schema_counted";
    let engine = Connect::through(registry, url.as_str()).open().await?;
    engine.execute(text(format!("DROP DATABASE IF EXISTS {schema}"))).await?;
    engine.execute(create_database(schema)).await?;
    for number in 0..1000 {
        engine
            .execute(text(format!(
                "CREATE TABLE {schema}.t{number} (id Int32, a String DEFAULT 'x' COMMENT 'y') ENGINE = Log"
            )))
            .await?;
    }
    all_in_one(&engine, &count, schema, 1).await?;
    engine.execute(drop_database(schema)).await.map(drop)
}

/// A thousand tables of the schema, of which `t7` is one; `questions` are those that reflect it, with its sequences.
async fn all_in_one(engine: &Engine, count: &Count, schema: &str, questions: usize) -> Result<(), Error> {
    count.take();
    let relations = engine.inspect().relations_in(schema).await?;
    assert_eq!((relations.len(), count.take()), (1000, 1));
    let one = engine.inspect().table(Table::new("t7").in_schema(schema)).await?;
    assert_eq!(count.take(), 1);
    let found = relations.into_iter().find(|relation| relation.table.name() == "t7");
    assert_eq!(found.map(|found| found.table), Some(one));
    let mut metadata = MetaData::new().with_schema(schema);
    metadata.reflect(engine, Reflect::tables()).await?;
    assert_eq!((metadata.tables().len(), count.take()), (1000, questions));
    metadata.create_all(engine).await?;
    assert_eq!(count.take(), 1, "all of them are there");
    Ok(())
}

/// QuestDB tells what symbols and deduplication are of one table at a time; a question is of 32 of them.
#[tokio::test]
async fn many_tables_of_questdb_are_reflected_in_a_few_questions() -> Result<(), Error> {
    let count = Count::default();
    let registry = Registry::new().with(Counted(aludel::questdb::driver(), count.clone()));
    let url = aludel_questdb_host::HOST.url_for_tests().expect("a server");
    let engine = Connect::through(registry, url).open().await?;
    let name = |number: usize| format!("counted_{}_{number}", std::process::id());
    for number in 0..200 {
        let symbol = if number < 40 { ", s SYMBOL" } else { "" };
        engine.execute(text(format!("CREATE TABLE {} (id INT{symbol})", name(number)))).await?;
    }
    count.take();
    let relations = engine.inspect().relations().await?;
    let asked = count.take();
    let ours = relations.iter().filter(|relation| (0..200).any(|number| relation.table.name() == name(number)));
    assert_eq!(ours.count(), 200);
    let has_more = |relation: &&aludel::Relation| {
        let options = relation.table.options::<aludel::questdb::table::QuestDbTable>();
        let symbol = SqlType::Native("SYMBOL".to_owned());
        relation.kind == aludel::RelationKind::Table
            && (options.is_some_and(|options| !options.dedup_keys.is_empty())
                || relation.table.columns().iter().any(|column| *column.sql_type() == symbol))
    };
    assert_eq!(asked, 1 + relations.iter().filter(has_more).count().div_ceil(32));
    engine.inspect().table(name(1).as_str()).await?;
    assert_eq!(count.take(), 2);
    engine.inspect().table(name(100).as_str()).await?;
    assert_eq!(count.take(), 1);
    for number in 0..200 {
        engine.execute(text(format!("DROP TABLE {}", name(number)))).await?;
    }
    Ok(())
}
