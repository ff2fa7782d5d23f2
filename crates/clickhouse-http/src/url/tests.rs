//! What a URL says.

#![allow(clippy::unwrap_used, clippy::panic)]

use aludel_engine::EngineUrl;

use super::*;

fn read(url: &str) -> Result<Resolved, Error> {
    Resolved::new(&ConnectOptions::new(EngineUrl::parse(url).unwrap()))
}

#[test]
fn where_the_server_is() {
    for (url, endpoint) in [
        ("clickhouse://", "http://localhost:8123/"),
        ("clickhouse://h", "http://h:8123/"),
        ("clickhousedb+connect://h:1234/db", "http://h:1234/"),
        ("clickhouse://h?secure=true", "https://h:8443/"),
        ("clickhouse+https://h", "https://h:8443/"),
        ("clickhouse://h:8443", "https://h:8443/"),
        ("clickhouse://h:8443?secure=0", "http://h:8443/"),
        ("clickhouse+http://[::1]:9?proxy_path=/a/b", "http://[::1]:9/a/b"),
    ] {
        assert_eq!(read(url).unwrap().endpoint, endpoint, "{url}");
    }
}

#[test]
fn the_builder_says_the_same_as_a_url() {
    let options = crate::Options::new("::1")
        .port(9)
        .tls(crate::Tls::Off)
        .user("u", "p@/")
        .database("d/b")
        .compression(Compression::None)
        .connect_timeout(Duration::from_millis(1_500))
        .session(SessionId::None)
        .setting("compression", "zstd")
        .setting("max_threads", 4)
        .setting("max_threads", 5);
    let shown = format!("{:?}", options.clone().access_token("t0ken"));
    assert!(!shown.contains("p@/") && !shown.contains("t0ken"), "{shown}");
    let options = Resolved::new(&options.into_connect_options().unwrap()).unwrap();
    assert_eq!(options.endpoint, "http://[::1]:9/");
    assert_eq!(options.database.as_deref(), Some("d/b"));
    assert!(matches!(&options.login, Login::User { user, password }
        if user.as_deref() == Some("u") && password.as_deref() == Some("p@/")));
    assert_eq!(options.compression, Compression::None);
    assert_eq!(options.connect_timeout, Duration::from_millis(1_500));
    assert_eq!(options.session, SessionId::None);
    let settings: Vec<(&str, &str)> = options.settings.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(settings, [("compression", "zstd"), ("max_threads", "5")]);
}

#[test]
fn options_are_told_from_settings() {
    let url = "clickhouse://h/db?secure=true&compression=false&connect_timeout=3&session_id=s&headers=A:%20b&headers=C:d\
               &max_threads=4&ch_compression=zstd&join_use_nulls=true&verify=true&query_limit=0&ca_cert=certifi";
    let options = read(url).unwrap();
    assert_eq!(options.database.as_deref(), Some("db"));
    assert_eq!(options.compression, Compression::None);
    assert_eq!(options.connect_timeout, Duration::from_secs(3));
    assert_eq!(options.session, SessionId::Fixed("s".into()));
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
    assert_eq!(options.headers, pairs(&[("A", "b"), ("C", "d")]));
    let settings = [("max_threads", "4"), ("compression", "zstd"), ("join_use_nulls", "1")];
    assert_eq!(options.settings, pairs(&settings));
}

