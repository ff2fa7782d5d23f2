//! The 22 queries of the example `tpch`: built, run on an engine with the data that it generates, compared with answers
//! that were not made with this library.

#![allow(unreachable_pub, reason = "the modules are written as those of a library would be")]

#[path = "../examples/tpch/src/answers.rs"]
mod answers;
#[path = "../examples/tpch/src/data.rs"]
mod data;
#[path = "../examples/tpch/src/layout.rs"]
mod layout;
#[path = "../examples/tpch/src/queries/mod.rs"]
mod queries;
#[path = "../examples/tpch/src/schema.rs"]
mod schema;
#[path = "../examples/tpch/src/storage.rs"]
mod storage;

use aludel::Value;
use aludel::duckdb::DuckDb;
use aludel::prelude::{Any, Engine, ToSql, create_table, text};

use crate::queries::Query;
use crate::schema::Tpch;

/// What the refused queries have in them, as the plainest statement of its kind, and what the server says to it.
const REFUSED_BY_QUESTDB: [(&str, &str, &str); 5] = [
    (
        "a subquery as a value",
        "SELECT * FROM region WHERE r_regionkey = (SELECT max(r_regionkey) FROM region)",
        "left operand must be a TIMESTAMP",
    ),
    (
        "a subquery as a value of each row",
        "SELECT * FROM nation n WHERE n_nationkey = (SELECT max(r_regionkey) FROM region WHERE r_regionkey = n.n_regionkey)",
        "Invalid table name or alias",
    ),
    (
        "IN (subquery)",
        "SELECT * FROM nation WHERE n_regionkey IN (SELECT r_regionkey FROM region)",
        "cannot compare LONG with type CURSOR",
    ),
    ("EXISTS", "SELECT * FROM nation WHERE EXISTS (SELECT 1 FROM region)", "unknown function name: EXISTS"),
    (
        "EXISTS of each row",
        "SELECT * FROM nation n WHERE EXISTS (SELECT 1 FROM region WHERE r_regionkey = n.n_regionkey)",
        "Invalid table name or alias",
    ),
];

async fn loaded(url: &str, tpch: &Tpch) -> Result<Engine, String> {
    let engine = aludel::connect(url).await.map_err(|error| error.to_string())?;
    load(&engine, tpch).await?;
    Ok(engine)
}

async fn load(engine: &Engine, tpch: &Tpch) -> Result<(), String> {
    data::prepare();
    for data in data::generate(tpch, answers::SCALE) {
        let name = data.table.name();
        let told = |error: aludel::Error| format!("loading {name}: {error}");
        engine.execute(create_table(&storage::to_create(engine, &data.table))).await.map_err(told)?;
        let inserted = engine.insert_batches(&data.table, data.batches).await.map_err(told)?;
        // How many lines an order has is drawn: about four.
        let expected = if name == "lineitem" { 60_175 } else { data.rows };
        assert_eq!(inserted, expected, "rows of {name}");
    }
    Ok(())
}

async fn compare(engine: &Engine, tpch: &Tpch, query: &Query<Any>) -> Result<(), String> {
    let rows = engine.fetch((query.build)(tpch)).await.map_err(|error| error.to_string())?;
    let values: Result<Vec<Vec<Value>>, _> = rows.iter().map(|row| row.values()).collect();
    answers::check(query.number, &values.map_err(|error| error.to_string())?)
}

