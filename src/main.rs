//! The `siteplan` program: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    siteplan::main()
}
