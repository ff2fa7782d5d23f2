//! Which settings go into the database string, and which stay configuration.

use aludel_duckdb_md::{AccessMode, AttachMode, MotherDuckUrl};
use aludel_engine::{Connect, Error, IntoUrl};

use crate::common::Tested;
use crate::log::Warnings;
use crate::opener::{InMemory, expected, received};

const TOKEN: (&str, &str) = ("motherduck_token", "t0ken");

/// URL, then path and settings but the token, which is beside the URL.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const URLS: &[Case] = &[
    ("duckdb:///md:", "md:", &[]),
    ("duckdb:///md:my_db", "md:my_db", &[]),
    ("duckdb:///md%3Amy_db", "md:my_db", &[]),
    ("duckdb:///MD:my_db", "MD:my_db", &[]),
    ("duckdb:///MotherDuck:my_db", "MotherDuck:my_db", &[]),
    (
        "duckdb:///md:my_db?attach_mode=single&access_mode=read_only&session_name=team-a",
        "md:my_db?access_mode=read_only&attach_mode=single&session_name=team-a",
        &[],
    ),
    ("duckdb:///md:my_db?host=localhost&port=1984&tls=off", "md:my_db?host=localhost&port=1984&tls=off", &[]),
    (
        "duckdb:///md:my_db?motherduck_session_hint=h&cachebust=1&motherduck_attach_mode=single",
        "md:my_db?attach_mode=single&cache_buster=1&session_name=h",
        &[],
    ),
    (
        "duckdb:///md:my_db?host=custom.motherduck.com&port=443&tls=true&saas_mode=pgendpoint",
        "md:my_db?host=custom.motherduck.com&port=443&saas_mode=pgendpoint&tls=true",
        &[],
    ),
    (
        "duckdb:///md:db?motherduck_host=h&cachebust=2&motherduck_saas_mode=true",
        "md:db?cache_buster=2&host=h&saas_mode=true",
        &[],
    ),
    (
        "duckdb:///md:db?region_host=r&grpc_local_subchannel_pool=1&connection_timeout=30s&dbinstance_inactivity_ttl=1h&user=u",
        "md:db?connection_timeout=30s&dbinstance_inactivity_ttl=1h&grpc_local_subchannel_pool=1&region_host=r&user=u",
        &[],
    ),
    ("duckdb:///md:db?motherduck_connection_timeout=5s", "md:db?connection_timeout=5s", &[]),
    ("duckdb:///md:db?threads=2&memory_limit=1GB", "md:db", &[("memory_limit", "1GB"), ("threads", "2")]),
    // A setting of the extension that nobody here knows.
    ("duckdb:///md:db?motherduck_log_level=debug", "md:db", &[("motherduck_log_level", "debug")]),
    ("duckdb:///md:db?Attach_Mode=single", "md:db?attach_mode=single", &[]),
    // In the database string itself: settings beside it win.
    ("duckdb:///md:db%3Fuser=1%26host=h?user=2", "md:db?host=h&user=2", &[]),
    ("duckdb:///md:db%3Fnot_known_yet=1?host=h", "md:db?host=h&not_known_yet=1", &[]),
    ("duckdb:///md:db?session_name=a+b%26c", "md:db?session_name=a%20b%26c", &[]),
];

#[tokio::test]
async fn settings_of_motherduck_go_into_the_database_string_sorted() -> Tested<()> {
    for (url, path, settings) in URLS {
        let opener = InMemory::default();
        let got = received(&opener, opener.connect(*url).config(TOKEN.0, TOKEN.1)).await;
        let mut want: Vec<_> = settings.to_vec();
        want.push(TOKEN);
        want.sort_unstable();
        assert_eq!(got.map_err(|error| format!("{url}: {error}"))?, expected(path, &want), "{url}");
    }
    Ok(())
}

