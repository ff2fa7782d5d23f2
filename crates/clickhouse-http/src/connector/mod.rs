//! How a connection comes about: directly or through a proxy, by TLS or not, and given up in time.

mod proxy;
mod tls;
mod watched;

use std::task::{Context, Poll};
use std::time::Duration;

use aludel_engine::Error;
use clickhouse::Client;
use futures_util::future::BoxFuture;
use http::Uri;
use hyper_rustls::{FixedServerNameResolver, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::ServerName;
use tower_service::Service;

use crate::progress::Watchers;
use crate::url::Resolved;
use proxy::Way;
use watched::Watched;

pub(crate) use proxy::Proxy;
pub(crate) use tls::{ClientCertificate, Roots, TlsMode, TlsOptions};

/// ClickHouse closes a connection that was idle for 3 s, by default.
const IDLE_TIMEOUT: Duration = Duration::from_secs(2);
const KEEPALIVE: Duration = Duration::from_secs(60);

/// The official client on a connector of ours. What the server says of its progress goes to `watchers`.
pub(crate) fn client(options: &Resolved, watchers: &Watchers) -> Result<Client, Error> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_keepalive(Some(KEEPALIVE));
    http.set_connect_timeout(Some(options.connect_timeout));
    let proxy = if options.is_secure { &options.https_proxy } else { &options.http_proxy };
    let way = Way::new(http, proxy.as_ref(), options.is_secure);
    let tls = HttpsConnectorBuilder::new().with_tls_config(tls::config(&options.tls)?);
    // By TLS, plain HTTP is not spoken: a redirected or mistaken URL must not send a password in the clear.
    let mut tls = if options.is_secure { tls.https_only() } else { tls.https_or_http() };
    if let Some(name) = &options.tls.server_name {
        let name = ServerName::try_from(name.clone())
            .map_err(|_| Error::Usage(format!("server_host_name: {name:?} is no name of a host")))?;
        tls = tls.with_server_name_resolver(FixedServerNameResolver::new(name));
    }
    let connector = Timed {
        connector: tls.enable_http1().wrap_connector(way),
        timeout: options.connect_timeout,
        watchers: watchers.clone(),
    };
    let http = HttpClient::builder(TokioExecutor::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_timer(TokioTimer::new())
        .build(connector);
    Ok(Client::with_http_client(http))
}

/// A connector that gives up, also in the middle of a TLS handshake.
#[derive(Clone)]
struct Timed<C> {
    connector: C,
    timeout: Duration,
    watchers: Watchers,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = Watched<C::Response>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (connecting, timeout, watchers) = (self.connector.call(uri), self.timeout, self.watchers.clone());
        Box::pin(async move {
            match tokio::time::timeout(timeout, connecting).await {
                Ok(connected) => Ok(Watched::new(connected.map_err(Into::into)?, watchers)),
                Err(_) => Err(format!("no connection within {timeout:?}").into()),
            }
        })
    }
}
