//! The REST API of Files.com, served over the embedded store: the same refusals, the same
//! surprises, and faults on request.
//!
//! In: HTTP requests, and a store that nobody else has open. Out: HTTP answers; each request
//! that writes is one durable transaction. It runs no automations, sends no mail and holds no
//! files. [`faults`] says what it can do wrong, [`control`] how to make it.
//!
//! Where the real behaviour is not documented, the emulator takes one, and the comment there
//! says so.

mod activity;
mod answer;
mod api;
mod app;
pub mod control;
mod counts;
mod cursor;
mod exchange;
mod fault_effects;
pub mod faults;
mod keys;
mod line;
mod list;
mod message;
mod request;
mod routes;
mod server;
mod shapes;
mod visitors;

pub use faults::{Fault, FaultError};
pub use keys::GivenKeys;

use crate::site::{LocalSite, SiteError};
use app::App;
use counts::Counts;
use faults::Faults;
use keys::Sessions;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// How an emulator behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens; port 0 is any free one.
    pub listen: SocketAddr,
    /// Names by which it is called, beside its addresses and `localhost`.
    pub names: Vec<String>,
    /// Whoever says it may set faults and read counts; without one, nobody may.
    pub control_token: Option<String>,
    pub keys: GivenKeys,
    pub faults: Vec<Fault>,
    /// Added to every request, as a distant site would. Concurrent requests wait together.
    pub latency: Duration,
    /// Do not wait for the disk; what was written last is lost if the machine stops.
    pub volatile: bool,
    /// Single sign-on strategies by id: a site gets its own outside the API.
    pub sso: Vec<(i64, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            names: Vec::new(),
            control_token: None,
            keys: GivenKeys::default(),
            faults: Vec::new(),
            latency: Duration::ZERO,
            volatile: false,
            sso: Vec::new(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("the server failed")]
    Serve(#[source] io::Error),
}

/// An emulator that holds its store and its port, and does not answer yet.
pub struct Bound {
    app: Arc<App>,
    listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Opens the store, or makes it, and binds the port.
    pub fn new(store: &Path, options: Options) -> Result<Self, EmulatorError> {
        let site = LocalSite::open(store)?;
        for (id, name) in &options.sso {
            site.declare_sso(*id, name)?;
        }
        site.index_api_keys()?;
        let failed = |source| EmulatorError::Listen { address: options.listen, source };
        let listener = server::listen(options.listen).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let app = Arc::new(App {
            site,
            durable: !options.volatile,
            names: options.names,
            control_token: options.control_token,
            latency: options.latency,
            faults: Faults::new(options.faults),
            counts: Counts::default(),
            sessions: Sessions::new(options.keys),
            requests: AtomicU64::new(0),
        });
        Ok(Self { app, listener, address })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is there; then what is written lasts.
    pub fn serve(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), EmulatorError> {
        self.run(|| Ok(stop))
    }

    /// Answers until the process is told to stop, and says when that can be told.
    pub fn serve_until_signal(self, ready: impl FnOnce()) -> Result<(), EmulatorError> {
        self.run(|| {
            let stop = server::signals()?;
            ready();
            Ok(stop)
        })
    }

    fn run<S>(self, begin: impl FnOnce() -> io::Result<S>) -> Result<(), EmulatorError>
    where
        S: Future<Output = ()> + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(EmulatorError::Serve)?;
        let (listener, app) = (self.listener, self.app.clone());
        let served = runtime.block_on(async move { server::serve(listener, app, begin()?).await });
        drop(runtime);
        self.app.site.settle()?;
        served.map_err(EmulatorError::Serve)
    }
}

/// An emulator on a thread of its own; it stops when it is dropped.
pub struct Emulator {
    app: Arc<App>,
    url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), EmulatorError>>>,
}

impl Emulator {
    pub fn start(store: &Path, options: Options) -> Result<Self, EmulatorError> {
        let bound = Bound::new(store, options)?;
        let (app, url) = (bound.app.clone(), format!("http://{}", bound.address));
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            bound.serve(async move {
                // A sender that is gone stops it as well.
                let _ = stopped.await;
            })
        });
        Ok(Self { app, url, stop: Some(stop), thread: Some(thread) })
    }

    /// As in `http://127.0.0.1:4041`: what a client takes for the site's host.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Adds faults to those that are set.
    pub fn add_faults<'a>(
        &self,
        faults: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), FaultError> {
        let faults = faults.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        self.app.faults.add(faults);
        Ok(())
    }

    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// Each fault that is set, and how often it struck.
    pub fn faults(&self) -> Vec<(String, u64)> {
        self.app.faults.report()
    }

    /// How many requests came since the last reset.
    pub fn requests(&self) -> u64 {
        self.app.counts.total()
    }

    /// How many requests of one kind came, as in `GET /users/{id}`.
    pub fn requests_of(&self, request: &str) -> u64 {
        self.app.counts.of(request)
    }

    pub fn reset_counts(&self) {
        self.app.counts.reset();
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the server was its own failure, and is shown where it happened.
            let _ = thread.join();
        }
    }
}
