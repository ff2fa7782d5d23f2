//! Whose word is taken for a server's name, and who we are.

use std::fs;
use std::sync::Arc;

use aludel_engine::Error;
use hyper_rustls::ConfigBuilderExt;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// What is said about TLS.
#[derive(Clone, Default)]
pub(crate) struct TlsOptions {
    pub(crate) roots: Roots,
    pub(crate) client: Option<ClientCertificate>,
    /// The name that the certificate must have, if that is not the host's.
    pub(crate) server_name: Option<String>,
}

/// Who vouches for servers.
#[derive(Clone, Default)]
pub(crate) enum Roots {
    /// Mozilla's roots, which are built in.
    #[default]
    Mozilla,
    /// The certificates in a PEM file, and nobody else.
    File(String),
}

/// Files with our certificate and its key, as PEM. Without `key`, both are in one file.
#[derive(Clone)]
pub(crate) struct ClientCertificate {
    pub(crate) certificate: String,
    pub(crate) key: Option<String>,
    pub(crate) mode: TlsMode,
}

/// What a client certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// ClickHouse takes it in the place of the user's password.
    Mutual,
    /// Whoever ends the TLS asks for it; the server asks for the password.
    Front,
}

/// What rustls needs for it.
pub(super) fn config(options: &TlsOptions) -> Result<ClientConfig, Error> {
    let unusable = |error: rustls::Error| Error::Usage(format!("TLS can't be used: {error}"));
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    let builder = match &options.roots {
        Roots::Mozilla => builder.with_webpki_roots(),
        Roots::File(path) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates("ca_cert", path)? {
                roots.add(certificate).map_err(|error| unreadable("ca_cert", path, error))?;
            }
            builder.with_root_certificates(roots)
        }
    };
    let Some(ClientCertificate { certificate, key, .. }) = &options.client else {
        return Ok(builder.with_no_client_auth());
    };
    let chain = certificates("client_cert", certificate)?;
    let (name, path) = match key {
        Some(path) => ("client_cert_key", path),
        None => ("client_cert", certificate),
    };
    let key = PrivateKeyDer::from_pem_slice(&read(name, path)?)
        .map_err(|_| unreadable(name, path, "there is no private key in it, as PEM and without a password"))?;
    let fits = |error: rustls::Error| unreadable("client_cert", certificate, error);
    builder.with_client_auth_cert(chain, key).map_err(fits)
}

fn certificates(name: &str, path: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(name, path)?).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(unreadable(name, path, "there is no certificate in it, as PEM")),
    }
}

fn read(name: &str, path: &str) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| unreadable(name, path, error))
}

fn unreadable(name: &str, path: &str, problem: impl std::fmt::Display) -> Error {
    Error::Usage(format!("{name} can't be used: {path}: {problem}"))
}
