//! The `litellm-proxy` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    litellm_proxy::cli::main()
}
