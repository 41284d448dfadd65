//! Any text is lowered, checked and reported without a panic.

#![no_main]

#[path = "../targets/lower.rs"]
mod lower;

libfuzzer_sys::fuzz_target!(|text: &str| lower::run(text));
