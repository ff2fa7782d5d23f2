//! TLS: whose servers are trusted, and who we are to them. The test server speaks none, so something before it does.

use aludel_clickhouse_host::{TESTER, User};
use aludel_clickhouse_http::{ClientCertificateFor, Options, SessionId, Tls};
use aludel_engine::ErrorClass;

use super::front::{Authority, Clients, Front, Validity};
use super::*;

fn options(host: &str, front: &Front) -> Options {
    Options::new(host).port(front.port).tls(Tls::Verified)
}

async fn open(options: Options) -> Result<Arc<Server>, Error> {
    Server::open(&options.into_connect_options().unwrap()).await
}

async fn user_of(options: Options) -> Result<Value, Error> {
    value(&mut open(options).await?.connect(), "SELECT currentUser()").await
}

#[tokio::test]
async fn a_server_is_who_its_certificate_says() {
    let (ours, other) = (Authority::new(), Authority::new());
    let good = Front::tls(&ours, "localhost", Validity::Now, Clients::All).await;
    let by_address = Front::tls(&ours, "127.0.0.1", Validity::Now, Clients::All).await;
    let expired = Front::tls(&ours, "localhost", Validity::Over, Clients::All).await;
    let elsewhere = Front::tls(&ours, "db.example.com", Validity::Now, Clients::All).await;
    let ca = ours.file("ca.pem");
    for accepted in [
        options("localhost", &good).ca_cert(&ca),
        options("127.0.0.1", &by_address).ca_cert(&ca),
        options("127.0.0.1", &elsewhere).ca_cert(&ca).server_host_name("db.example.com"),
    ] {
        assert_eq!(user_of(accepted).await.unwrap(), text("default"));
    }
    for (case, refused, words) in [
        ("another name", options("localhost", &elsewhere).ca_cert(&ca), "db.example.com"),
        ("an address for a name", options("127.0.0.1", &good).ca_cert(&ca), "127.0.0.1"),
        ("another name is asked for", options("localhost", &good).ca_cert(&ca).server_host_name("x.com"), "x.com"),
        ("expired", options("localhost", &expired).ca_cert(&ca), "expired"),
        (
            "an authority that we do not know",
            options("localhost", &good).ca_cert(other.file("ca.pem")),
            "UnknownIssuer",
        ),
        ("Mozilla's roots", options("localhost", &good), "UnknownIssuer"),
    ] {
        let error = user_of(refused.user("tester", "s3cret")).await.unwrap_err();
        assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{case}: {error}");
        let shown = error.to_string();
        assert!(shown.contains("certificate") && shown.contains(words) && !shown.contains("s3cret"), "{case}: {error}");
    }
    assert!(good.seen.lock().unwrap().iter().all(|said| !said.contains("s3cret")), "nothing is said to a stranger");
    let url = format!("clickhouse://localhost:{}?secure=true&ca_cert=certifi", good.port);
    let error = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap_err();
    assert!(error.to_string().contains("UnknownIssuer"), "certifi is Mozilla's roots and no file: {error}");
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let authority = Authority::new();
    let front = Front::tls(&authority, "localhost", Validity::Now, Clients::Certified).await;
    let (certificate, key) = authority.client();
    let base = || options("localhost", &front).ca_cert(authority.file("ca.pem"));
    let User { name, password } = TESTER;
    // It is for the front only: the server wants the password.
    let shown = base().user(name, password).client_certificate(&certificate, &key, ClientCertificateFor::Front);
    assert_eq!(user_of(shown).await.unwrap(), text(name));
    // The key may be in the same file.
    let both = format!(
        "clickhouse://{name}@localhost:{}?secure=true&tls_mode=strict&ca_cert={}&client_cert={}",
        front.port,
        authority.file("ca.pem"),
        authority.file("both.pem")
    );
    let both = EngineUrl::parse(&both).unwrap().with_password(password);
    let server = Server::open(&ConnectOptions::new(both)).await.unwrap();
    assert_eq!(value(&mut server.connect(), "SELECT currentUser()").await.unwrap(), text(name));
    // It stands for the password: the server is told so, and answers that this user has none of that kind.
    front.seen.lock().unwrap().clear();
    let mutual = base().user_without_password(name);
    let error = user_of(mutual.client_certificate(&certificate, &key, ClientCertificateFor::Login)).await.unwrap_err();
    let said = front.seen.lock().unwrap().concat().to_ascii_lowercase();
    assert!(said.contains("x-clickhouse-ssl-certificate-auth: on") && !said.contains("x-clickhouse-key"), "{said}");
    assert!(matches!(error, Error::Server(_)), "{error}");
    // Without one, nobody gets in.
    let error = user_of(base()).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{error}");
}

