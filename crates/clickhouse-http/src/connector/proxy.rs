//! Proxies: for TLS a tunnel through them, else they are asked for the whole URL.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use aludel_engine::Error;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Uri};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::BoxError;

/// An HTTP proxy, with who logs in there.
#[derive(Clone)]
pub(crate) struct Proxy {
    uri: Uri,
    login: Option<HeaderValue>,
}

impl Proxy {
    /// Reads `http://user:password@host:port`; `key` is what it was given as.
    pub(crate) fn new(key: &str, text: &str) -> Result<Self, Error> {
        // What is wrong is told without the text, which may hold a password.
        let wrong = |what: &str| Error::Usage(format!("{key} {what}"));
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let uri: Uri = text.parse().map_err(|_| wrong("is no URL such as http://proxy:3128"))?;
        if uri.scheme_str() != Some("http") {
            return Err(wrong("must begin with http://: the way to the proxy is in plain text, TLS goes through it"));
        }
        let authority = uri.authority().ok_or_else(|| wrong("names no host"))?.as_str().to_owned();
        let (login, host) = match authority.rsplit_once('@') {
            None => (None, authority),
            Some((login, host)) => (Some(login.to_owned()), host.to_owned()),
        };
        let login = match login {
            None => None,
            Some(login) => {
                let login = percent_encoding::percent_decode_str(&login).collect::<Vec<u8>>();
                let mut value = HeaderValue::from_str(&format!("Basic {}", BASE64_STANDARD.encode(login)))
                    .map_err(|_| wrong("has a login that can't be sent"))?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        let host = if uri.port().is_some() { host } else { format!("{}:80", host.trim_end_matches(':')) };
        let uri = format!("http://{host}/").parse().map_err(|_| wrong("is no URL such as http://proxy:3128"))?;
        Ok(Self { uri, login })
    }

    /// What a request in plain text says to the proxy; by TLS the tunnel has said it.
    pub(crate) fn login(&self) -> Option<&str> {
        self.login.as_ref().and_then(|login| login.to_str().ok())
    }
}

/// The way to the server.
#[derive(Clone)]
pub(super) enum Way {
    Direct(HttpConnector),
    /// The proxy passes on requests that name the whole URL.
    Forwarded(HttpConnector, Uri),
    /// The proxy passes on bytes.
    Tunnel(Tunnel<HttpConnector>),
}

impl Way {
    pub(super) fn new(http: HttpConnector, proxy: Option<&Proxy>, is_secure: bool) -> Self {
        match proxy {
            None => Way::Direct(http),
            Some(proxy) if is_secure => {
                let tunnel = Tunnel::new(proxy.uri.clone(), http);
                Way::Tunnel(match &proxy.login {
                    Some(login) => tunnel.with_auth(login.clone()),
                    None => tunnel,
                })
            }
            Some(proxy) => Way::Forwarded(http, proxy.uri.clone()),
        }
    }
}

impl Service<Uri> for Way {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Stream, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Way::Direct(http) | Way::Forwarded(http, _) => http.poll_ready(context).map_err(Into::into),
            Way::Tunnel(tunnel) => tunnel.poll_ready(context).map_err(Into::into),
        }
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        match self {
            Way::Direct(http) => {
                let connecting = http.call(uri);
                Box::pin(async move { Ok(Stream { io: connecting.await?, is_forwarded: false }) })
            }
            Way::Forwarded(http, proxy) => {
                let connecting = http.call(proxy.clone());
                Box::pin(async move {
                    let io = connecting.await.map_err(at_proxy)?;
                    Ok(Stream { io, is_forwarded: true })
                })
            }
            Way::Tunnel(tunnel) => {
                let connecting = tunnel.call(uri);
                Box::pin(async move {
                    let io = connecting.await.map_err(at_proxy)?;
                    Ok(Stream { io, is_forwarded: false })
                })
            }
        }
    }
}

/// The error of a proxy, which is not the server's.
fn at_proxy(error: impl Into<BoxError>) -> BoxError {
    let error = error.into();
    let mut text = format!("the proxy: {error}");
    let mut below = error.source();
    while let Some(cause) = below {
        text.push_str(&format!(": {cause}"));
        below = cause.source();
    }
    text.into()
}

/// A connection on one of these ways.
pub(super) struct Stream {
    io: TokioIo<TcpStream>,
    is_forwarded: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.io.inner().connected().proxy(self.is_forwarded)
    }
}

impl Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, to)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, from)
    }
}
