//! Connections that can be cut: before an answer, or in the middle of one.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What may still be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Everything,
    /// The head of the answer, and so many bytes of its body.
    HeadAnd(usize),
    Bytes(usize),
}

/// Cuts the connection of a request.
#[derive(Debug, Clone)]
pub struct Cutter(Arc<Mutex<Left>>);

impl Cutter {
    /// Nothing of the answer goes out.
    pub fn cut(&self) {
        self.set(Left::Bytes(0));
    }

    /// The head of the answer goes out, and so many bytes of its body.
    pub fn cut_in_body(&self, bytes: usize) {
        self.set(Left::HeadAnd(bytes));
    }

    fn set(&self, left: Left) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = left;
    }

    fn left(&self) -> Left {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected<IncomingStream<'_, Lines>> for Cutter {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().cutter.clone()
    }
}

/// Accepts connections as lines.
pub struct Lines(pub TcpListener);

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small answers must not wait for more to come.
        let _ = stream.set_nodelay(true);
        (Line { stream, cutter: Cutter(Arc::new(Mutex::new(Left::Everything))) }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection.
pub struct Line {
    stream: TcpStream,
    cutter: Cutter,
}

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let left = self.cutter.left();
        let (count, then) = match left {
            Left::Everything => (bytes.len(), Left::Everything),
            Left::Bytes(0) => return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            Left::Bytes(left) => {
                let count = left.min(bytes.len());
                (count, Left::Bytes(left - count))
            }
            Left::HeadAnd(body) => {
                match bytes.windows(END_OF_HEAD.len()).position(|w| w == END_OF_HEAD) {
                    None => (bytes.len(), left),
                    Some(at) => {
                        let all = at + END_OF_HEAD.len() + body;
                        let count = all.min(bytes.len());
                        (count, Left::Bytes(all - count))
                    }
                }
            }
        };
        let bytes = bytes.get(..count).unwrap_or(bytes);
        let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.cutter.set(match then {
            Left::Bytes(left) => Left::Bytes(left + (count - written)),
            other => other,
        });
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}
