use proptest::option::of;
use proptest::prelude::*;

use super::*;

#[test]
fn databases_are_relative_absolute_in_memory_or_names() {
    for (url, database) in [
        ("duckdb://", None),
        ("duckdb:///", None),
        ("duckdb:///:memory:", Some(":memory:")),
        ("duckdb:///shop.duckdb", Some("shop.duckdb")),
        ("duckdb:///a/b.db", Some("a/b.db")),
        ("duckdb:////a/b.db", Some("/a/b.db")),
        ("duckdb:///C:/x.db", Some("C:/x.db")),
        ("duckdb:///C:\\x.db", Some("C:\\x.db")),
        ("duckdb:///my file+1.db", Some("my file+1.db")),
        ("duckdb:///a%3Fb%25%20c%2Fd.db", Some("a?b% c/d.db")),
        ("duckdb:///a#b@c.db", Some("a#b@c.db")),
        ("duckdb:///md:", Some("md:")),
        ("duckdb:///md:my_db?motherduck_token=T", Some("md:my_db")),
        ("duckdb:///md%3Amy_db", Some("md:my_db")),
        ("duckdb:///größe.db", Some("größe.db")),
        ("postgresql+psycopg://postgres@h:5432/md:", Some("md:")),
    ] {
        assert_eq!(EngineUrl::parse(url).as_ref().map(EngineUrl::database), Ok(database), "{url}");
    }
}

#[test]
fn logins_and_addresses_are_decoded() {
    for (url, user, password, host, port) in [
        ("q://localhost", None, None, Some("localhost"), None),
        ("q://u@h", Some("u"), None, Some("h"), None),
        ("q://u:p@h:1/d", Some("u"), Some("p"), Some("h"), Some(1)),
        ("q://u:@h", Some("u"), Some(""), Some("h"), None),
        ("q://:p@", None, Some("p"), None, None),
        ("q://@h", None, None, Some("h"), None),
        ("q://u%3A:p%40%2F%3F%25:+@h", Some("u:"), Some("p@/?%:+"), Some("h"), None),
        ("q://u:a@b@h/d", Some("u"), Some("a@b"), Some("h"), None),
        ("q://[::1]", None, None, Some("::1"), None),
        ("q://u:p@[fe80::1%25eth0]:65535/d", Some("u"), Some("p"), Some("fe80::1%eth0"), Some(65535)),
        ("q://:8812/d", None, None, None, Some(8812)),
        ("q://h:/d", None, None, Some("h"), None),
        ("q://%2Frun%2Fsock/d", None, None, Some("/run/sock"), None),
    ] {
        let parsed = EngineUrl::parse(url);
        let parts = parsed.as_ref().map(|url| (url.user(), url.password(), url.host(), url.port()));
        assert_eq!(parts, Ok((user, password, host, port)), "{url}");
    }
}

#[test]
fn schemes_are_read_in_any_case_with_their_driver() {
    for (url, scheme, driver) in [
        ("duckdb://", "duckdb", None),
        ("DuckDB://", "duckdb", None),
        ("postgresql+psycopg://h", "postgresql", Some("psycopg")),
        ("clickhousedb+Connect://h", "clickhousedb", Some("connect")),
    ] {
        let parsed = EngineUrl::parse(url);
        assert_eq!(parsed.as_ref().map(|url| (url.scheme(), url.driver())), Ok((scheme, driver)), "{url}");
    }
}

#[test]
fn queries_keep_order_and_repeats() -> Result<(), UrlError> {
    let url = EngineUrl::parse("q://h?b=1&a=x%26y&b=a+b%2B&empty=&&url=http://h/?k=v&?=1&")?;
    let pairs: Vec<(&str, &str)> = url.query().collect();
    let expected = [("b", "1"), ("a", "x&y"), ("b", "a b+"), ("empty", ""), ("url", "http://h/?k=v"), ("?", "1")];
    assert_eq!(pairs, expected);
    let url = url.set("b", "2").without_query("?").with_query("b", "3");
    let pairs: Vec<(&str, &str)> = url.query().collect();
    assert_eq!(pairs, [("b", "2"), ("a", "x&y"), ("empty", ""), ("url", "http://h/?k=v"), ("b", "3")]);
    Ok(())
}

fn built() -> impl Strategy<Value = EngineUrl> {
    let text = || "[^\0]{0,8}";
    let login = (of(text()), of(text()));
    let address = (of(text()), of(any::<u16>()), of(text()));
    let query = proptest::collection::vec(("[^\0]{1,6}", text()), 0..4);
    let scheme = "[a-z][a-z0-9_.-]{0,5}(\\+[a-z][a-z0-9_.-]{0,5})?";
    (scheme, login, address, query).prop_filter_map(
        "a scheme",
        |(scheme, (user, password), (host, port, database), query)| {
            let mut url = EngineUrl::new(&scheme).ok()?;
            url = user.into_iter().fold(url, EngineUrl::with_user);
            url = password.into_iter().fold(url, EngineUrl::with_password);
            url = host.into_iter().fold(url, EngineUrl::with_host);
            url = port.into_iter().fold(url, EngineUrl::with_port);
            url = database.into_iter().fold(url, EngineUrl::with_database);
            Some(query.into_iter().fold(url, |url, (key, value)| url.with_query(key, value)))
        },
    )
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(url in built()) {
        prop_assert_eq!(url.check(), Ok(()));
        prop_assert_eq!(EngineUrl::parse(&url.to_string_with_secrets()), Ok(url));
    }

    #[test]
    fn what_was_read_reads_back(text in "[a-z]{1,3}://[a-z:@\\[\\]/?&=%0-9+#*.é -]{0,40}") {
        if let Ok(url) = EngineUrl::parse(&text) {
            prop_assert_eq!(EngineUrl::parse(&url.to_string_with_secrets()), Ok(url.clone()));
            prop_assert!(EngineUrl::parse(&url.to_string()).is_ok());
        }
    }

    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = EngineUrl::parse(&text);
        let _ = EngineUrl::parse(&format!("q://{text}"));
    }
}
