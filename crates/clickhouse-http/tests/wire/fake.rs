//! A server that answers as it is told to: not a ClickHouse, but what a broken one, or something else, would send.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What every query gets, but for those that open and end.
#[derive(Clone)]
pub(crate) struct Answer {
    status: &'static str,
    headers: String,
    /// Each in a chunk and a packet of its own; `None`: bytes that are no HTTP.
    chunks: Option<Vec<Vec<u8>>>,
    raw: Vec<u8>,
    has_end: bool,
    is_held_open: bool,
    /// Bytes that come one by one for ever, each after a little while.
    dripping: &'static [u8],
}

impl Answer {
    pub(crate) fn chunks<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Self {
        Self {
            status: "200 OK",
            headers: String::new(),
            chunks: Some(chunks.map(<[u8]>::to_vec).collect()),
            raw: Vec::new(),
            has_end: true,
            is_held_open: false,
            dripping: b"",
        }
    }

    pub(crate) fn raw(bytes: &[u8]) -> Self {
        Self { chunks: None, raw: bytes.to_vec(), ..Self::chunks(std::iter::empty()) }
    }

    pub(crate) fn with_tag(self, tag: &str) -> Self {
        self.with_header("X-ClickHouse-Exception-Tag", tag)
    }

    pub(crate) fn with_encoding(self, encoding: &str) -> Self {
        self.with_header("Content-Encoding", encoding)
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(crate) fn with_status(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    /// Closes the connection before the last chunk.
    pub(crate) fn cut_off(self) -> Self {
        Self { has_end: false, ..self }
    }

    /// Goes on with these, over and over, a byte every 20 ms.
    pub(crate) fn dripping(self, bytes: &'static [u8]) -> Self {
        Self { has_end: false, dripping: bytes, ..self }
    }

    /// Says nothing more, and does not hang up.
    pub(crate) fn held_open(self) -> Self {
        Self { has_end: false, is_held_open: true, ..self }
    }
}

pub(crate) struct FakeServer {
    port: u16,
    queries: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeServer {
    pub(crate) async fn start(answer: Answer) -> Self {
        Self::start_with(vec![answer]).await
    }

    /// The first query gets the first answer, and so on; those after the last get the last.
    pub(crate) async fn start_with(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let queries = Arc::new(Mutex::new(Vec::new()));
        let (queries_here, answers) = (Arc::clone(&queries), Arc::new(answers));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answers), Arc::clone(&queries_here)));
            }
        });
        Self { port, queries, task }
    }

    /// One that answers so whatever it is asked, and to what it can't read too.
    pub(crate) async fn stranger(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    let _ = stream.read(&mut buffer).await;
                    respond(&mut stream, &answer).await
                });
            }
        });
        Self { port, queries: Arc::default(), task }
    }

    /// The requests so far, but for those that open and end.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.queries.lock().unwrap().clone()
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// One request on each connection.
async fn serve(mut stream: TcpStream, answers: Arc<Vec<Answer>>, queries: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let request = read_request(&mut stream).await?;
    if request.contains("SELECT version()") {
        let about = about();
        respond(&mut stream, &Answer::chunks([&about[..]].into_iter())).await
    } else if request.contains("KILL QUERY") {
        respond(&mut stream, &Answer::chunks([&b"finished\n"[..]].into_iter())).await
    } else {
        let index = {
            let mut queries = queries.lock().unwrap();
            queries.push(request);
            queries.len() - 1
        };
        respond(&mut stream, answers.get(index).or(answers.last())?).await
    }
}

/// What a server says of itself.
fn about() -> Vec<u8> {
    let about =
        [("version", "26.7.2.1"), ("readonly", "1"), ("longest", "131072"), ("fields", "1000"), ("zone", "UTC")];
    let mut block = vec![about.len() as u8, 1];
    for (name, value) in about {
        for text in [name, "String", value] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend_from_slice(text.as_bytes());
        }
    }
    block
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            if body.ends_with("0\r\n\r\n") {
                return Some(text);
            }
            continue;
        }
        if body.len() >= length.unwrap_or(0_usize) {
            return Some(text);
        }
    }
}

async fn respond(stream: &mut TcpStream, answer: &Answer) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    match &answer.chunks {
        None => stream.write_all(&answer.raw).await.ok()?,
        Some(chunks) => {
            let head = format!(
                "HTTP/1.1 {}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{}\r\n",
                answer.status, answer.headers
            );
            stream.write_all(head.as_bytes()).await.ok()?;
            for chunk in chunks {
                let mut packet = Vec::new();
                write!(packet, "{:x}\r\n", chunk.len()).ok()?;
                packet.extend_from_slice(chunk);
                packet.extend_from_slice(b"\r\n");
                stream.write_all(&packet).await.ok()?;
                stream.flush().await.ok()?;
                // Lets the other side read it before the next comes.
                tokio::task::yield_now().await;
            }
            if answer.has_end {
                stream.write_all(b"0\r\n\r\n").await.ok()?;
            }
        }
    }
    if !answer.dripping.is_empty() {
        for byte in answer.dripping.iter().cycle() {
            stream.write_all(&[*byte]).await.ok()?;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    if answer.is_held_open {
        std::future::pending::<()>().await;
    }
    stream.shutdown().await.ok()
}
