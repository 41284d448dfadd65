//! A folder, and a site that answers.

use crate::emulator::site::Site;
use crate::program::{Place, Ran};
use siteplan::facade::emulator::Options;

pub struct Remote {
    pub place: Place,
    /// Others speak to it too.
    pub site: Site,
}

impl Remote {
    pub fn new(options: Options) -> Self {
        Self { place: Place::new(), site: Site::with(options) }
    }

    pub fn run_with(&self, key: &str, arguments: &[&str]) -> Ran {
        let mut command = self.place.command();
        command.env("FILES_API_KEY", key).env("FILES_HOST", self.site.emulator.url());
        Ran::from(command.args(arguments).output().expect("the program runs"))
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with("the-sites-own-key", arguments)
    }
}
