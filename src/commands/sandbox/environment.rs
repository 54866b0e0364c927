//! The environment variables that point programs at a sandbox, and the lines by which shells set them.

use clap::ValueEnum;
use tokio::process::Command;

use crate::env;
use crate::shell;

/// Variables that would lead a program elsewhere, or send a key of another server along.
const UNSET: [&str; 4] =
    [env::LITELLM_PROXY_CONTEXT, env::LITELLM_PROXY_AUTH_HEADER, env::OPENAI_API_BASE, env::ANTHROPIC_AUTH_TOKEN];

/// The variables of a URL and its key that point at a sandbox.
const PAIRS: [(&str, &str); 3] = [
    (env::LITELLM_PROXY_URL, env::LITELLM_PROXY_API_KEY),
    (env::OPENAI_BASE_URL, env::OPENAI_API_KEY),
    (env::ANTHROPIC_BASE_URL, env::ANTHROPIC_API_KEY),
];

/// Returns the variables of this process that lead to the sandbox with a URL: they do so after it has stopped, too.
pub(super) fn names_that_lead_to(url: &str) -> Vec<&'static str> {
    let leads = |name| {
        let value = env::get(name).unwrap_or_default();
        value.strip_prefix(url).is_some_and(|rest| ["", "/", "/v1"].contains(&rest))
    };
    let pairs = PAIRS.into_iter().filter(|(name, _)| leads(name)).flat_map(|(url, key)| [url, key]);
    pairs.filter(|name| env::get(name).is_some()).collect()
}

/// What programs need to use a sandbox: this one, and those that use the packages of OpenAI and Anthropic.
pub(super) struct Environment<'a> {
    pub(super) url: &'a str,
    pub(super) key: &'a str,
}

/// The shells whose syntax `--print-env` writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Syntax {
    /// Shells like sh: bash, zsh, dash
    #[default]
    #[value(aliases = ["bash", "zsh"])]
    Sh,
    Fish,
    Powershell,
}

impl Environment<'_> {
    fn variables(&self) -> [(&'static str, String); 6] {
        let (url, key) = (self.url.to_owned(), self.key.to_owned());
        [
            (env::LITELLM_PROXY_URL, url.clone()),
            (env::LITELLM_PROXY_API_KEY, key.clone()),
            // OpenAI's packages add `/chat/completions` to theirs, Anthropic's `/v1/messages`.
            (env::OPENAI_BASE_URL, format!("{url}/v1")),
            (env::OPENAI_API_KEY, key.clone()),
            (env::ANTHROPIC_BASE_URL, url),
            (env::ANTHROPIC_API_KEY, key),
        ]
    }

    /// Sets the variables of a command.
    pub(super) fn apply(&self, command: &mut Command) {
        command.envs(self.variables());
        for name in UNSET {
            command.env_remove(name);
        }
    }

    /// Returns the lines that set the variables in a shell.
    pub(super) fn script(&self, syntax: Syntax) -> String {
        let unset = UNSET.into_iter().filter(|name| env::get(name).is_some()).map(|name| syntax.unset(name));
        let set = self.variables().into_iter().map(|(name, value)| syntax.set(name, &value));
        unset.chain(set).collect()
    }
}

impl Syntax {
    fn set(self, name: &str, value: &str) -> String {
        match self {
            Self::Sh => format!("export {name}={}\n", shell::quote_if_needed(value)),
            Self::Fish => format!("set -gx {name} '{}'\n", value.replace('\\', r"\\").replace('\'', r"\'")),
            Self::Powershell => format!("$env:{name} = '{}'\n", value.replace('\'', "''")),
        }
    }

    fn unset(self, name: &str) -> String {
        match self {
            Self::Sh => format!("unset {name}\n"),
            Self::Fish => format!("set -e {name}\n"),
            Self::Powershell => format!("Remove-Item Env:{name}\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_each_shell() {
        for (value, sh, fish, powershell) in [
            ("sk-1", "sk-1", "'sk-1'", "'sk-1'"),
            ("sk-$(x) y", "'sk-$(x) y'", "'sk-$(x) y'", "'sk-$(x) y'"),
            (r"sk-\'", r"'sk-\'\'''", r"'sk-\\\''", r"'sk-\'''"),
        ] {
            assert_eq!(Syntax::Sh.set("N", value), format!("export N={sh}\n"));
            assert_eq!(Syntax::Fish.set("N", value), format!("set -gx N {fish}\n"));
            assert_eq!(Syntax::Powershell.set("N", value), format!("$env:N = {powershell}\n"));
        }
    }
}
