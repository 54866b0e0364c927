//! Templates of requests: YAML files in the user's configuration directory, with variables. `chat templates` lists them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use directories::ProjectDirs;
use litellm_proxy_yaml::{Data, Entry, Node, Position};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::{self, describe_io};
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;

const FIELDS: [&str; 8] = ["model", "system", "prompt", "params", "tools", "schema", "attach", "defaults"];

#[derive(Debug, Subcommand)]
#[command(after_help = "\
A template is a YAML file NAME.yaml with any of model, system, prompt, params, tools, schema,
attach and defaults. ${name} stands for a variable, ${input} for piped input and TEXT, $${ for ${
itself.

Examples:
  litellm-proxy chat templates list
  litellm-proxy chat templates path
  litellm-proxy chat templates show review")]
pub(crate) enum Command {
    /// List templates
    #[command(visible_alias = "ls")]
    List(List),
    /// Print a template
    Show(Show),
    /// Print the directory of templates, or the file of one
    Path(PathOf),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat templates list
  litellm-proxy chat templates list --format json
  litellm-proxy chat templates list --columns name,model")]
pub(crate) struct List {}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat templates show review
  litellm-proxy chat templates show translate
  litellm-proxy chat templates show review > review-copy.yaml")]
pub(crate) struct Show {
    /// Name of the template
    name: String,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat templates path
  litellm-proxy chat templates path review
  \"$EDITOR\" \"$(litellm-proxy chat templates path review)\"")]
pub(crate) struct PathOf {
    /// Name of the template
    name: Option<String>,
}

/// A row of the list.
#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    model: Option<String>,
    variables: Vec<String>,
    path: String,
    error: Option<String>,
}

impl Command {
    pub(super) fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(List {}) => list(context),
            Self::Show(Show { name }) => {
                let text = read(&path_of(&name)?, &name)?;
                context.output.text(&text).map(Outcome::done)
            }
            Self::Path(PathOf { name }) => {
                let path = name.as_deref().map_or_else(directory, path_of)?;
                context.output.text(&format!("{}\n", path.display())).map(Outcome::done)
            }
        }
    }
}

fn list(context: &mut Context) -> Result<Outcome> {
    let mut rows = Vec::new();
    for path in paths(&directory()?)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = read(&path, &name).and_then(|text| TemplateFile::parse(&path, &text));
        let (model, variables, error) = match file {
            Ok(file) => (file.string("model").map(|(model, _)| model.to_owned()), file.variables(), None),
            Err(error) => (None, Vec::new(), Some(format!("{error:#}"))),
        };
        rows.push(Listed { name, model, variables, path: path.display().to_string(), error });
    }
    let columns: [&Column<Listed>; 3] = [
        &Column::new("name", "Name", |row| row.name.clone()),
        &Column::new("model", "Model", |row| row.model.clone().unwrap_or_default()),
        &Column::new("variables", "Variables", |row| match &row.error {
            Some(error) => error.clone(),
            None => row.variables.join(", "),
        }),
    ];
    context.output.list("template", &rows, &columns, &rows)
}

fn directory() -> Result<PathBuf> {
    // `None` also with an empty `HOME`, which `ProjectDirs` would ignore.
    config::config_dir().context("there is no home directory with templates")?;
    let directories =
        ProjectDirs::from("", "", "litellm-proxy").context("there is no home directory with templates")?;
    Ok(directories.config_dir().join("templates"))
}

/// Returns the files of all templates, sorted. A directory that does not exist has none.
fn paths(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => anyhow::bail!("cannot read {}: {}", directory.display(), describe_io(&error)),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    paths.sort();
    Ok(paths)
}

fn path_of(name: &str) -> Result<PathBuf> {
    let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if !is_name {
        return Err(Failure::usage(format!("`{name}` is not the name of a template")));
    }
    Ok(directory()?.join(format!("{name}.yaml")))
}

fn read(path: &Path, name: &str) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            let known = path.parent().and_then(|directory| paths(directory).ok()).unwrap_or_default();
            let known: Vec<_> = known.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
            let known = if known.is_empty() {
                format!("templates are YAML files in {}", path.parent().unwrap_or(path).display())
            } else {
                format!("there are {}", known.join(", "))
            };
            Failure::NotFound(format!("no template is named `{name}`; {known}")).into()
        }
        _ => Failure::usage(format!("cannot read {}: {}", path.display(), describe_io(&error))),
    })
}

/// A file that has been read, without values for its variables.
struct TemplateFile {
    path: PathBuf,
    root: Node,
}

