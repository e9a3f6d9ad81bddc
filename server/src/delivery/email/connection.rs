//! Opening a connection to the mail server: TCP, TLS, greeting, sign-in.

use std::{fmt, io, net::SocketAddr, pin::Pin, sync::Arc, task, time::Duration};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters},
    commands::Ehlo,
    extension::ClientId,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use url::{Host, Url};

use super::{super::DeliveryError, clean, words};
use crate::config::{Smtp, Tls};

/// How long the TCP handshake may take.
const CONNECT: Duration = Duration::from_secs(10);

/// A connection on which mail can be sent.
pub(super) struct Line {
    pub(super) smtp: AsyncSmtpConnection,
    /// Whether the server takes several commands at once (RFC 2920).
    pub(super) pipelining: bool,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("pipelining", &self.pipelining)
            .finish_non_exhaustive()
    }
}

/// Opens a line.
///
/// Everything that can go wrong here concerns the server and not a message: even a permanent refusal, of a password say, is
/// mended by an administrator and must not fail what waits.
pub(super) async fn open(smtp: &Smtp, public_url: &Url) -> Result<Line, DeliveryError> {
    let opened = match timeout(smtp.patience, connect(smtp, &hello(public_url))).await {
        Ok(opened) => opened,
        Err(_) => Err(format!("no answer within {} s", smtp.patience.as_secs())),
    };
    opened.map_err(|why| DeliveryError::Unreachable {
        reason: clean(&format!(
            "the mail server {}:{} cannot be used: {why}",
            smtp.host, smtp.port
        )),
    })
}

async fn connect(smtp: &Smtp, hello: &ClientId) -> Result<Line, String> {
    let connecting = TcpStream::connect((smtp.host.as_str(), smtp.port));
    let tcp = timeout(CONNECT, connecting)
        .await
        .map_err(|_| "no answer to the connection".to_owned())?;
    let tcp = tcp.map_err(say)?;
    // Without it, each message waits 40 ms for a delayed acknowledgement.
    tcp.set_nodelay(true).map_err(say)?;
    let stream: Box<dyn AsyncTokioStream> = if smtp.tls == Tls::Implicit {
        Box::new(encrypt(tcp, smtp).await?)
    } else {
        Box::new(tcp)
    };
    let mut connection = AsyncSmtpConnection::connect_with_transport(stream, hello)
        .await
        .map_err(said)?;
    match smtp.tls {
        Tls::Required => connection
            .starttls(parameters(smtp, true)?, hello)
            .await
            .map_err(said)?,
        Tls::Opportunistic if connection.can_starttls() => {
            connection
                .starttls(parameters(smtp, false)?, hello)
                .await
                .map_err(said)?;
        }
        Tls::Implicit | Tls::Opportunistic | Tls::None => {}
    }
    if let Some(credentials) = &smtp.credentials {
        let credentials = Credentials::new(credentials.user.clone(), credentials.password.clone());
        connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await
            .map_err(said)?;
    }
    // lettre forgets what it does not use itself, so the server is asked once more what it can do.
    let offers = connection
        .command(Ehlo::new(hello.clone()))
        .await
        .map_err(said)?;
    let pipelining = offers
        .message()
        .any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
    Ok(Line {
        smtp: connection,
        pipelining,
    })
}

fn said(error: Error) -> String {
    words(&error)
}

fn say(error: impl fmt::Display) -> String {
    error.to_string()
}

/// How we introduce ourselves (RFC 5321, 4.1.1.1): by the host of the public URL.
fn hello(public_url: &Url) -> ClientId {
    match public_url.host() {
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
        None => ClientId::Domain("localhost".to_owned()),
    }
}

/// What STARTTLS asks of the server's certificate.
fn parameters(smtp: &Smtp, checked: bool) -> Result<TlsParameters, String> {
    let mut builder =
        TlsParameters::builder(smtp.host.clone()).dangerous_accept_invalid_certs(!checked);
    if let Some(pem) = &smtp.authority {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(said)?);
    }
    builder.build_rustls().map_err(said)
}

/// TLS from the first byte. lettre would do it as well, but only over a socket of its own without `TCP_NODELAY`.
async fn encrypt(tcp: TcpStream, smtp: &Smtp) -> Result<Encrypted, String> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(pem) = &smtp.authority {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(say)?).map_err(say)?;
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(say)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(smtp.host.clone()).map_err(say)?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await
        .map_err(say)?;
    Ok(Encrypted(stream))
}

/// A TLS stream that lettre can speak over.
#[derive(Debug)]
struct Encrypted(TlsStream<TcpStream>);

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buf: &[u8],
    ) -> task::Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
