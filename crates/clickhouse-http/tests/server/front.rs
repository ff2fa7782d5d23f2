//! What stands between a client and the server: something that ends TLS, and proxies.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::*;

/// An authority that nobody else knows, and a folder with what it signed.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: PathBuf,
}

/// When a certificate is valid.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Validity {
    Now,
    Over,
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, uuid::Uuid::new_v4().to_string());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = std::env::temp_dir().join(format!("aludel-tls-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("ca.pem"), issuer.pem()).unwrap();
        Self { issuer, folder }
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn sign(&self, name: &str, validity: Validity) -> (rcgen::Certificate, KeyPair) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        if validity == Validity::Over {
            (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// Writes a client's certificate and key; gives their paths.
    pub(crate) fn client(&self) -> (String, String) {
        let (certificate, key) = self.sign("client", Validity::Now);
        std::fs::write(self.folder.join("client.pem"), certificate.pem()).unwrap();
        std::fs::write(self.folder.join("client.key"), key.serialize_pem()).unwrap();
        std::fs::write(self.folder.join("both.pem"), certificate.pem() + &key.serialize_pem()).unwrap();
        (self.file("client.pem"), self.file("client.key"))
    }
}

/// Something that listens and passes on to the server.
pub(crate) struct Front {
    pub(crate) port: u16,
    /// The first bytes of each connection, as they came out of the TLS or were said to the proxy.
    pub(crate) seen: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Whom a front lets in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Clients {
    All,
    /// Those with a certificate of the same authority.
    Certified,
}

fn server_port() -> u16 {
    url(None, "").port().unwrap()
}

impl Front {
    async fn listen<F, W>(work: F) -> Self
    where
        F: Fn(TcpStream, Arc<Mutex<Vec<String>>>) -> W + Send + 'static,
        W: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let seen_here = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(work(stream, Arc::clone(&seen_here)));
            }
        });
        Self { port, seen, task }
    }

    /// Ends TLS with a certificate for `name`.
    pub(crate) async fn tls(authority: &Authority, name: &str, validity: Validity, clients: Clients) -> Self {
        let (certificate, key) = authority.sign(name, validity);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
        let config = match clients {
            Clients::All => config.unwrap().with_no_client_auth(),
            Clients::Certified => {
                let mut roots = RootCertStore::empty();
                roots.add(CertificateDer::from(authority.issuer.der().to_vec())).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
                config.unwrap().with_client_cert_verifier(verifier)
            }
        };
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self::listen(move |stream, seen| {
            let acceptor = acceptor.clone();
            async move { pass_on(acceptor.accept(stream).await.ok()?, server_port(), &seen, Vec::new()).await }
        })
        .await
    }

    /// Passes everything on as it is, and knows how many connections there were.
    pub(crate) async fn plain() -> Self {
        Self::listen(|stream, seen| async move { pass_on(stream, server_port(), &seen, Vec::new()).await }).await
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// An HTTP proxy: passes on requests for whole URLs, and opens tunnels. Wants the login `user:p@ss`, in `Basic`.
    pub(crate) async fn proxy() -> Self {
        Self::listen(|mut stream, seen| async move {
            let head = read_head(&mut stream).await?;
            seen.lock().unwrap().push(head.clone());
            if !head.to_ascii_lowercase().contains("proxy-authorization: basic dxnlcjpwqhnz") {
                stream
                    .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                    .await
                    .ok()?;
                return Some(());
            }
            let target = head.split(' ').nth(1)?;
            if head.starts_with("CONNECT ") {
                let port = target.rsplit_once(':')?.1.parse().ok()?;
                stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.ok()?;
                return pass_on(stream, port, &Arc::default(), Vec::new()).await;
            }
            pass_on_requests(stream, head).await
        })
        .await
    }
}

const KNOWN_TO_THE_PROXY: &str = "POST http://server.invalid:8123/";

/// As a proxy does it: with the path only.
async fn pass_on_requests(client: TcpStream, mut said: String) -> Option<()> {
    let server = TcpStream::connect(("127.0.0.1", server_port())).await.ok()?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let answers = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await.ok() });
    let mut buffer = [0; 1 << 16];
    loop {
        to_server.write_all(said.replace(KNOWN_TO_THE_PROXY, "POST /").as_bytes()).await.ok()?;
        let Some(read) = from_client.read(&mut buffer).await.ok().filter(|read| *read > 0) else { break };
        said = String::from_utf8_lossy(&buffer[..read]).into_owned();
    }
    answers.abort();
    Some(())
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

async fn pass_on(
    mut client: impl AsyncRead + AsyncWrite + Unpin,
    port: u16,
    seen: &Arc<Mutex<Vec<String>>>,
    mut said: Vec<u8>,
) -> Option<()> {
    if said.is_empty() {
        let mut buffer = [0; 4096];
        let read = client.read(&mut buffer).await.ok()?;
        said.extend_from_slice(&buffer[..read]);
        seen.lock().unwrap().push(String::from_utf8_lossy(&said).into_owned());
    }
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    server.write_all(&said).await.ok()?;
    copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}
