//! Where the token comes from, and that it is shown nowhere.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_duckdb_md::{Opener, Opening};
use aludel_engine::{Connect, Error, ErrorClass, Registry};
use aludel_query::{Column, Table, text};
use arrow_array::{ArrayRef, Int64Array, RecordBatch};

use crate::common::Tested;
use crate::log::Warnings;
use crate::opener::{InMemory, expected, received};
use crate::paths::failure;

const SECRET: &str = "hush-5e1f";

#[tokio::test]
async fn a_token_comes_from_the_url_or_from_beside_it() -> Tested<()> {
    for (query, beside, settings) in [
        ("?motherduck_token=hush-5e1f", None, &[("motherduck_token", SECRET)]),
        ("", Some("motherduck_token"), &[("motherduck_token", SECRET)]),
        ("?token=hush-5e1f", None, &[("motherduck_token", SECRET)]),
        ("?motherduck_oauth_token=hush-5e1f", None, &[("motherduck_oauth_token", SECRET)]),
        ("?oauth_token=hush-5e1f", None, &[("motherduck_oauth_token", SECRET)]),
        ("", Some("motherduck_oauth_token"), &[("motherduck_oauth_token", SECRET)]),
        ("", Some("oauth_token"), &[("motherduck_oauth_token", SECRET)]),
    ] {
        let opener = InMemory::default();
        let connect = opener.connect(format!("duckdb:///md:my_db{query}"));
        let connect = match beside {
            Some(key) => connect.config(key, SECRET),
            None => connect,
        };
        assert_eq!(received(&opener, connect).await?, expected("md:my_db", settings), "{query} {beside:?}");
    }
    let opener = InMemory::default();
    let got = received(&opener, opener.connect("duckdb:///md:my_db?slt=hush-5e1f")).await?;
    assert_eq!(got, expected("md:my_db?slt=hush-5e1f", &[]));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_token_is_shown_nowhere() -> Tested<()> {
    let log = Warnings::default();
    let guard = tracing::subscriber::set_default(log.clone());
    for query in ["motherduck_token", "token", "oauth_token", "motherduck_oauth_token", "slt"] {
        let url = format!("duckdb:///md:my_db?{query}={SECRET}&session_hint=h");
        for url in [url.clone(), url.replace('?', "%3F").replace('&', "%26").replace("db%3F", "db%3fx=1%26")] {
            let opener = InMemory::default();
            let connect = opener.connect(&url);
            let mut shown = format!("{connect:?} {connect:#?} {} {:?}", connect.resolved()?, connect.resolved()?);
            let engine = connect.open().await?;
            shown.push_str(&format!("{engine:?} {engine:#?} {:?}", opener.openings()));
            // MotherDuck's answers may repeat what they were sent.
            let answer = engine.execute(text("SELECT error('no user has hush-5e1f')")).await;
            shown.push_str(&format!("{answer:?}"));
            assert!(answer.is_err() && !shown.contains(SECRET), "{shown}");
            let wrong = failure(opener.connect(&url).config("threads", "many")).await?;
            let wrong = format!("{wrong} {wrong:?} {wrong:#?}");
            assert!(!wrong.contains(SECRET), "{wrong}");
        }
    }
    drop(guard);
    let lines = log.lines().join("\n");
    assert!(lines.contains("session_hint") && !lines.contains(SECRET), "{lines}");
    Ok(())
}

#[tokio::test]
async fn a_token_with_a_line_break_is_refused_before_it_is_sent() -> Tested<()> {
    for token in ["hush-5e1f\n", "hush-5e1f ", "hush\t5e1f", "hush-5e1f\0"] {
        for key in ["motherduck_token", "token", "oauth_token", "slt"] {
            let opener = InMemory::default();
            let error = failure(opener.connect("duckdb:///md:my_db").config(key, token)).await?;
            let text = format!("{error} {error:?}");
            assert!(text.contains("line break") && !text.contains("hush"), "{key}: {text}");
            assert!(opener.openings().is_empty());
        }
        let local = failure(InMemory::default().connect("duckdb://").config("motherduck_token", token)).await?;
        assert!(local.to_string().contains("line break"), "{local}");
    }
    in_child("token::child_with_a_broken_token", &[("MOTHERDUCK_TOKEN", "hush-5e1f\n")])
}

#[tokio::test]
#[ignore = "run by a_token_with_a_line_break_is_refused_before_it_is_sent, in an environment of its own"]
async fn child_with_a_broken_token() -> Tested<()> {
    let error = failure(InMemory::default().connect("duckdb:///md:my_db")).await?.to_string();
    assert!(error.contains("line break") && !error.contains("hush"), "{error}");
    Ok(())
}

/// DuckDB and MotherDuck repeat the database string in their errors.
#[tokio::test]
async fn a_secret_of_the_database_string_is_hidden_as_it_is_and_as_it_is_escaped() -> Tested<()> {
    for (url, plain, escaped) in [
        ("duckdb:///md:my_db?slt=ab%2Fc%2B5e1f%3D", "ab/c+5e1f=", "ab%2Fc%2B5e1f%3D"),
        // Under a name that nobody here knows, and beginning as another secret does.
        ("duckdb:///md:my_db%3Fnew_token=hush%252F5e1f?motherduck_token=hush", "hush/5e1f", "hush%2F5e1f"),
    ] {
        let opener = InMemory::default();
        let engine = opener.connect(url).open().await?;
        let (path, _) = opener.last();
        assert!(path.contains(escaped), "{path}");
        for said in [plain, escaped] {
            let answer = engine.execute(text(format!("SELECT error('no entry for md:my_db?x={said}')"))).await;
            let shown = format!("{answer:?}");
            assert!(shown.contains("my_db?x=***") && !shown.contains("5e1f"), "{shown}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_bulk_insert_repeats_no_secret() -> Tested<()> {
    let opener = InMemory::default();
    let engine = opener.connect(format!("duckdb:///md:my_db?motherduck_token={SECRET}")).open().await?;
    let session = engine.connection().await?;
    session.execute(text(format!("CREATE TABLE t (a BIGINT CHECK (a <> 1 OR '{SECRET}' = ''))"))).await?;
    let table = Table::new("t").column(Column::new("a", aludel_dialect::SqlType::Int64));
    let batch = RecordBatch::try_from_iter([("a", Arc::new(Int64Array::from(vec![1])) as ArrayRef)])?;
    let error = session.insert_batches(&table, [batch]).await.map_err(|error| format!("{error} {error:?}"));
    assert!(error.as_ref().is_err_and(|error| error.contains("CHECK") && !error.contains(SECRET)), "{error:?}");
    Ok(())
}

/// Says a secret on each connection.
#[derive(Debug)]
struct SaysSecrets;

impl Opener for SaysSecrets {
    fn open(&self, _: Opening) -> Result<Opening, Error> {
        let own = format!("SET VARIABLE s3_secret = '{SECRET}'");
        // Each is run by itself: a comment at the end of one leaves the next alone.
        Ok(Opening::new(":memory:").on_connect("SELECT 1 -- one").on_connect(own))
    }
}

#[tokio::test]
async fn what_is_said_on_each_connection_is_shown_nowhere() -> Tested<()> {
    let registry = Registry::new().with(aludel_duckdb_md::driver().with_opener(Arc::new(SaysSecrets)));
    for url in ["duckdb:///md:my_db?motherduck_token=t", "duckdb:///:memory:"] {
        let engine = Connect::through(registry.clone(), url).open().await?;
        let own = text("SELECT getvariable('s3_secret')");
        assert_eq!(engine.fetch_scalar::<String>(own).await?, SECRET, "{url}");
        let connection = engine.connection().await?;
        let mut shown = format!("{engine:?} {connection:?} {connection:#?}");
        let transaction = connection.begin().await?;
        shown.push_str(&format!("{transaction:?} {transaction:#?}"));
        transaction.rollback().await?;
        assert!(!shown.contains(SECRET), "{url}: {shown}");
    }
    Ok(())
}

/// The environment of the process that runs the tests is left alone: this program runs itself with another.
pub(crate) fn in_child(test: &str, variables: &[(&str, &str)]) -> Tested<()> {
    let mut child = Command::new(std::env::current_exe()?);
    child.args([test, "--exact", "--ignored", "--nocapture"]);
    child.env_remove("MOTHERDUCK_TOKEN").env_remove("motherduck_token");
    let output = child.envs(variables.iter().copied()).output()?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    Ok(())
}

#[test]
fn the_environment_gives_a_token_to_motherduck_alone() -> Tested<()> {
    in_child("token::child_with_a_token", &[("MOTHERDUCK_TOKEN", SECRET)])?;
    in_child("token::child_with_a_token", &[("motherduck_token", SECRET)])?;
    in_child("token::child_with_a_token", &[("MOTHERDUCK_TOKEN", SECRET), ("motherduck_token", "other")])
}

#[tokio::test]
#[ignore = "run by the_environment_gives_a_token_to_motherduck_alone, in an environment of its own"]
async fn child_with_a_token() -> Tested<()> {
    let opener = InMemory::default();
    let token = ("motherduck_token", SECRET);
    for (url, path, settings) in [
        ("duckdb:///md:my_db", "md:my_db", vec![token]),
        ("duckdb:///motherduck:my_db?motherduck_token=own", "motherduck:my_db", vec![("motherduck_token", "own")]),
        ("duckdb:///md:my_db?oauth_token=own", "md:my_db", vec![("motherduck_oauth_token", "own")]),
        ("duckdb:///md:my_db?slt=own", "md:my_db?slt=own", vec![]),
        ("duckdb:///md:my_db?login=browser", "md:my_db", vec![token]),
    ] {
        assert_eq!(received(&opener, opener.connect(url)).await?, expected(path, &settings), "{url}");
    }
    // A file gets none.
    let engine = opener.connect("duckdb://").open().await?;
    assert_eq!(opener.last(), expected(":memory:", &[]));
    assert!(!format!("{engine:?}").contains(SECRET));
    Ok(())
}

#[test]
fn without_a_token_opening_is_an_error_at_once() -> Tested<()> {
    in_child("token::child_without_a_token", &[])?;
    in_child("token::child_without_a_token", &[("MOTHERDUCK_TOKEN", "")])
}

#[tokio::test]
#[ignore = "run by without_a_token_opening_is_an_error_at_once, in an environment of its own"]
async fn child_without_a_token() -> Tested<()> {
    for url in ["duckdb:///md:my_db", "duckdb:///md:", "duckdb:///md:my_db?motherduck_token="] {
        let opener = InMemory::default();
        let error = failure(opener.connect(url)).await?.to_string();
        for part in ["MOTHERDUCK_TOKEN", "motherduck_token", "login=browser"] {
            assert!(error.contains(part), "{url}: {error}");
        }
        assert!(opener.openings().is_empty());
    }
    // Asked for, the login is the extension's.
    let opener = InMemory::default();
    let got = received(&opener, opener.connect("duckdb:///md:my_db?login=browser")).await?;
    assert_eq!(got, expected("md:my_db", &[]));
    Ok(())
}

/// No network, no extension: the real opener, in an empty directory, from a repository that answers nothing.
#[tokio::test]
async fn without_the_extension_the_error_says_what_was_tried_and_what_to_do() -> Tested<()> {
    let directory = std::env::temp_dir().join(format!("aludel-md-extensions-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let registry = Registry::new().with(aludel_duckdb_md::driver());
    let connect = Connect::through(registry, "duckdb:///md:my_db?session_name=s")
        .config("motherduck_token", SECRET)
        .config("extension_directory", directory.display().to_string())
        .config("custom_extension_repository", "http://127.0.0.1:9")
        .config("autoinstall_extension_repository", "http://127.0.0.1:9");
    let began = Instant::now();
    let error = failure(connect).await?;
    std::fs::remove_dir_all(&directory)?;
    let text = format!("{error} {error:?}");
    for part in ["md:my_db", "`motherduck`", "127.0.0.1:9", "v1.5.6", "extension_directory"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{text}");
    assert!(!text.contains(SECRET), "{text}");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    Ok(())
}
