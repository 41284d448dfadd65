//! HTTP around the [`App`]: connections, bodies, headers, the moment of each request, and the
//! end of it all.
#![expect(clippy::disallowed_methods, reason = "the server has the socket and the clock")]

use super::app::App;
use super::line::{Cutter, Lines};
use super::message::{Cut, Incoming, Outgoing};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// The longest body that is read.
const LONGEST_BODY: usize = 16 << 20;
/// The longest body that is let pass unread, so that its sender hears the refusal.
const LONGEST_IGNORED: usize = 512 << 20;
/// How long requests may take to end when the server is stopped.
const GRACE: Duration = Duration::from_secs(2);

/// Takes a port, and does not answer yet.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
}

/// Serves until `stop` is there.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let lines = Lines(tokio::net::TcpListener::from_std(listener)?);
    let service = Router::new()
        .fallback(respond)
        .with_state(app)
        .into_make_service_with_connect_info::<Cutter>();
    let (stopped, mut wait) = tokio::sync::watch::channel(false);
    let stop = async move {
        stop.await;
        stopped.send_replace(true);
    };
    let served = axum::serve(lines, service).with_graceful_shutdown(stop);
    let patience = async move {
        // The sender lives until it has sent.
        let _ = wait.wait_for(|stopped| *stopped).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = served => ended,
        () = patience => Ok(()),
    }
}

/// Ends when the process is asked to: from the terminal, or by the system.
pub fn signals() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without a way to be told, it runs until it is killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

async fn respond(
    State(app): State<Arc<App>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let body = read(body).await;
    let incoming = Incoming {
        method: &head.method,
        uri: &head.uri,
        headers: &head.headers,
        body: body.as_deref(),
        now: jiff::Timestamp::now(),
    };
    let outgoing = app.handle(&incoming);
    if !outgoing.delay.is_zero() {
        tokio::time::sleep(outgoing.delay).await;
    }
    response(&outgoing, &cutter)
}

/// None where the body is too long, or breaks off.
async fn read(mut body: Body) -> Option<Vec<u8>> {
    let (mut all, mut length) = (Vec::new(), 0usize);
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let data: Bytes = match frame {
            None => return (length <= LONGEST_BODY).then_some(all),
            Some(Err(_)) => return None,
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
        };
        length += data.len();
        if length > LONGEST_IGNORED {
            return None;
        }
        if length <= LONGEST_BODY {
            all.extend_from_slice(&data);
        } else {
            all = Vec::new();
        }
    }
}

fn response(outgoing: &Outgoing, cutter: &Cutter) -> Response {
    let (bytes, media_type) = outgoing.body();
    match outgoing.cut {
        Cut::No => {}
        Cut::Before => cutter.cut(),
        Cut::InBody => cutter.cut_in_body(bytes.len() / 2),
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() =
        StatusCode::from_u16(outgoing.answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if !media_type.is_empty() {
        set(header::CONTENT_TYPE, media_type);
    }
    set(HeaderName::from_static("x-request-id"), &outgoing.instance);
    if let Some(error_class) = &outgoing.answer.error_class {
        set(HeaderName::from_static("x-files-error-class"), error_class);
    }
    if let Some(cursor) = &outgoing.answer.cursor {
        // Some clients read the one, some the other.
        set(HeaderName::from_static("x-files-cursor"), cursor);
        set(HeaderName::from_static("x-files-cursor-next"), cursor);
    }
    if let Some(retry_after) = &outgoing.retry_after {
        set(header::RETRY_AFTER, retry_after);
    }
    response
}