impl TemplateFile {
    fn parse(path: &Path, text: &str) -> Result<Self> {
        let root =
            litellm_proxy_yaml::read(text).map_err(|error| Failure::usage(format!("{}, {error}", path.display())))?;
        let file = Self { path: path.to_owned(), root };
        let Data::Mapping(entries) = &file.root.data else {
            return Err(file.error(file.root.position, "a template is a mapping, such as `prompt: …`"));
        };
        for Entry { name, position, value, .. } in entries {
            let is_right = match (name.as_str(), &value.data) {
                ("model" | "system" | "prompt", _) => value.as_str().is_some(),
                ("params" | "defaults" | "schema", data) => matches!(data, Data::Mapping(_)),
                ("attach", Data::Sequence(items)) => items.iter().all(|item| item.as_str().is_some()),
                ("tools", data) => matches!(data, Data::Sequence(_)),
                (known, _) if FIELDS.contains(&known) => false,
                _ => {
                    let message = format!("unknown field `{name}`; expected one of {}", FIELDS.join(", "));
                    return Err(file.error(*position, &message));
                }
            };
            if !is_right {
                return Err(file.error(value.position, &format!("`{name}` has a value of the wrong type")));
            }
        }
        Ok(file)
    }

    fn error(&self, position: Position, message: &str) -> anyhow::Error {
        Failure::usage(format!("{}, {position}: {message}", self.path.display()))
    }

    fn string(&self, name: &str) -> Option<(&str, Position)> {
        let node = self.root.get(name)?;
        Some((node.as_str()?, node.position))
    }

    fn object(&self, name: &str) -> Map<String, Value> {
        match self.root.get(name).map(Node::to_json) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }

