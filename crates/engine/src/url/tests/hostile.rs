use super::*;

/// Part and character of the error.
fn malformed(url: &str) -> Option<(&'static str, usize)> {
    match EngineUrl::parse(url) {
        Err(UrlError::Malformed { part, at, .. }) => Some((part, at)),
        _ => None,
    }
}

#[test]
fn errors_name_part_and_place() {
    for (url, part, at) in [
        ("", "scheme", 1),
        ("shop.duckdb", "scheme", 1),
        ("duckdb:/shop.db", "scheme", 1),
        ("://h", "scheme", 1),
        (" duckdb://h", "scheme", 1),
        ("1q://h", "scheme", 1),
        ("q+://h", "scheme", 3),
        ("q+a+b://h", "scheme", 3),
        ("q://h\0", "text", 6),
        ("q://h\n", "text", 6),
        ("q:///é\u{7f}", "text", 7),
        ("q://h:x", "port", 7),
        ("q://h:0", "port", 7),
        ("q://h:65536", "port", 7),
        ("q://h:+1", "port", 7),
        ("q://h:-1", "port", 7),
        ("q://é:99999999999999999999999999", "port", 7),
        ("q://::1/d", "port", 6),
        ("q://md:my_db", "port", 8),
        ("q://[::1", "host", 5),
        ("q://[]", "host", 6),
        ("q://[::1]x", "host", 10),
        ("q://u:%zz@h", "password", 7),
        ("q://u:p%4", "port", 7),
        ("q://u%@h", "user", 6),
        ("q://h/%e9", "database", 7),
        ("q://h/a%00", "database", 7),
        ("q://h/a%+1", "database", 8),
        ("q://h/d?k", "query", 9),
        ("q://h/d?k=1&l", "query", 13),
        ("q://h/d?=1", "query", 9),
        ("q://h/d?k=%g0", "query", 11),
    ] {
        assert_eq!(malformed(url), Some((part, at)), "{url:?}");
    }
}

#[test]
fn a_malformed_url_never_shows_its_secrets() {
    for url in [
        "q://user:s3cr%t@host/db",
        "q://user:s3cr/t@host:1/db",
        "q://user:12/s3cr@host/db",
        "q://user:12?s3cr@host/db",
        "q://user:s3cr?t@host/db",
        "q://user:s3cr#t:x@host:s3cr",
        "user:s3cr@host/db",
        "user:s3cr@host/db?x=http://",
        "q://u:p@h/d?s3cr",
        "q://u:s3cr\n@h",
        "q://u:s3cr%00@h",
        "q://u:s3cr%ff@h",
        "s3cr%://",
    ] {
        let error = EngineUrl::parse(url).map_err(|error| format!("{error} {error:?}"));
        assert!(error.as_ref().is_err_and(|error| !error.contains("s3cr")), "{url}: {error:?}");
    }
}

#[test]
fn a_megabyte_is_read_or_refused_at_once() {
    for piece in ["a", "%41", "%", "@", ":", "/", "?k=v&", "k=", "=", "&", "é", "password = "] {
        let url = format!("q://{}", piece.repeat(1_000_000 / piece.len()));
        if let Ok(url) = EngineUrl::parse(&url) {
            assert!(url.to_string().len() > 3);
        }
    }
}

#[test]
fn what_only_a_program_can_get_wrong_is_an_error_before_opening() -> Result<(), UrlError> {
    let url = EngineUrl::new("q")?;
    for bad in [
        url.clone().with_user("\0"),
        url.clone().with_password("a\0b"),
        url.clone().with_host("\0"),
        url.clone().with_database("x\0"),
        url.clone().with_query("k", "\0"),
        url.clone().with_query("", "v"),
    ] {
        assert!(matches!(bad.check(), Err(UrlError::Usage(_))));
        assert!(matches!(crate::Registry::new().find(&bad), Err(UrlError::Usage(_))));
    }
    assert!(EngineUrl::new("a b").is_err());
    Ok(())
}
