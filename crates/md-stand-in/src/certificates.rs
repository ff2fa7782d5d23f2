//! Certificates that nobody else trusts: a throw-away authority and what it signs.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// What the server shows to clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Certificate {
    /// Right in each way: for `localhost` and `127.0.0.1`, valid now, signed by the authority that the server names.
    #[default]
    Right,
    /// For another machine.
    WrongName,
    /// Valid until 2021.
    Expired,
    /// Signed by an authority other than the one that the server names.
    UnknownAuthority,
}

/// The name of another machine.
const ELSEWHERE: &str = "pg.elsewhere-aws.example.com";

/// What a server needs: the authority that clients are told to trust, in PEM, and what ends TLS.
type Made = (String, TlsAcceptor);

/// One of each kind for the process: a suite starts hundreds of servers.
static MADE: Mutex<BTreeMap<Certificate, Made>> = Mutex::new(BTreeMap::new());

/// What a server that shows `certificate` needs.
pub(crate) fn made(certificate: Certificate) -> io::Result<Made> {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = made.get(&certificate) {
        return Ok(made.clone());
    }
    let new = make(certificate)?;
    made.insert(certificate, new.clone());
    Ok(new)
}

fn make(certificate: Certificate) -> io::Result<Made> {
    let known = authority().map_err(io::Error::other)?;
    let pem = known.pem();
    let signer = match certificate {
        Certificate::UnknownAuthority => authority().map_err(io::Error::other)?,
        _ => known,
    };
    Ok((pem, acceptor(&signer, certificate)?))
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name.push(DnType::CommonName, format!("aludel test authority {}", uuid::Uuid::new_v4()));
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn acceptor(signer: &CertifiedIssuer<'static, KeyPair>, certificate: Certificate) -> io::Result<TlsAcceptor> {
    let names = match certificate {
        Certificate::WrongName => vec![ELSEWHERE.to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    if certificate == Certificate::Expired {
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    }
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let signed = params.signed_by(&key, signer).map_err(io::Error::other)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(vec![signed.der().clone()], key))
        .map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