    /// Returns the names of the variables that need a value.
    fn variables(&self) -> Vec<String> {
        let attach = self.root.get("attach").map(|node| &node.data);
        let files = match attach {
            Some(Data::Sequence(items)) => items.as_slice(),
            _ => &[],
        };
        let strings = ["system", "prompt"].into_iter().filter_map(|name| self.string(name).map(|(text, _)| text));
        let mut names: Vec<String> = Vec::new();
        for text in strings.chain(files.iter().filter_map(Node::as_str)) {
            for piece in pieces(text) {
                if let Piece::Variable(name) = piece
                    && !names.iter().any(|known| known == name)
                {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

enum Piece<'a> {
    Text(&'a str),
    Variable(&'a str),
}

/// Splits a string at its variables. `$${` is `${` itself; anything else after `$` is plain.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            pieces.extend([Piece::Text(before), Piece::Text("${")]);
            rest = after;
            continue;
        }
        pieces.push(Piece::Text(before));
        let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_variable(name)) else {
            pieces.push(Piece::Text("${"));
            rest = after;
            continue;
        };
        pieces.push(Piece::Variable(name));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A template with values for its variables.
pub(in crate::commands) struct Template {
    file: TemplateFile,
    variables: Map<String, Value>,
}

impl Template {
    /// Reads a template. `variables` are those of `--var`.
    pub(super) fn load(context: &mut Context, name: &str, variables: &[String]) -> Result<Self> {
        let path = path_of(name)?;
        let file = TemplateFile::parse(&path, &read(&path, name)?)?;
        let mut values = file.object("defaults");
        let known = file.variables();
        for variable in variables {
            let (name, value) = variable
                .split_once('=')
                .ok_or_else(|| Failure::usage("--var takes NAME=VALUE, but the argument has no `=`"))?;
            if name == "input" || !known.iter().any(|known| known == name) {
                let known = known.iter().filter(|name| *name != "input").cloned().collect::<Vec<_>>().join(", ");
                let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {known}") };
                let message = format!("the template has no variable `{name}`");
                return Err(Failure::Usage { message, hint: Some(hint) }.into());
            }
            values.insert(name.to_owned(), context.arguments.string(value)?.into());
        }
        Ok(Self { file, variables: values })
    }

    pub(super) fn model(&self) -> Option<&str> {
        self.file.string("model").map(|(model, _)| model)
    }

    pub(super) fn system(&self) -> Result<Option<String>> {
        self.file.string("system").map(|(text, position)| self.filled(text, position, None)).transpose()
    }

    /// Returns the message of the user: the prompt with the input in its place, or after it.
    pub(super) fn prompt(&self, input: Option<&str>) -> Result<Option<String>> {
        let Some((prompt, position)) = self.file.string("prompt") else { return Ok(input.map(str::to_owned)) };
        let places_input = pieces(prompt).iter().any(|piece| matches!(piece, Piece::Variable("input")));
        let filled = self.filled(prompt, position, input)?;
        Ok(Some(match input {
            Some(input) if !places_input => format!("{filled}\n\n{input}"),
            _ => filled,
        }))
    }

    /// Returns the files to attach. Relative names start at the directory of the template.
    pub(super) fn attachments(&self) -> Result<Vec<String>> {
        let Some(Data::Sequence(items)) = self.file.root.get("attach").map(|node| &node.data) else {
            return Ok(Vec::new());
        };
        let directory = self.file.path.parent().unwrap_or(&self.file.path);
        let named = items.iter().filter_map(|item| Some((item.as_str()?, item.position)));
        named
            .map(|(name, position)| {
                let name = self.filled(name, position, None)?;
                let is_url = name.starts_with("http://") || name.starts_with("https://");
                Ok(if is_url { name } else { directory.join(name).to_string_lossy().into_owned() })
            })
            .collect()
    }

    pub(super) fn params(&self) -> Map<String, Value> {
        self.file.object("params")
    }

    pub(super) fn tools(&self) -> Option<Value> {
        self.file.root.get("tools").map(Node::to_json)
    }

    pub(super) fn schema(&self) -> Option<Value> {
        self.file.root.get("schema").map(Node::to_json)
    }

    pub(super) fn path(&self) -> String {
        self.file.path.display().to_string()
    }

    fn filled(&self, text: &str, position: Position, input: Option<&str>) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Variable("input") => filled.push_str(input.ok_or_else(|| {
                    self.file.error(position, "`${input}` has no value: give TEXT, or pipe something in")
                })?),
                Piece::Variable(name) => match self.variables.get(name) {
                    Some(Value::String(text)) => filled.push_str(text),
                    Some(other) => filled.push_str(&other.to_string()),
                    None => {
                        let message = format!("the variable `{name}` has no value: give it with --var {name}=…");
                        return Err(self.file.error(position, &message));
                    }
                },
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(yaml: &str, variables: &[(&str, &str)]) -> Result<Template> {
        let file = TemplateFile::parse(Path::new("t.yaml"), yaml)?;
        let mut values = file.object("defaults");
        values.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
        Ok(Template { file, variables: values })
    }

    #[test]
    fn variables_are_filled_in() {
        let filled = template("system: '${who}, $${x} $5 ${no name}'\nprompt: 'a ${input} b'", &[("who", "You")]);
        let filled = filled.expect("a template");
        assert_eq!(filled.system().expect("filled").as_deref(), Some("You, ${x} $5 ${no name}"));
        assert_eq!(filled.prompt(Some("in")).expect("filled").as_deref(), Some("a in b"));
        assert_eq!(
            format!("{:#}", filled.prompt(None).expect_err("no input")),
            "t.yaml, line 2, column 9: `${input}` has no value: give TEXT, or pipe something in"
        );
        assert_eq!(filled.file.variables(), ["who", "input"]);
        let plain = template("prompt: Review ${a}\ndefaults: {a: 1}", &[]).expect("a template");
        assert_eq!(plain.prompt(Some("in")).expect("filled").as_deref(), Some("Review 1\n\nin"));
        assert_eq!(plain.prompt(None).expect("filled").as_deref(), Some("Review 1"));
        let without = template("model: m", &[]).expect("a template");
        assert_eq!(without.prompt(Some("in")).expect("filled").as_deref(), Some("in"));
    }

    #[test]
    fn errors_name_the_place() {
        for (yaml, message) in [
            ("prompt: x\nmodle: m", "t.yaml, line 2, column 1: unknown field `modle`"),
            ("prompt: [x]", "t.yaml, line 1, column 9: `prompt` has a value of the wrong type"),
            ("params: 1", "`params` has a value of the wrong type"),
            ("attach: [1]", "`attach` has a value of the wrong type"),
            ("- x", "a template is a mapping"),
            ("a: [", "t.yaml, line "),
        ] {
            let error = template(yaml, &[]).err().map(|error| format!("{error:#}")).expect("an error");
            assert!(error.contains(message), "{yaml}: {error}");
        }
        let missing = template("prompt: '${a}'", &[]).expect("a template").prompt(None).expect_err("no value");
        assert!(format!("{missing:#}").contains("line 1, column 9: the variable `a` has no value"), "{missing:#}");
    }
}
