//! The questions of the example `market_ticks` on all three engines: who answers what, that the words of an engine for time
//! series give what the plain statement gives, and that all engines give the same.

#![allow(unreachable_pub, reason = "the modules are written as those of a library would be")]

#[path = "../examples/market_ticks/market.rs"]
mod market;
#[path = "../examples/market_ticks/questions.rs"]
mod questions;

use aludel::ErrorClass;
use aludel::prelude::*;
use aludel_conformance::show;

use crate::market::Market;
use crate::questions::{QUESTIONS, Question};

/// Rows of each table.
const ROWS: usize = 10_000;

/// As they are shown: a sum is of another width on each engine.
type Shown = Vec<String>;

/// The rows of each question that is answered, and the refusals of the others.
#[derive(Default)]
struct Answers {
    answered: Vec<(&'static str, Shown)>,
    refused: Vec<(&'static str, String)>,
    /// What was compared with the answer of another question.
    compared: Vec<&'static str>,
}

impl Answers {
    fn refused(&self) -> Vec<&str> {
        self.refused.iter().map(|(title, _)| *title).collect()
    }
}

async fn shown(engine: &Engine, question: &Select<Any>) -> Result<Shown, Error> {
    let rows = engine.fetch(question).await?;
    let row = |values: Vec<Value>| values.iter().map(show).collect::<Vec<_>>().join(", ");
    rows.iter().map(|shown| Ok(row(shown.values()?))).collect()
}

/// The first rows that differ.
fn difference(found: &Shown, expected: &Shown) -> Option<String> {
    let differing = found.iter().zip(expected).find(|(found, expected)| found != expected);
    let differing = differing.map(|(found, expected)| format!("found ({found}), expected ({expected})"));
    let counts = || format!("{} rows, expected {}", found.len(), expected.len());
    differing.or_else(|| (found.len() != expected.len()).then(counts))
}

/// Asks all questions of an engine in which there are no tables yet. Two that must have the same answer have it.
async fn asked(url: &str) -> Result<Answers, Error> {
    let engine = aludel::connect(url).await?;
    let market = Market::of(&engine);
    assert_eq!(market.load(&engine, ROWS).await?, 2 * ROWS as u64);
    let mut answers = Answers::default();
    for Question { title, build, same_as } in QUESTIONS {
        let question = build(&market)?;
        if let Err(refused) = engine.render(&question) {
            assert_eq!(refused.class(), Some(ErrorClass::Refused), "{title}: {refused}");
            answers.refused.push((title, refused.to_string()));
            continue;
        }
        let answer = shown(&engine, &question).await?;
        assert!(!answer.is_empty(), "{title}: no rows");
        if let Some(same_as) = same_as {
            assert_eq!(difference(&answer, &shown(&engine, &same_as(&market)?).await?), None, "{title}");
            answers.compared.push(title);
        }
        answers.answered.push((title, answer));
    }
    Ok(answers)
}

/// What one engine alone has words for.
const FOR_TIME_SERIES: [&str; 2] =
    ["candles of a minute, with SAMPLE BY", "the last trade of each symbol, with LATEST ON"];

#[tokio::test]
async fn every_engine_gives_the_same_answers_and_the_words_of_one_what_the_plain_statement_gives() {
    let here = asked("duckdb://").await.expect("DuckDB's answers");
    assert_eq!(here.refused(), FOR_TIME_SERIES);

    let server =
        aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhouse://", 1);
    let database = format!("market_{}", std::process::id());
    let typed = aludel::clickhouse::connect(server.as_str()).await.expect("an engine");
    typed.execute(text(format!("CREATE DATABASE {database}"))).await.expect("a database");
    let clickhouse = asked(&format!("{server}/{database}")).await.expect("ClickHouse's answers");
    typed.execute(text(format!("DROP DATABASE {database} SYNC"))).await.expect("no database");
    assert_eq!(clickhouse.refused(), FOR_TIME_SERIES);

    // Of its own: there are no databases to put the tables into.
    let server = aludel_questdb_host::HOST.start().expect("a server");
    let questdb = asked(&format!("{}?wait_for_visibility=writes", server.url())).await.expect("QuestDB's answers");
    assert_eq!(questdb.refused(), Vec::<&str>::new());
    assert_eq!(questdb.compared, FOR_TIME_SERIES);

    for (engine, answers) in [("ClickHouse", &clickhouse), ("QuestDB", &questdb)] {
        for (title, expected) in &here.answered {
            let found = answers.answered.iter().find(|(answered, _)| answered == title);
            let (_, found) = found.expect("what DuckDB answers");
            assert_eq!(difference(found, expected), None, "{engine}: {title}");
        }
    }
    // The questions tell the answers of different ones apart.
    for (place, (title, rows)) in here.answered.iter().enumerate() {
        for (other, others) in &here.answered[place + 1..] {
            assert!(difference(rows, others).is_some(), "{title} and {other}");
        }
    }
}
