//! Any text has a tree whose spans lie in the text, and fixes that can be applied.

#![no_main]

#[path = "../targets/reader.rs"]
mod reader;

libfuzzer_sys::fuzz_target!(|text: &str| reader::run(text));
