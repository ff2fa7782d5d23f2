//! A client that hides nothing.

use std::sync::Arc;

use aludel_md_stand_in::Server;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) struct Raw {
    stream: TlsStream<TcpStream>,
    pub(crate) process: i32,
    pub(crate) secret: Vec<u8>,
}

/// A message of the server: its letter and its content.
pub(crate) type Message = (char, Vec<u8>);

fn cstring(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0]].concat()
}

impl Raw {
    async fn encrypted(server: &Server) -> TlsStream<TcpStream> {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).await.unwrap();
        assert_eq!(stream.read_u8().await.unwrap(), b'S');
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(server.ca_certificate().unwrap().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }

    pub(crate) async fn connect(server: &Server, options: &str) -> Self {
        let mut raw = Self { stream: Self::encrypted(server).await, process: 0, secret: Vec::new() };
        let parameters = ["user", "postgres", "database", "md:", "options", options, ""].map(cstring).concat();
        let body = [&[0, 3, 0, 0], parameters.as_slice()].concat();
        raw.stream.write_all(&(body.len() as u32 + 4).to_be_bytes()).await.unwrap();
        raw.stream.write_all(&body).await.unwrap();
        assert_eq!(raw.message().await.0, 'R');
        raw.send('p', &cstring(&server.token())).await;
        for (letter, content) in raw.until_ready().await {
            if letter == 'K' {
                raw.process = i32::from_be_bytes(content[..4].try_into().unwrap());
                raw.secret = content[4..].to_vec();
            }
        }
        raw
    }

    /// Asks the server to stop what `other` does.
    pub(crate) async fn cancel(server: &Server, process: i32, secret: &[u8]) {
        let mut stream = Self::encrypted(server).await;
        let body = [&80_877_102_i32.to_be_bytes()[..], &process.to_be_bytes(), secret].concat();
        stream.write_all(&(body.len() as u32 + 4).to_be_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        // The server hangs up when it is done.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }

    pub(crate) async fn send(&mut self, letter: char, content: &[u8]) {
        let mut message = vec![letter as u8];
        message.extend((content.len() as u32 + 4).to_be_bytes());
        message.extend(content);
        self.stream.write_all(&message).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    async fn message(&mut self) -> Message {
        let letter = self.stream.read_u8().await.unwrap() as char;
        let length = self.stream.read_u32().await.unwrap() as usize;
        let mut content = vec![0; length - 4];
        self.stream.read_exact(&mut content).await.unwrap();
        (letter, content)
    }

    /// All messages up to `ReadyForQuery`, that one included.
    pub(crate) async fn until_ready(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        loop {
            let message = self.message().await;
            let is_last = message.0 == 'Z';
            messages.push(message);
            if is_last {
                return messages;
            }
        }
    }

    /// By the simple protocol.
    pub(crate) async fn simple(&mut self, sql: &str) -> Vec<Message> {
        self.send('Q', &cstring(sql)).await;
        self.until_ready().await
    }

    /// Parse with these types, Describe, Sync.
    pub(crate) async fn describe(&mut self, sql: &str, types: &[u32]) -> Vec<Message> {
        let types: Vec<u8> = types.iter().flat_map(|oid| oid.to_be_bytes()).collect();
        let count = (types.len() / 4) as u16;
        self.send('P', &[&cstring("s"), cstring(sql).as_slice(), &count.to_be_bytes(), &types].concat()).await;
        self.send('D', &[b"S", cstring("s").as_slice()].concat()).await;
        self.send('S', &[]).await;
        self.until_ready().await
    }

    /// Parse with these types, Bind with these values as text, Execute, Sync; rows come as text.
    pub(crate) async fn with_texts(&mut self, sql: &str, parameters: &[(u32, &str)]) -> Vec<Message> {
        let count = (parameters.len() as u16).to_be_bytes();
        let types: Vec<u8> = parameters.iter().flat_map(|(oid, _)| oid.to_be_bytes()).collect();
        self.send('P', &[&[0], cstring(sql).as_slice(), &count, &types].concat()).await;
        let value = |text: &str| [&(text.len() as u32).to_be_bytes(), text.as_bytes()].concat();
        let values: Vec<u8> = parameters.iter().flat_map(|(_, text)| value(text)).collect();
        self.send('B', &[&[0, 0, 0, 0], count.as_slice(), &values, &[0, 0]].concat()).await;
        self.send('E', &[0; 5]).await;
        self.send('S', &[]).await;
        self.until_ready().await
    }

    /// Parse, Bind without parameters, Execute, Sync, all in binary.
    pub(crate) async fn extended(&mut self, sql: &str, max_rows: u32) -> Vec<Message> {
        self.send('P', &[&[0], cstring(sql).as_slice(), &[0, 0]].concat()).await;
        self.send('B', &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1]).await;
        self.send('E', &[&[0], max_rows.to_be_bytes().as_slice()].concat()).await;
        self.send('S', &[]).await;
        self.until_ready().await
    }
}

/// The letters of messages, in order.
pub(crate) fn letters(messages: &[Message]) -> String {
    messages.iter().map(|(letter, _)| *letter).collect()
}

/// The content of the first message with this letter.
pub(crate) fn content(messages: &[Message], letter: char) -> &[u8] {
    let found = messages.iter().find(|(other, _)| *other == letter);
    &found.unwrap_or_else(|| panic!("no {letter} in {messages:?}")).1
}

/// The command tag.
pub(crate) fn tag(messages: &[Message]) -> String {
    String::from_utf8_lossy(content(messages, 'C')).trim_end_matches('\0').to_owned()
}

/// The type numbers of a result's columns.
pub(crate) fn oids(messages: &[Message]) -> Vec<u32> {
    let mut rest = &content(messages, 'T')[2..];
    let mut found = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        found.push(u32::from_be_bytes(rest[end + 7..end + 11].try_into().unwrap()));
        rest = &rest[end + 19..];
    }
    found
}

/// The fields of the first row.
pub(crate) fn fields(messages: &[Message]) -> Vec<Option<Vec<u8>>> {
    let mut rest = &content(messages, 'D')[2..];
    let mut found = Vec::new();
    while !rest.is_empty() {
        let length = i32::from_be_bytes(rest[..4].try_into().unwrap());
        rest = &rest[4..];
        found.push(usize::try_from(length).ok().map(|length| {
            let (field, after) = rest.split_at(length);
            rest = after;
            field.to_vec()
        }));
    }
    found
}

/// The first field of the first row, as text.
pub(crate) fn text(messages: &[Message]) -> String {
    String::from_utf8(fields(messages)[0].clone().unwrap()).unwrap()
}

/// The fields of the first error, by their letters.
pub(crate) fn error(messages: &[Message]) -> Vec<(char, String)> {
    let fields = content(messages, 'E').split(|byte| *byte == 0).filter(|field| !field.is_empty());
    fields.map(|field| (field[0] as char, String::from_utf8_lossy(&field[1..]).into_owned())).collect()
}

/// One field of the first error.
pub(crate) fn error_field(messages: &[Message], letter: char) -> Option<String> {
    error(messages).into_iter().find(|(other, _)| *other == letter).map(|(_, text)| text)
}
