//! Starting the stand-in, and what a test asks of it.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicI32;
use std::sync::{Arc, Mutex};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::certificates::{self, Certificate};
use crate::connection::{Connection, Handlers};
use crate::data;
use crate::faults::{Faults, Moment};
use crate::folder::Folder;
use crate::journal::{Journal, Login};
use crate::native::{Database, Fault};
use crate::quirks::{Quirk, Quirks};
use crate::replica::Replicas;
use crate::shared::{Shared, Tokens};
use crate::sql::{Dialogue, Fixtures};

/// The stand-in; [`builder`](StandIn::builder) is where it begins.
#[derive(Debug)]
pub struct StandIn;

impl StandIn {
    /// With the documented quirks, a token of its own and a right certificate, unless told otherwise.
    pub fn builder() -> Builder {
        Builder {
            quirks: Quirks::documented(),
            token: None,
            read_scaling_token: None,
            certificate: Some(Certificate::Right),
            port: 0,
            fixtures: Vec::new(),
            prepared: Vec::new(),
            behind: None,
        }
    }
}

/// What a server is to be like.
#[derive(Clone, Debug)]
pub struct Builder {
    quirks: Quirks,
    token: Option<String>,
    read_scaling_token: Option<String>,
    /// `None`: no TLS.
    certificate: Option<Certificate>,
    port: u16,
    fixtures: Vec<(String, Vec<u8>)>,
    prepared: Vec<String>,
    behind: Option<SocketAddr>,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotStarted {
    /// The system gives no port, no folder or no thread.
    #[error("the stand-in did not start: {0}")]
    System(#[from] io::Error),
    /// DuckDB did not take what the stand-in wants of it.
    #[error("the stand-in did not start: {0}")]
    DuckDb(String),
}

impl From<Fault> for NotStarted {
    fn from(Fault(message): Fault) -> Self {
        Self::DuckDb(message)
    }
}

impl Builder {
    /// In which ways it differs from a Postgres server.
    #[must_use]
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// The token that it lets in; without, one that nobody else knows.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The token for read scaling; without, one that nobody else knows. Who comes with it reaches a replica: what the
    /// databases held at the login, attached to be read alone.
    #[must_use]
    pub fn read_scaling_token(mut self, token: impl Into<String>) -> Self {
        self.read_scaling_token = Some(token.into());
        self
    }

    /// The certificate that it shows.
    #[must_use]
    pub fn certificate(mut self, certificate: Certificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// Says "no" to clients that ask for TLS. Plain text is then served, whatever [`Quirk::PlainTextHangs`] says.
    #[must_use]
    pub fn without_tls(mut self) -> Self {
        self.certificate = None;
        self
    }

    /// The port of this machine that it listens on; without, a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What a remote address (`https://…`, `s3://…`) holds: nothing is fetched from anywhere. MotherDuck's guide reads
    /// DuckDB's `weather.csv`, which is there already.
    #[must_use]
    pub fn fixture(mut self, address: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        self.fixtures.push((address.into(), content.into()));
        self
    }

    /// What the server itself runs in `my_db` before anyone comes, whatever it refuses to others.
    #[must_use]
    pub fn prepared(mut self, sql: impl Into<String>) -> Self {
        self.prepared.push(sql.into());
        self
    }

    /// Ends the TLS of its clients and hands all that they say to another server, which speaks the Postgres wire in plain
    /// text: what does a client make of one that is not the endpoint?
    #[must_use]
    pub fn in_front_of(mut self, server: SocketAddr) -> Self {
        self.behind = Some(server);
        self
    }

    /// Starts it, on threads of its own: it can be shared by tests that each have a runtime.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn start(self) -> Result<Server, NotStarted> {
        let database = Database::open(&data::OFFLINE)?;
        data::fill(&database)?;
        data::prepare(&database, &self.prepared)?;
        let made = || uuid::Uuid::new_v4().simple().to_string();
        let tokens = Tokens::new(self.token.unwrap_or_else(made), self.read_scaling_token.unwrap_or_else(made));
        let folder = Folder::new()?;
        let fixtures = Fixtures::new(folder.path().join("remote"))?;
        data::fixtures(&fixtures)?;
        for (address, content) in &self.fixtures {
            fixtures.put(address, content)?;
        }
        // Beside the fixtures, where the database may write however it is confined.
        let replicas = Replicas::new(fixtures.folder().join("replicas"));
        if self.quirks.has(Quirk::Refusals) {
            data::confine(&database, &fixtures)?;
        }
        let tls = match self.certificate {
            Some(certificate) => {
                let (authority, acceptor) = certificates::made(certificate)?;
                fs::write(folder.path().join(CA_FILE), &authority)?;
                Some((authority, acceptor))
            }
            None => None,
        };
        let (authority, acceptor) = tls.unzip();
        let shared = Arc::new(Shared {
            database,
            quirks: self.quirks,
            tokens,
            replicas,
            journal: Journal::default(),
            faults: Faults::default(),
            dialogue: Dialogue::new(self.quirks, fixtures),
            sessions: Mutex::new(HashMap::new()),
            numbers: AtomicI32::new(0),
        });
        let listener = std::net::TcpListener::bind(("127.0.0.1", self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        // Last, as it can't be dropped here.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("md-stand-in")
            .enable_all()
            .build()?;
        let (resets, _) = watch::channel(0);
        let door = Door { shared: Arc::clone(&shared), acceptor, resets: resets.clone(), behind: self.behind };
        runtime.spawn(async move {
            if let Ok(listener) = TcpListener::from_std(listener) {
                door.listen(listener).await;
            }
        });
        Ok(Server { shared, address, authority, folder, resets, runtime: Some(runtime) })
    }
}

const CA_FILE: &str = "ca.pem";

/// A running stand-in. It ends when this is dropped.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    authority: Option<String>,
    folder: Folder,
    resets: watch::Sender<u64>,
    runtime: Option<Runtime>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// How long the server's own threads may take to end.
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.interrupt_all();
        if let Some(runtime) = self.runtime.take() {
            // It may be dropped by a task of another runtime, which must not wait; but its port is to be free then.
            let ended = std::thread::spawn(move || runtime.shutdown_timeout(GRACE)).join();
            debug_assert!(ended.is_ok(), "the stand-in's threads did not end");
        }
    }
}

impl Server {
    /// Where it listens. Its certificate is for `localhost` and `127.0.0.1`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token that it lets in: the password of a login.
    pub fn token(&self) -> String {
        self.shared.tokens.full()
    }

    /// Lets another token in instead of [`token`](Self::token), as if that had run out: sessions that it let in are told so
    /// with their next statement, and hung up on.
    pub fn renew_token(&self, token: impl Into<String>) {
        self.shared.tokens.renew(token.into());
    }

    /// The login for a database (`md:` or a name), token included, as libpq and drivers like it read it: it checks the
    /// certificate against [`ca_file`](Self::ca_file).
    pub fn url(&self, database: &str) -> String {
        self.url_with(&self.token(), database)
    }

    /// The same with the token for read scaling.
    pub fn url_for_reading(&self, database: &str) -> String {
        self.url_with(&self.shared.tokens.read_scaling, database)
    }

    fn url_with(&self, token: &str, database: &str) -> String {
        let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
        let url = format!("postgresql://postgres:{token}@localhost:{}/{database}", self.address.port());
        match self.authority {
            Some(_) => format!("{url}?sslmode=verify-full&sslrootcert={}", self.ca_file().display()),
            None => format!("{url}?sslmode=disable"),
        }
    }

    /// The authority that its clients are to trust, in PEM; none without TLS.
    pub fn ca_certificate(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The same as a file, which goes with the server.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join(CA_FILE)
    }

    /// How many clients are logged in at the moment.
    pub fn connections(&self) -> usize {
        self.shared.journal.open()
    }

    /// The logins that were let in, from the first.
    pub fn logins(&self) -> Vec<Login> {
        self.shared.journal.logins()
    }

    /// The texts that were run, as they came, from the first: by the simple protocol or by `Execute`.
    pub fn statements(&self) -> Vec<String> {
        self.shared.journal.executed()
    }

    /// The texts of all `Parse` messages, from the first.
    pub fn parsed(&self) -> Vec<String> {
        self.shared.journal.parsed()
    }

    /// How many cancel requests named a session that was there.
    pub fn cancels(&self) -> usize {
        self.shared.journal.cancels()
    }

    /// Forgets the statements and logins so far.
    pub fn forget(&self) {
        self.shared.journal.forget();
    }

    /// Lets `statements` more statements through, of all connections together, and answers the next one with a reset of
    /// its connection instead of running it. Once.
    pub fn reset_after(&self, statements: u64) {
        self.shared.faults.statements().start(statements);
    }

    /// Sends `rows` more rows, on all connections together, and then resets the connection that the next would go to.
    /// Once.
    pub fn reset_after_rows(&self, rows: u64) {
        self.shared.faults.rows().start(rows);
    }

    /// Takes what it is sent and does nothing, at that moment and on all connections, until it is to
    /// [answer again](Self::answer_again).
    pub fn fall_silent(&self, moment: Moment) {
        self.shared.faults.set_silent(Some(moment));
    }

    /// Goes on where it had fallen silent.
    pub fn answer_again(&self) {
        self.shared.faults.set_silent(None);
    }

    /// Resets all connections now.
    pub fn reset_connections(&self) {
        self.resets.send_modify(|resets| *resets += 1);
    }
}

/// Where clients come in.
#[derive(Clone)]
struct Door {
    shared: Arc<Shared>,
    acceptor: Option<TlsAcceptor>,
    resets: watch::Sender<u64>,
    behind: Option<SocketAddr>,
}

impl Door {
    async fn listen(self, listener: TcpListener) {
        loop {
            // Out of files, for instance; the next may do.
            let Ok((stream, _)) = listener.accept().await else { continue };
            let door = self.clone();
            tokio::spawn(async move { door.serve(stream).await });
        }
    }

    async fn serve(self, stream: TcpStream) -> Option<()> {
        if let (Some(behind), Some(acceptor)) = (self.behind, &self.acceptor) {
            // Either end may hang up.
            return relayed(stream, acceptor, behind).await.ok();
        }
        let mut resets = self.resets.subscribe();
        // A second handle, for the way in which the first is closed.
        let stream = stream.into_std().ok()?;
        let second = stream.try_clone().ok()?;
        let stream = TcpStream::from_std(stream).ok()?;
        let hangs = self.acceptor.is_some() && self.shared.quirks.has(Quirk::PlainTextHangs);
        let connection = Arc::new(Connection::new(Arc::clone(&self.shared)));
        let ends = Arc::clone(&connection.ends);
        let served = async {
            if hangs && !asks_for_tls(&stream).await {
                // Until the client gives up.
                let _ = tokio::time::timeout(HANG, wait_for_end(&stream)).await;
                return;
            }
            // A client that breaks the protocol is hung up on.
            let _ = pgwire::tokio::process_socket(stream, self.acceptor.clone(), Handlers(connection)).await;
        };
        let is_reset = tokio::select! {
            () = served => false,
            () = ends.close.notified() => false,
            () = ends.reset.notified() => true,
            _ = resets.changed() => true,
        };
        if is_reset {
            // Closing without waiting for what was not sent is what makes it a reset.
            let _ = SockRef::from(&second).set_linger(Some(std::time::Duration::ZERO));
        }
        Some(())
    }
}

/// Takes a client's TLS off and lets it talk with a server that has none.
async fn relayed(mut client: TcpStream, acceptor: &TlsAcceptor, behind: SocketAddr) -> io::Result<()> {
    let mut request = [0; SSL_REQUEST.len()];
    client.read_exact(&mut request).await?;
    client.write_all(b"S").await?;
    let mut client = acceptor.accept(client).await?;
    let mut server = TcpStream::connect(behind).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// What a client says first that wants TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// No client waits longer.
const HANG: std::time::Duration = std::time::Duration::from_secs(3600);

/// Whether the first thing that a client says is that it wants TLS, by Postgres' message or at once.
async fn asks_for_tls(stream: &TcpStream) -> bool {
    const HANDSHAKE: u8 = 0x16;
    let mut first = [0; 8];
    loop {
        match stream.peek(&mut first).await {
            Ok(0) | Err(_) => return true,
            Ok(_) if first[0] == HANDSHAKE => return true,
            Ok(8) => return first == SSL_REQUEST,
            // The rest is on its way.
            Ok(_) => tokio::time::sleep(std::time::Duration::from_millis(1)).await,
        }
    }
}

async fn wait_for_end(stream: &TcpStream) {
    let mut nothing = [0; 256];
    loop {
        if stream.readable().await.is_err() {
            return;
        }
        match stream.try_read(&mut nothing) {
            Ok(0) => return,
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return,
            _ => {}
        }
    }
}
