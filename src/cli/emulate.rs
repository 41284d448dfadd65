//! `emulate`: the REST API over an embedded store, until it is told to stop.

use super::arguments::Emulate;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::emulator::{Bound, EmulatorError, GivenKeys, Options};
use std::time::Duration;

pub fn run(options: &Emulate, output: &mut Output) -> Result<Exit, Failure> {
    let bound = Bound::new(&options.store, emulator_options(options)).map_err(failure)?;
    let address = bound.address();
    if !address.ip().is_loopback() {
        output
            .progress(&format!("warning: whoever reaches {address} can read and change the store"));
    }
    let mut told = Ok(());
    let ready = || told = output.result(&format!("listening on http://{address}\n"));
    bound.serve_until_signal(ready).map_err(failure)?;
    told?;
    Ok(Exit::Fine)
}

fn emulator_options(options: &Emulate) -> Options {
    Options {
        listen: options.listen,
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
        EmulatorError::Serve(source) => Failure::Output(source),
    }
}
