//! Trying again: only what was asked for, only what reads, only what passes by itself.

use aludel_engine::Connection;

use super::*;

const TOO_MANY: &[u8] =
    b"Code: 202. DB::Exception: Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES) (version 26.7.2.1)\n";
const NO_TABLE: &[u8] = b"Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE) (version 26.7.2.1)\n";

fn fails(text: &'static [u8]) -> Answer {
    Answer::chunks([text].into_iter()).with_status("500 Internal Server Error")
}

fn works() -> Answer {
    Answer::chunks([BLOCK].into_iter())
}

/// How often the statement was sent, and whether it worked in the end.
async fn tried(answers: Vec<Answer>, settings: &str, effect: Effect) -> [(usize, bool); 2] {
    let mut outcomes = Vec::new();
    for is_query in [true, false] {
        let server = FakeServer::start_with(answers.clone()).await;
        let url = format!("clickhouse://127.0.0.1:{}?compression=false&{settings}", server.port());
        let opened = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
        let mut connection = opened.connect();
        let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), effect);
        let works = match is_query {
            true => match connection.query(&statement).await {
                Ok(results) => results.batches.try_collect::<Vec<_>>().await.is_ok(),
                Err(_) => false,
            },
            false => connection.execute(&statement).await.is_ok(),
        };
        let queries = server.queries();
        let id = |query: &String| query.split("query_id=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let ids: std::collections::HashSet<String> = queries.iter().map(id).collect();
        assert_eq!(ids.len(), queries.len(), "each attempt has an id of its own");
        outcomes.push((queries.len(), works));
    }
    outcomes.try_into().unwrap()
}

#[tokio::test]
async fn only_what_reads_is_tried_again_and_only_if_asked() {
    let unavailable = || Answer::chunks([&b"<html>503</html>"[..]].into_iter()).with_status("503 Service Unavailable");
    let cut_off = || Answer::chunks([&BLOCK[..5]].into_iter()).cut_off();
    for (case, answers, settings, effect, expected) in [
        ("nothing was asked for", vec![fails(TOO_MANY), works()], "", Effect::Read, (1, false)),
        ("twice is enough", vec![fails(TOO_MANY), unavailable(), works()], "query_retries=2", Effect::Read, (3, true)),
        ("once is not", vec![fails(TOO_MANY), fails(TOO_MANY), works()], "query_retries=1", Effect::Read, (2, false)),
        ("hung up", vec![Answer::raw(b""), cut_off(), works()], "query_retries=2", Effect::Read, (3, true)),
        ("it will not pass", vec![fails(NO_TABLE), works()], "query_retries=5", Effect::Read, (1, false)),
        ("it may write", vec![fails(TOO_MANY), works()], "query_retries=5", Effect::Unknown, (1, false)),
        ("it writes", vec![fails(TOO_MANY), works()], "query_retries=5", Effect::Write, (1, false)),
    ] {
        assert_eq!(tried(answers, settings, effect).await, [expected; 2], "{case}");
    }
}

#[tokio::test]
async fn what_breaks_off_after_rows_were_given_is_not_begun_again() {
    let broken = Answer::chunks([&[BLOCK, &BLOCK[..5]].concat()[..]].into_iter()).cut_off();
    let server = FakeServer::start_with(vec![broken, works()]).await;
    let url = format!("clickhouse://127.0.0.1:{}?compression=false&query_retries=5", server.port());
    let opened = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
    let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), Effect::Read);
    let mut batches = opened.connect().query(&statement).await.unwrap().batches;
    assert_eq!(batches.try_next().await.unwrap().unwrap().num_rows(), 1);
    assert_eq!(batches.try_next().await.unwrap_err().class(), Some(ErrorClass::Unavailable));
    assert_eq!(server.queries().len(), 1);
}
