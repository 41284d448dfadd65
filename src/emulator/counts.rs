//! How many requests came, by verb and route: every one of them costs at the real site.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Default)]
pub struct Counts(Mutex<BTreeMap<String, u64>>);

impl Counts {
    /// Counts a request; `route` is as in `/users/{id}`.
    pub fn count(&self, method: &str, route: &str) {
        *self.lock().entry(format!("{method} {route}")).or_default() += 1;
    }

    pub fn total(&self) -> u64 {
        self.lock().values().sum()
    }

    pub fn of(&self, request: &str) -> u64 {
        self.lock().get(request).copied().unwrap_or(0)
    }

    pub fn reset(&self) {
        self.lock().clear();
    }

    pub fn report(&self) -> Json {
        let counts = self.lock();
        json!({"total": counts.values().sum::<u64>(), "requests": *counts})
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