async fn all_queries_match(engine: &Engine, tpch: &Tpch) {
    let mut failures = Vec::new();
    for query in Query::ALL {
        if let Err(problem) = compare(engine, tpch, &query).await {
            failures.push(format!("query {} ({}): {problem}", query.number, query.title));
        }
    }
    assert!(failures.is_empty(), "{} of 22 queries failed:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn all_queries_give_the_answers() {
    let tpch = Tpch::new();
    let engine = loaded("duckdb://", &tpch).await.expect("the eight tables");
    all_queries_match(&engine, &tpch).await;
}

/// The same queries, in a database of their own.
#[tokio::test]
async fn all_queries_give_the_answers_on_clickhouse() {
    let tpch = Tpch::new();
    let server =
        aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhouse://", 1);
    let database = format!("tpch_{}", std::process::id());
    let typed = aludel::clickhouse::connect(server.as_str()).await.expect("an engine");
    typed.execute(text(format!("CREATE DATABASE {database}"))).await.expect("a database");
    let engine = loaded(&format!("{server}/{database}"), &tpch).await.expect("the eight tables");
    all_queries_match(&engine, &tpch).await;
    typed.execute(text(format!("DROP DATABASE {database} SYNC"))).await.expect("no database");
}

/// Over the Postgres wire, of a server that imitates MotherDuck's endpoint with the quirks that are documented.
#[tokio::test]
async fn all_queries_give_the_answers_on_the_postgres_endpoint() {
    let server = aludel_md_stand_in::StandIn::builder().start().expect("a server");
    let tpch = Tpch::new();
    let engine = loaded(&server.url("md:"), &tpch).await.expect("the eight tables");
    all_queries_match(&engine, &tpch).await;
}

/// What each query of the page comes to: its answer, or a refusal before anything is sent.
#[tokio::test]
async fn each_query_gives_the_answer_on_questdb_or_is_refused_as_the_page_says() {
    // Of its own: there are no databases to put the tables into.
    let server = aludel_questdb_host::HOST.start().expect("a server");
    let engine = aludel::connect(format!("{}?wait_for_visibility=writes", server.url())).await.expect("an engine");
    let tpch = storage::tables_for(&engine);
    load(&engine, &tpch).await.expect("the eight tables");
    let mut page = Vec::new();
    for query in Query::ALL {
        let outcome = match engine.render((query.build)(&tpch)) {
            Ok(_) => compare(&engine, &tpch, &query).await.map_or_else(|problem| problem, |()| "the answer".to_owned()),
            Err(refused) => refused.to_string(),
        };
        page.push(format!("| {} | {} | {outcome} |", query.number, query.title));
    }
    let whole = include_str!("../docs/questdb.md");
    let rows: Vec<&str> =
        whole.lines().filter(|line| line.starts_with("| ") && line.split(' ').nth(1).is_some_and(is_number)).collect();
    assert_eq!(rows, page, "the page should say:\n{}", page.join("\n"));
    for (construct, sql, answer) in REFUSED_BY_QUESTDB {
        let fault = engine.execute(text(sql)).await.expect_err(construct).to_string();
        assert!(fault.contains(answer), "{construct}: {fault}");
    }
}

fn is_number(word: &str) -> bool {
    word.parse::<u8>().is_ok()
}

#[tokio::test]
async fn an_engine_chosen_by_url_gets_the_text_that_a_typed_one_gets() {
    let tpch = Tpch::new();
    let engine = aludel::connect("duckdb://").await.expect("an engine in memory");
    for (any, typed) in Query::<Any>::ALL.into_iter().zip(Query::<DuckDb>::ALL) {
        let any = engine.render((any.build)(&tpch)).expect("a query that DuckDB grants");
        let typed = (typed.build)(&tpch).to_sql::<DuckDb>().expect("a query that DuckDB grants");
        assert_eq!(any, typed);
    }
}

#[test]
fn layout_changes_nothing_but_white_space() {
    let words = |sql: &str| sql.split_whitespace().map(str::to_owned).collect::<String>();
    let tpch = Tpch::new();
    for query in Query::<DuckDb>::ALL {
        let sql = (query.build)(&tpch).to_sql::<DuckDb>().expect("a query that DuckDB grants").sql;
        let laid_out = layout::layout(&sql);
        assert_eq!(words(&laid_out), words(&sql));
        assert!(laid_out.lines().count() > 3, "query {} is on one line", query.number);
    }
}

#[test]
fn an_answer_that_differs_is_told() {
    let brazil = |share: f64| [1995, 1996].map(|year| vec![Value::Int64(year), Value::Float64(share)]);
    assert_eq!(answers::check(8, &brazil(0.0)), Ok(()));
    let difference = "row 1, column mkt_share: found 0.1, expected 0.0";
    assert_eq!(answers::check(8, &brazil(0.1)), Err(difference.to_owned()));
    assert_eq!(answers::check(8, &brazil(0.0)[..1]), Err("1 rows, expected 2".to_owned()));
    let wide = [vec![Value::Null, Value::Null]];
    assert_eq!(answers::check(6, &wide), Err("2 columns, expected 1".to_owned()));
    // A sum of money is exact: a float is not taken for it, however near.
    assert!(answers::check(6, &[vec![Value::Float64(1_193_053.225_3)]]).is_err());
}