#[test]
fn options_have_their_values() {
    let url = "clickhouse+https://u@h?ca_cert=/ca&client_cert=/c&client_cert_key=/k&server_host_name=n&compress=zstd\
               &https_proxy=http://a:b%2540@p:1&http_proxy=q&query_retries=3&client_name=me&send_receive_timeout=2m\
               &interface=https&form_encode_query_params=true&autogenerate_query_id=1&show_clickhouse_errors=true\
               &invalid_setting_action=error&query_limit=0";
    let options = read(url).unwrap();
    assert!(matches!(&options.tls.roots, Roots::File(path) if path == "/ca"));
    let client = options.tls.client.unwrap();
    assert_eq!((client.certificate.as_str(), client.key.as_deref(), client.mode), ("/c", Some("/k"), TlsMode::Mutual));
    assert_eq!(options.tls.server_name.as_deref(), Some("n"));
    assert_eq!(options.compression, Compression::Zstd);
    // `a:b@` in base64.
    assert_eq!(options.https_proxy.unwrap().login(), Some("Basic YTpiQA=="));
    assert_eq!(options.http_proxy.unwrap().login(), None);
    assert_eq!(options.query_retries, 3);
    assert_eq!(options.client_name.as_deref(), Some("me"));
    assert_eq!(options.send_receive_timeout, Duration::from_secs(120));
    assert!(options.settings.is_empty());
    for (url, login) in [
        ("clickhouse://h?user_name=u&password=p", (Some("u"), Some("p"))),
        ("clickhouse://h?username=u", (Some("u"), None)),
        ("clickhouse://h?user=u", (Some("u"), None)),
        ("clickhouse://:p@h", (None, Some("p"))),
    ] {
        let options = read(url).unwrap();
        assert!(
            matches!(&options.login, Login::User { user, password }
            if (user.as_deref(), password.as_deref()) == login),
            "{url}"
        );
    }
    assert!(matches!(read("clickhouse://h?access_token=t").unwrap().login, Login::AccessToken(token) if token == "t"));
}

#[test]
fn what_is_not_honoured_is_refused_by_name() {
    for (url, words) in [
        ("clickhouse://h?verify=false", "verify can't be set"),
        ("clickhouse://h?ca_cert=/etc/ca.pem", "ca_cert is for TLS"),
        ("clickhouse://h?server_host_name=x", "server_host_name is for TLS"),
        ("clickhouse+https://h?client_cert=/c.pem", "give the user"),
        ("clickhouse+https://u:p@h?client_cert=/c.pem", "no password"),
        ("clickhouse+https://h?client_cert_key=/c.pem", "give client_cert"),
        ("clickhouse+https://u@h?client_cert=/c.pem&tls_mode=some", "tls_mode is one of"),
        ("clickhouse://h?https_proxy=https://p", "https_proxy must begin with http://"),
        ("clickhouse://h?http_proxy=a%20b", "http_proxy is no URL"),
        ("clickhouse://h?query_retries=-1", "query_retries"),
        ("clickhouse://h?token_provider=f", "token_provider can't be set"),
        ("clickhouse://h?tz_source=local", "tz_source can't be set"),
        ("clickhouse://h?tz_mode=aware", "tz_mode can't be set"),
        ("clickhouse://h?rename_response_column=x", "rename_response_column can't be set"),
        ("clickhouse://h?pool_mgr=x", "pool_mgr can't be set"),
        ("clickhouse://h?show_clickhouse_errors=false", "show_clickhouse_errors can't be set"),
        ("clickhouse://h?autogenerate_query_id=false", "autogenerate_query_id can't be set"),
        ("clickhouse://h?form_encode_query_params=0", "form_encode_query_params can't be set"),
        ("clickhouse://h?invalid_setting_action=drop", "invalid_setting_action can't be set"),
        ("clickhouse://h?interface=chdb", "interface"),
        ("clickhouse://h?compression=br", "compression can't be"),
        ("clickhouse://h?send_receive_timeout=-1", "send_receive_timeout"),
        ("clickhouse://h?query_limit=5", "query_limit can't be set: rows"),
        ("clickhouse://h?compression=gzip", "compression can't be"),
        ("clickhouse://h?compression=lz4&compress=false", "compression is given twice"),
        ("clickhouse+https://h?secure=false", "both"),
        ("clickhouse://u:p@h?access_token=t", "leave these out"),
        ("clickhouse://h?connect_timeout=soon", "connect_timeout"),
        ("clickhouse://h?headers=nothing", "Name: value"),
        ("clickhouse://h?query=x", "query"),
        ("clickhouse://h?query_id=x", "query_id"),
        ("clickhouse://h?default_format=x", "default_format"),
        ("clickhouse://h?ch_decompress=1", "decompress"),
        ("clickhouse://h?client_protocol_version=54449", "client_protocol_version"),
        ("clickhouse://h?param_a=1", "param_a"),
        ("clickhouse://h?max_threads=1&ch_max_threads=2", "max_threads"),
        ("clickhouse://h?session_id=a&autogenerate_session_id=true", "exclude"),
    ] {
        let error = read(url).err().unwrap_or_else(|| panic!("{url}")).to_string();
        assert!(error.contains(words), "{url}: {error}");
    }
}
