//! What is secret is shown nowhere; values of parameters are in no log.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use aludel::Origin;
use aludel::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as SpanRecord};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{Outcome, failure, memory};

const SECRET: &str = "hush-5e1f";

#[track_caller]
fn without_secret(what: &str) {
    assert!(!what.contains(SECRET), "{what}");
}

#[tokio::test]
async fn a_secret_in_a_url_is_shown_nowhere() {
    for url in [
        format!("duckdb://user:{SECRET}@/"),
        format!("duckdb:///:memory:?motherduck_token={SECRET}"),
        format!("duckdb:///:memory:?s3_secret_access_key={SECRET}"),
        format!("duckdb:///:memory:?password={SECRET}&threads=many"),
        format!("duckdb:///md:shop?motherduck_token={SECRET}"),
        format!("nowhere://user:{SECRET}@host/db"),
        format!("duckdb://user:{SECRET}@host:port/"),
        format!("duckdb:///x\n?token={SECRET}"),
    ] {
        let connect = Connect::to(&url);
        without_secret(&format!("{connect:?} {connect:#?}"));
        match connect.resolved() {
            Ok(resolved) => without_secret(&format!("{resolved} {resolved:?}")),
            Err(error) => without_secret(&format!("{error} {error:?}")),
        }
        match connect.open().await {
            Ok(engine) => without_secret(&format!("{engine:?} {engine:#?}")),
            Err(error) => without_secret(&format!("{error} {error:?} {error:#?}")),
        }
    }
}

#[tokio::test]
async fn a_secret_beside_the_url_is_shown_nowhere() -> Outcome {
    let connect = Connect::to("duckdb://").config("threads", 2).password(SECRET).config("s3_secret_access_key", SECRET);
    without_secret(&format!("{connect:?}"));
    let resolved = connect.resolved()?;
    without_secret(&resolved.to_string());
    assert_eq!((resolved.get("password"), resolved.get("threads")), (Some("***"), Some("2")));
    assert!(resolved.iter().any(|option| option.key == "password" && option.origin == Origin::Beside));
    let error = failure(connect.open().await);
    without_secret(&format!("{error} {error:?}"));

    let engine = Connect::to("duckdb://").config("threads", 2).open().await?;
    assert!(format!("{engine:?}").contains("threads = 2"), "what is no secret is shown: {engine:?}");
    Ok(())
}

/// Keeps all that is said on the thread that made it; the other tests run beside it.
#[derive(Clone)]
struct Listener(Arc<Mutex<String>>, ThreadId);

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = writeln!(self.0, "{}={value:?}", field.name());
    }
}

impl Listener {
    fn note(&self, name: &str, visit: impl FnOnce(&mut Words<'_>)) {
        if thread::current().id() != self.1 {
            return;
        }
        let mut text = self.0.lock().expect("nobody panicked with it");
        text.push_str(name);
        text.push('\n');
        visit(&mut Words(&mut text));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("aludel")
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.note(span.metadata().name(), |words| span.record(words));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &SpanRecord<'_>) {
        self.note("", |words| values.record(words));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata().name(), |words| event.record(words));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test(flavor = "current_thread")]
async fn spans_hold_the_text_of_a_statement_and_no_values() -> Outcome {
    let listener = Listener(Arc::default(), thread::current().id());
    tracing::subscriber::set_global_default(listener.clone())?;
    let engine = memory().await?;
    let t = crate::support::create(&engine).await?;
    engine.execute(insert(&t).columns(["a", "b"]).rows([[literal(1), literal(SECRET)]])).await?;
    engine.fetch(text("SELECT a FROM t WHERE b = :b").bind("b", SECRET)).await?;
    engine.execute_many(text("INSERT INTO t VALUES (:a, :b)"), [params! { a: 2, b: SECRET }]).await?;
    let prepared = engine.prepare(select([t.col("a")]).filter(t.col("b").eq(bindparam("b"))))?;
    let with = prepared.with(params! { b: SECRET })?;
    engine.fetch(with.clone()).await?;
    without_secret(&format!("{with:?} {prepared:?}"));
    without_secret(&format!("{:?}", engine.execute(text("SELECT :b").bind("b", SECRET))));
    engine.transaction(async |tx| tx.execute(delete(&t).filter(t.col("b").eq(SECRET))).await).await?;
    // Where a wire takes no parameters, a value is a part of the text: a default, a comment, what RETURNING gives.
    let secrets = Table::new("secrets").column(Column::new("a", SqlType::Text).default_value(SECRET));
    let secrets = secrets.with_comment(SECRET);
    secrets.create(&engine).await?;
    let returned = insert(&secrets).columns(["a"]).rows([[literal("x")]]).returning([literal(SECRET).label("b")]);
    engine.fetch(returned).await?;
    engine.inspect().table("secrets").await?;

    let heard = listener.0.lock().expect("nobody panicked with it").clone();
    without_secret(&heard);
    for expected in [
        "query\n",
        "db.system.name=\"duckdb\"",
        "db.query.text=\"SELECT a FROM t WHERE b = ",
        "db.query.text=\"INSERT INTO",
        "db.query.text=\"DELETE FROM",
        "db.query.text=\"CREATE TABLE",
        "RETURNING '?'",
        "db.operation.in_transaction=true",
    ] {
        assert!(heard.contains(expected), "{expected:?} is not in:\n{heard}");
    }
    Ok(())
}
