//! Where the secrets of a file come from: this program's environment, files and commands.

use std::path::Path;
use std::process::{Command, Stdio};

use litellm_proxy_client::ApiKey;
use litellm_proxy_desired::file::string_at;
use litellm_proxy_desired::value::SecretSource;

use crate::children::{self, Guard, Interrupts};
use crate::config::describe_io;
use crate::files::{self, AtomicFile, Existing};

/// The machine that this program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ThisMachine;

impl SecretSource for ThisMachine {
    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn file(&self, path: &Path) -> Result<String, String> {
        let name = path.display();
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("cannot read {name}: {}", describe_io(&error)))?;
        if text.trim().is_empty() { Err(format!("{name} is empty")) } else { Ok(text) }
    }

    fn command(&self, arguments: &[String]) -> Result<String, String> {
        let Some((program, arguments)) = arguments.split_first() else { return Err("the command is empty".to_owned()) };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut run = || {
            let is_group = children::separate(&mut command);
            let (child, _guard) = Guard::start(is_group, Interrupts::EndBoth, || command.spawn())?;
            child.wait_with_output()
        };
        let output = run().map_err(|error| format!("cannot run {program}: {}", describe_io(&error)))?;
        if !output.status.success() {
            return Err(format!("{program} failed ({})", output.status));
        }
        let text =
            String::from_utf8(output.stdout).map_err(|_| format!("{program} prints something other than UTF-8"))?;
        if text.trim().is_empty() { Err(format!("{program} prints nothing")) } else { Ok(text) }
    }

    fn in_file(&self, file: &str, line: usize, column: usize) -> Result<String, String> {
        let text =
            std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {}", describe_io(&error)))?;
        string_at(&text, line, column).ok_or_else(|| format!("{file}:{line}:{column} is no longer a string"))
    }

    fn made(&self, path: &Path) -> Result<String, String> {
        if path.exists() {
            return self.file(path).map(|text| text.trim_end().to_owned());
        }
        let describe = |error: &dyn std::fmt::Display| format!("cannot save the secret in {}: {error}", path.display());
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
            files::create_private_dirs(directory).map_err(|error| describe(&error))?;
        }
        let secret = ApiKey::random();
        let save = || -> std::io::Result<()> {
            let mut file = AtomicFile::create(path, Existing::Refuse)?;
            std::io::Write::write_all(&mut file, format!("{}\n", secret.expose()).as_bytes())?;
            file.commit()
        };
        save().map_err(|error| describe(&describe_io(&error)))?;
        Ok(secret.expose().to_owned())
    }
}
