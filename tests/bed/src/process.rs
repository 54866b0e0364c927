//! Processes of a test's own: for what can only be set or measured for a whole process.

use std::process::Command;

/// Runs one test of this program again, in a process whose environment is these variables alone, and expects it to pass.
pub fn rerun_with_environment(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", test, "--nocapture"]).env_clear().envs(variables.iter().copied());
    let output = command.output().expect("this program runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && stdout.contains("test result: ok. 1 passed"), "{test}: {stdout}{stderr}");
}

/// The most memory that a process has held, in KiB. `process` is an id, or `self`.
#[cfg(target_os = "linux")]
pub fn peak_memory(process: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