#[tokio::test]
async fn settings_beside_the_url_go_the_same_way() -> Tested<()> {
    let opener = InMemory::default();
    let connect = opener.connect("duckdb:///md:my_db").config("host", "localhost").config("port", 1984);
    let got = received(&opener, connect.config("tls", "off").config(TOKEN.0, TOKEN.1)).await?;
    assert_eq!(got, expected("md:my_db?host=localhost&port=1984&tls=off", &[TOKEN]));

    let connect = opener.connect("duckdb:///md:my_db").config("threads", 4).config("memory_limit", "1GB");
    let got = received(&opener, connect.config(TOKEN.0, TOKEN.1)).await?;
    assert_eq!(got, expected("md:my_db", &[("memory_limit", "1GB"), TOKEN, ("threads", "4")]));
    Ok(())
}

#[tokio::test]
async fn the_url_wins_over_what_is_beside_it_under_any_name() -> Tested<()> {
    let opener = InMemory::default();
    let connect = opener.connect("duckdb:///md:my_db?session_hint=url").config("session_name", "beside");
    let got = received(&opener, connect.config(TOKEN.0, TOKEN.1)).await?;
    assert_eq!(got, expected("md:my_db?session_name=url", &[TOKEN]));
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn old_names_warn_by_their_names_alone() -> Tested<()> {
    let cases: [(&str, &str, &[&str]); 3] = [
        (
            "duckdb:///md:my_db?motherduck_session_hint=v4lue&cachebust=v4lue&motherduck_attach_mode=single",
            "md:my_db?attach_mode=single&cache_buster=v4lue&session_name=v4lue",
            &[
                "motherduck_session_hint is deprecated: write session_name",
                "cachebust is deprecated: write cache_buster",
                "motherduck_attach_mode is deprecated: write attach_mode",
            ],
        ),
        (
            "duckdb:///md:my_db?session_hint=v4lue&session_name=own",
            "md:my_db?session_name=own",
            &["session_hint is another name of session_name, which is given too: session_hint is left out"],
        ),
        ("duckdb:///md:my_db?motherduck_connection_timeout=1s", "md:my_db?connection_timeout=1s", &[]),
    ];
    for (url, path, warnings) in cases {
        let (opener, log) = (InMemory::default(), Warnings::default());
        let guard = tracing::subscriber::set_default(log.clone());
        let got = received(&opener, opener.connect(url).config(TOKEN.0, TOKEN.1)).await?;
        drop(guard);
        assert_eq!(got, expected(path, &[TOKEN]), "{url}");
        let said = log.lines();
        assert_eq!(said.len(), warnings.len(), "{said:?}");
        for (line, warning) in said.iter().zip(warnings) {
            assert!(line.contains(warning) && !line.contains("v4lue"), "{line}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_named() -> Tested<()> {
    for (url, says) in [
        ("duckdb:///md:one,two", "comma"),
        ("duckdb:///md%3Aone%2Ctwo?threads=2", "comma"),
        ("duckdb:///md:db?sesion_name=x", "did you mean session_name"),
        ("duckdb:///md:db?motherduck_tokn=x", "did you mean motherduck_token"),
        ("duckdb:///md:db?MotherDuck_Oauth_Tokem=x", "did you mean motherduck_oauth_token"),
        ("duckdb:///md:db?attach_mode=single&ATTACH_MODE=workspace", "more than once"),
        ("duckdb:///md:db?login=somehow", "token or browser"),
        ("duckdb:///md:db?default_null_order=nulls_first", "changes what statements mean"),
        ("duckdb://md/db", "three slashes"),
    ] {
        let opener = InMemory::default();
        let error = failure(opener.connect(url).config(TOKEN.0, TOKEN.1)).await?.to_string();
        assert!(error.contains(says), "{url}: {error}");
        assert!(opener.openings().is_empty(), "{url} was opened");
    }
    Ok(())
}

/// A comma, and what looks like MotherDuck in the middle, are nothing special in the path of a file.
#[tokio::test]
async fn files_keep_their_settings_and_their_commas() -> Tested<()> {
    let directory = std::env::temp_dir().join(format!("aludel-md-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let url = format!("duckdb:///{}?access_mode=read_write&threads=2", directory.join("a,md:b.duckdb").display());
    let engine = Connect::through(aludel_engine::Registry::new().with(aludel_duckdb_md::driver()), &url).open().await?;
    let threads: i64 = engine.fetch_scalar(aludel_query::text("SELECT current_setting('threads')")).await?;
    assert_eq!(threads, 2);
    engine.close().await?;
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}

#[tokio::test]
async fn a_built_url_prints_and_reads_back_and_opens_the_same() -> Tested<()> {
    let url = MotherDuckUrl::new("md:my_db")
        .attach_mode(AttachMode::Single)
        .access_mode(AccessMode::ReadOnly)
        .session_name("team-a")
        .query("memory_limit", "1GB");
    let text = "duckdb:///md%3Amy_db?access_mode=read_only&attach_mode=single&memory_limit=1GB&session_name=team-a";
    assert_eq!(url.to_string(), text);
    assert_eq!((&url).into_url()?, text.into_url()?);
    assert_eq!(url.clone().into_url()?.to_string_with_secrets(), text);

    let opener = InMemory::default();
    let got = received(&opener, opener.connect(url).config(TOKEN.0, TOKEN.1)).await?;
    let path = "md:my_db?access_mode=read_only&attach_mode=single&session_name=team-a";
    assert_eq!(got, expected(path, &[("memory_limit", "1GB"), TOKEN]));
    Ok(())
}

#[test]
fn a_built_url_hides_its_token_and_refuses_what_is_no_motherduck() {
    let url = MotherDuckUrl::new("md:my_db?user=1&host=h").query("user", 2).token("t0ken");
    assert_eq!(url.to_string(), "duckdb:///md%3Amy_db?host=h&motherduck_token=***&user=2");
    assert!(!format!("{url:?}").contains("t0ken"));
    for (database, says) in [("my_db", "md:"), ("md:one,two", "comma"), ("md:x?%zz=1", "%25")] {
        let error = MotherDuckUrl::new(database).into_url().map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{database}: {error:?}");
    }
}

#[tokio::test]
async fn temporary_tables_on_the_server_are_set_on_each_connection() -> Tested<()> {
    let opener = InMemory::default();
    let url = "duckdb:///md:my_db?motherduck_enable_server_side_temp_tables=true";
    assert_eq!(received(&opener, opener.connect(url).config(TOKEN.0, TOKEN.1)).await?, expected("md:my_db", &[TOKEN]));
    let opening = opener.openings().pop().ok_or("not opened")?;
    let session: Vec<String> = opening.session_settings().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(session, ["motherduck_enable_server_side_temp_tables=true"]);
    Ok(())
}

#[tokio::test]
async fn the_user_agent_names_this_library_then_the_program() -> Tested<()> {
    let agent = concat!("aludel/", env!("CARGO_PKG_VERSION"));
    for (query, want) in [
        ("", agent.to_owned()),
        ("?custom_user_agent=etl/2", format!("{agent} etl/2")),
        ("?application_name=report&custom_user_agent=etl/2", format!("{agent} application_name(report) etl/2")),
    ] {
        let opener = InMemory::default();
        let engine = opener.connect(format!("duckdb:///md:my_db{query}")).config(TOKEN.0, TOKEN.1).open().await?;
        let opening = opener.openings().pop().ok_or("not opened")?;
        let got = opening.settings().find(|(key, _)| *key == "custom_user_agent").map(|(_, value)| value.to_string());
        assert_eq!(got, Some(want));
        engine.close().await?;
    }
    Ok(())
}

pub(crate) async fn failure(connect: Connect) -> Tested<Error> {
    match connect.open().await {
        Ok(engine) => Err(format!("{engine:?} was opened").into()),
        Err(error) => Ok(error),
    }
}
