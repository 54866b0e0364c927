//! The `litellm-proxy` binary.

mod api_cache;
mod arguments;
mod auth;
mod children;
mod cli;
mod commands;
mod complete;
mod config;
mod context;
mod debug;
mod env;
mod failure;
mod files;
#[cfg(test)]
mod in_process;
mod installation;
mod interrupt;
mod narrow;
mod outcome;
mod output;
mod preview;
mod quick;
mod shell;
mod stdin;
mod tips;
mod tls_options;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
