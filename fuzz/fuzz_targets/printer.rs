//! What is printed says the same, and printing it again changes nothing.

#![no_main]

#[path = "../targets/printer.rs"]
mod printer;

libfuzzer_sys::fuzz_target!(|text: &str| printer::run(text));
