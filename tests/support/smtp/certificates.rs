//! Certificates for one test: an authority that nobody else knows, and a server's that it vouches for.

use std::{fmt, fs, path::PathBuf, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::folder::Folder;

/// A server's certificate with its key, and the authority that vouches for it in a file.
pub struct Certificates {
    folder: Folder,
    pub(super) acceptor: TlsAcceptor,
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates")
            .field("authority", &self.authority())
            .finish_non_exhaustive()
    }
}

impl Certificates {
    /// Fresh ones, for whoever listens on the loopback.
    #[must_use]
    pub fn fresh() -> Self {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("an authority's key");
        let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
        let key = KeyPair::generate().expect("a server's key");
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()])
            .and_then(|server| server.signed_by(&key, &authority))
            .expect("a server's certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions that ring has")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a certificate and its key");
        let folder = Folder::empty();
        fs::write(folder.path().join("ca.pem"), authority.pem()).expect("the authority's file");
        Self {
            folder,
            acceptor: TlsAcceptor::from(Arc::new(config)),
        }
    }

    /// The file with the authority's certificate, as `?ca=` takes it.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }
}
