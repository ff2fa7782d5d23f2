//! The PG* variables: read by `from_env` alone. Each trial is a process of its own, with variables of its own.

mod common;

use std::process::Command;

use aludel_engine::{Connect, Engine, Error, IntoUrl, Registry};
use aludel_md_stand_in::{Server, StandIn};
use aludel_query::text;
use common::Tested;

/// Tells the inner trial what to do.
const INNER: &str = "ALUDEL_TRIAL_OF_VARIABLES";

async fn engine(url: impl IntoUrl) -> Result<Engine, Error> {
    Connect::through(Registry::new().with(aludel_postgres_endpoint::driver()), url).open().await
}

/// Runs the inner trial with these variables: what it prints.
fn tried(what: &str, variables: &[(&str, &str)]) -> Tested<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--exact", "inner", "--nocapture"]).env(INNER, what);
    let output = command.envs(variables.iter().copied()).output()?;
    assert!(output.status.success(), "{output:?}");
    Ok(String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?)
}

/// Does nothing in a run of all tests.
#[tokio::test]
async fn inner() -> Tested {
    let opened = match std::env::var(INNER).as_deref() {
        Ok("from_env") => engine(aludel_postgres_endpoint::from_env()?).await,
        Ok(url) => engine(url).await,
        Err(_) => return Ok(()),
    };
    match opened {
        Ok(engine) => println!("one={}", engine.fetch_scalar::<i32>(text("SELECT 1")).await?),
        Err(fault) => println!("fault={fault} {fault:?}"),
    }
    Ok(())
}

fn started() -> Tested<Server> {
    Ok(StandIn::builder().token("s3cret-t0ken").start()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_env_opens_what_the_variables_name() -> Tested {
    let server = started()?;
    let (port, file) = (server.address().port().to_string(), server.ca_file().display().to_string());
    let told = tried(
        "from_env",
        &[
            ("PGHOST", "localhost"),
            ("PGPORT", &port),
            ("PGUSER", "postgres"),
            ("PGPASSWORD", "s3cret-t0ken"),
            ("PGDATABASE", "sample_data"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", &file),
            ("PGOPTIONS", "--compatibility-mode=metabase"),
            ("PGAPPNAME", "a shop"),
        ],
    )?;
    assert!(told.contains("one=1") && !told.contains("s3cret"), "{told}");
    let login = server.logins().into_iter().next_back().ok_or("no login")?;
    assert_eq!(login.database, "sample_data");
    assert_eq!(login.parameters.get("options").map(String::as_str), Some("--compatibility-mode=metabase"));
    assert_eq!(login.parameters.get("application_name").map(String::as_str), Some("a shop"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_url_is_opened_as_it_is_written_whatever_the_variables_say() -> Tested {
    let server = started()?;
    let url = server.url("md:");
    let told = tried(
        &url,
        &[
            ("PGHOST", "nowhere.invalid"),
            ("PGPORT", "1"),
            ("PGUSER", "nobody"),
            ("PGPASSWORD", "wrong"),
            ("PGDATABASE", "nowhere"),
            ("PGSSLMODE", "disable"),
            ("PGSSLROOTCERT", "/nowhere"),
            ("PGAPPNAME", "another"),
        ],
    )?;
    assert!(told.contains("one=1"), "{told}");
    assert_eq!(server.logins()[0].parameters.get("application_name").map(String::as_str), Some("aludel"));
    // What the driver below would add by itself is refused by name, before anything is said.
    let told = tried(&url, &[("PGOPTIONS", "-c threads=1")])?;
    assert!(told.contains("PGOPTIONS") && !told.contains("s3cret"), "{told}");
    Ok(())
}
