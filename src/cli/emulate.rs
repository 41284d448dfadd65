//! `emulate`: the REST API over an embedded store, until it is told to stop.

use super::exit::{Exit, Failure};
use super::help as helps;
use super::output::Output;
use super::standard_input::lasting;
use crate::emulator::faults::HELP;
use crate::emulator::{Bound, EmulatorError, Fault, GivenKeys, Options};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The keys are an emulator's, so that nothing is lost if others see them.
#[derive(Debug, Args)]
pub struct EmulateArgs {
    /// The store to serve; it is made where there is none
    #[arg(long, value_name = "FILE", default_value = "site.db", value_parser = lasting)]
    pub store: PathBuf,
    /// Where to listen; port 0 takes any free one. Whoever reaches it can change the store
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4041")]
    pub listen: SocketAddr,
    /// A name by which the emulator is called, beside its addresses and localhost: requests to
    /// other names, and those of web pages, are not taken
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Lets programs that send it set faults and read counts while the emulator runs
    #[arg(long, value_name = "TOKEN", env = "SITEPLAN_EMULATOR_TOKEN", hide_env_values = true)]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub control_token: Option<String>,
    /// A key that reads everything and writes nothing. It is a fake one: no secret
    #[arg(long, value_name = "KEY")]
    pub read_only_key: Vec<String>,
    /// A key that acts as a user, who signs in with it as password too. Any other key is one of
    /// the whole site
    #[arg(long, value_name = "USER=KEY", value_parser = pair)]
    pub user_key: Vec<(String, String)>,
    /// A single sign-on strategy that the site has
    #[arg(long, value_name = "ID=NAME", value_parser = numbered)]
    pub sso: Vec<(i64, String)>,
    /// Let requests fail, as said below
    #[arg(long, value_name = "FAULT")]
    pub fault: Vec<Fault>,
    /// Answer every request so much later; requests at one time wait together
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    pub latency: u64,
    /// Do not wait for the disk: quicker, and what was written last may be lost in a crash
    #[arg(long)]
    pub volatile: bool,
}

/// What the help ends with: the faults, and what every command says.
pub fn help() -> String {
    format!("{HELP}\n\n{}", helps::of("emulate"))
}

pub fn run(options: &EmulateArgs, output: &mut Output) -> Result<Exit, Failure> {
    let bound = Bound::new(&options.store, emulator_options(options)).map_err(failure)?;
    let address = bound.address();
    if !address.ip().is_loopback() {
        output
            .progress(&format!("warning: whoever reaches {address} can read and change the store"));
    }
    let ready = || output.result(&format!("listening on http://{address}\n"));
    bound.serve_until_signal(ready).map_err(failure)?;
    Ok(Exit::Fine)
}

fn emulator_options(options: &EmulateArgs) -> Options {
    Options {
        listen: options.listen,
        names: options.hosts.clone(),
        control_token: options.control_token.clone(),
        keys: GivenKeys {
            read_only: options.read_only_key.clone(),
            of_users: options.user_key.clone(),
        },
        faults: options.fault.clone(),
        latency: Duration::from_millis(options.latency),
        volatile: options.volatile,
        sso: options.sso.clone(),
    }
}

fn failure(error: EmulatorError) -> Failure {
    match error {
        EmulatorError::Site(error) => Failure::Site(error),
        EmulatorError::Listen { address, source } => Failure::Refused {
            message: format!("cannot listen on {address}: {source}"),
            help: "give another `--listen`; port 0 takes any free one".to_owned(),
        },
        EmulatorError::Serve(source) => Failure::Stream { verb: "serve", source },
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((user, key)) if !user.is_empty() && !key.is_empty() => {
            Ok((user.to_owned(), key.to_owned()))
        }
        _ => Err("say USER=KEY".to_owned()),
    }
}

fn numbered(text: &str) -> Result<(i64, String), String> {
    let (id, name) = text.split_once('=').ok_or("say ID=NAME")?;
    let id = id.parse().map_err(|_| format!("`{id}` is no number"))?;
    Ok((id, name.to_owned()))
}
