//! A connection on which the server's words about its progress are heard as they come.
//!
//! ClickHouse writes them as headers, one after the other while the statement runs, and the rest of the answer's head
//! when it has something to answer. An HTTP client sees a head when it is whole, and refuses one of so many headers. So
//! these are taken out of the bytes below it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};

use crate::progress::Watchers;

/// A line of a head that is longer belongs to no ClickHouse; it goes on to the HTTP client, which judges it.
const LONGEST_LINE: usize = 1 << 16;

pub(super) struct Watched<S> {
    stream: S,
    watchers: Watchers,
    /// The head that is being read, if somebody watches.
    head: Option<Head>,
    /// Bytes for the reader, and how many of them it has.
    kept: Vec<u8>,
    taken: usize,
}

#[derive(Default)]
struct Head {
    /// The beginning of a line.
    line: Vec<u8>,
    has_begun: bool,
    /// The request's; the server repeats it too late.
    query_id: String,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, watchers: Watchers) -> Self {
        Self { stream, watchers, head: None, kept: Vec::new(), taken: 0 }
    }

    /// Goes over bytes of the server's; keeps those that are for the reader.
    fn sift(&mut self, mut bytes: &[u8]) {
        while let Some(head) = &mut self.head {
            let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
                head.line.extend_from_slice(bytes);
                if head.line.len() > LONGEST_LINE {
                    self.let_go();
                }
                return;
            };
            let (line, rest) = bytes.split_at(end + 1);
            bytes = rest;
            head.line.extend_from_slice(line);
            let is_head = head.has_begun || head.line.starts_with(b"HTTP/1.");
            let is_last = head.line.trim_ascii().is_empty();
            head.has_begun = true;
            if !is_head || is_last {
                self.let_go();
                break;
            }
            if let Some((name, value)) = header(&head.line)
                && name.eq_ignore_ascii_case("X-ClickHouse-Progress")
            {
                self.watchers.tell(&head.query_id, value);
                head.line.clear();
            }
            self.kept.append(&mut head.line);
        }
        self.kept.extend_from_slice(bytes);
    }

    /// What comes from here on is not looked at.
    fn let_go(&mut self) {
        if let Some(mut head) = self.head.take() {
            self.kept.append(&mut head.line);
        }
    }

    fn give(&mut self, to: &mut ReadBufCursor<'_>) {
        let left = self.kept.get(self.taken..).unwrap_or_default();
        let given = left.get(..to.remaining()).unwrap_or(left);
        to.put_slice(given);
        self.taken += given.len();
        if self.taken == self.kept.len() {
            self.kept.clear();
            self.taken = 0;
        }
    }
}

/// `POST /?query_id=q1&… HTTP/1.1`. Ids are ours and have nothing that a URL escapes.
fn query_id(request: &[u8]) -> Option<&str> {
    let line = request.split(|byte| *byte == b'\r').next()?;
    let mut words = line.split(|byte| matches!(byte, b'?' | b'&' | b' '));
    std::str::from_utf8(words.find_map(|word| word.strip_prefix(b"query_id="))?).ok()
}

fn header(line: &[u8]) -> Option<(&str, &str)> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    Some((name, value.trim()))
}

impl<S: Connection> Connection for Watched<S> {
    fn connected(&self) -> Connected {
        self.stream.connected()
    }
}

impl<S: Read + Unpin> Read for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut to: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if !this.kept.is_empty() {
                this.give(&mut to);
                return Poll::Ready(Ok(()));
            }
            if this.head.is_none() {
                return Pin::new(&mut this.stream).poll_read(context, to);
            }
            let mut space = [0; 4096];
            let mut read = ReadBuf::new(&mut space);
            ready!(Pin::new(&mut this.stream).poll_read(context, read.unfilled()))?;
            if read.filled().is_empty() {
                this.let_go();
            } else {
                this.sift(read.filled());
            }
        }
    }
}

impl<S: Write + Unpin> Watched<S> {
    /// After a request comes a head.
    fn written(&mut self, from: &[u8], written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(1..))) && self.head.is_none() && self.watchers.are_there() {
            let query_id = query_id(from).unwrap_or_default().to_owned();
            self.head = Some(Head { query_id, ..Head::default() });
        }
        written
    }
}

impl<S: Write + Unpin> Write for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, from);
        self.written(from, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, from);
        self.written(from.first().map_or(&[][..], |first| first), written)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    const ANSWER: &str = "HTTP/1.1 200 OK\r\n\
                          X-ClickHouse-Progress: {\"read_rows\":\"10\",\"elapsed_ns\":\"7\"}\r\n\
                          x-clickhouse-progress: {\"read_rows\":\"20\"}\r\nContent-Length: 3\r\n\r\n\
                          X-ClickHouse-Progress: {\"read_rows\":\"30\"}\r\n";

    #[test]
    fn progress_is_taken_out_of_the_head_however_it_is_split() {
        for size in [1, 2, 17, 1_000] {
            let watchers = Watchers::default();
            let (sender, receiver) = tokio::sync::watch::channel(None);
            let watch = watchers.watch("q1", sender);
            let mut watched = Watched::new((), watchers.clone());
            watched.head = Some(Head { query_id: "q1".to_owned(), ..Head::default() });
            for bytes in ANSWER.as_bytes().chunks(size) {
                watched.sift(bytes);
            }
            let kept = String::from_utf8(watched.kept).unwrap();
            assert_eq!(
                kept,
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\
                 X-ClickHouse-Progress: {\"read_rows\":\"30\"}\r\n",
                "the body is not looked at"
            );
            assert_eq!(receiver.borrow().as_ref().map(|progress: &crate::Progress| progress.read_rows), Some(20));
            drop(watch);
            assert!(!watchers.are_there());
        }
    }

    #[test]
    fn requests_name_their_query() {
        for (request, found) in [
            ("POST /?database=d&query_id=q-1&initial_query_id=x HTTP/1.1\r\nA: query_id=y\r\n", Some("q-1")),
            ("POST http://h:1/p?query_id=q HTTP/1.1\r\n", Some("q")),
            ("POST /?initial_query_id=x HTTP/1.1\r\n\r\n&query_id=y", None),
            ("chunk", None),
        ] {
            assert_eq!(query_id(request.as_bytes()), found, "{request}");
        }
    }

    #[test]
    fn what_is_no_head_is_passed_on() {
        for bytes in [&b"\x15\x03\x01\0\x02\x02\x46"[..], b"3\r\nabc\r\n", &[b'x'; LONGEST_LINE + 9]] {
            let mut watched = Watched::new((), Watchers::default());
            watched.head = Some(Head::default());
            watched.sift(bytes);
            watched.let_go();
            assert_eq!(watched.kept, bytes);
        }
    }
}