#[tokio::test]
async fn files_that_hold_no_certificate_are_named() {
    let authority = Authority::new();
    let front = Front::tls(&authority, "localhost", Validity::Now, Clients::All).await;
    let (certificate, key) = authority.client();
    let mutual = |certificate: &str, key: &str| {
        options("localhost", &front).user_without_password("u").client_certificate(
            certificate,
            key,
            ClientCertificateFor::Login,
        )
    };
    for (options, words) in [
        (
            options("localhost", &front).ca_cert("/no/such/file.pem"),
            "ca_cert can't be used: /no/such/file.pem: No such",
        ),
        (options("localhost", &front).ca_cert(&key), "there is no certificate in it"),
        (mutual(&key, &key), "client_cert can't be used"),
        (mutual(&certificate, &certificate), "client_cert_key can't be used"),
        (options("localhost", &front).server_host_name("no name"), "server_host_name"),
    ] {
        let error = open(options).await.unwrap_err();
        assert!(matches!(error, Error::Usage(_)) && error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn tls_and_plain_text_do_not_meet() {
    let authority = Authority::new();
    let front = Front::tls(&authority, "localhost", Validity::Now, Clients::All).await;
    let plain = Options::new("localhost").port(front.port).tls(Tls::Off);
    let port = url(None, "").port().unwrap();
    let encrypted = Options::new("127.0.0.1").port(port).tls(Tls::Verified);
    for (case, options) in [("plain text to TLS", plain), ("TLS to plain text", encrypted)] {
        let work = open(options.connect_timeout(std::time::Duration::from_secs(2)));
        let error = tokio::time::timeout(std::time::Duration::from_secs(5), work).await.expect(case).unwrap_err();
        assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{case}: {error}");
    }
}

#[tokio::test]
async fn proxies_are_asked_for_the_whole_url_or_for_a_tunnel() {
    let proxy = Front::proxy().await;
    let at_proxy = format!("http://user:p%40ss@127.0.0.1:{}", proxy.port);
    // Only the proxy knows the way to this host.
    let plain = Options::new("server.invalid").session(SessionId::None).http_proxy(&at_proxy);
    assert_eq!(user_of(plain).await.unwrap(), text("default"));
    assert!(proxy.seen.lock().unwrap().iter().all(|head| head.starts_with("POST http://server.invalid:8123/")));
    proxy.seen.lock().unwrap().clear();
    let authority = Authority::new();
    let front = Front::tls(&authority, "localhost", Validity::Now, Clients::All).await;
    let tunnel = || options("localhost", &front).ca_cert(authority.file("ca.pem"));
    assert_eq!(user_of(tunnel().https_proxy(&at_proxy)).await.unwrap(), text("default"));
    let seen = proxy.seen.lock().unwrap().concat();
    assert!(seen.starts_with(&format!("CONNECT localhost:{}", front.port)), "{seen}");
    // A proxy that lets nobody in.
    let closed = format!("http://user:wrong@127.0.0.1:{}", proxy.port);
    for refused in [Options::new("server.invalid").http_proxy(&closed), tunnel().https_proxy(&closed)] {
        let error = open(refused).await.unwrap_err();
        assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{error}");
        assert!(!error.to_string().contains("wrong"), "{error}");
    }
    // The other kind's proxy is not used.
    assert!(user_of(tunnel().http_proxy("http://127.0.0.1:1")).await.is_ok());
}
