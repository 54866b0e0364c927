//! `--jq`: an expression of the jq language, run on each JSON document of the output.

mod documents;
mod errors;

use anyhow::Result;
use jaq_core::load::{self, Arena, File, Loader, parse::Def};
use jaq_core::{Compiler, Ctx, Vars, data::JustLut};
use jaq_json::{Num, Val, read};

use self::documents::Documents;
use super::json::{Layout, lay_out};
use super::paragraphs_for_terminal;
use crate::failure::Failure;

/// What jq has and the crates do not, and `del`, which there changes the order of keys.
const PRELUDE: &str = include_str!("prelude.jq");

/// A compiled expression, and the beginning of the document that it is to be run on.
pub(super) struct Filter {
    program: jaq_core::Filter<JustLut<Val>>,
    documents: Documents,
}

impl Filter {
    /// Compiles an expression. What it cannot be compiled for is a usage error.
    pub(super) fn new(expression: &str) -> Result<Self> {
        let prelude: Option<Vec<Def<&'static str>>> = load::parse(PRELUDE, |parser| parser.defs());
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let loader = Loader::new(definitions.chain(prelude.unwrap_or_default()));
        let arena = Arena::default();
        let modules = loader
            .load(&arena, File { code: expression, path: () })
            .map_err(|found| errors::of_syntax(expression, &found))?;
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let program = Compiler::default()
            .with_funs(functions)
            .compile(modules)
            .map_err(|found| errors::of_names(expression, &found))?;
        Ok(Self { program, documents: Documents::default() })
    }

    /// Takes the next bytes of the output, and hands each line of the results to `write`, until that returns `false`.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        on_terminal: bool,
        mut write: impl FnMut(&str) -> Result<bool>,
    ) -> Result<()> {
        let Self { program, documents } = self;
        documents.feed(bytes, |document| run(program, document, on_terminal, &mut write))
    }

    /// Fails if the output ended within a document.
    pub(super) fn finish(&mut self) -> Result<()> {
        if std::mem::take(&mut self.documents).is_between() { Ok(()) } else { Err(not_json()) }
    }
}

fn not_json() -> anyhow::Error {
    failed("what this command prints is not JSON")
}

fn failed(message: impl AsRef<str>) -> anyhow::Error {
    Failure::Filter(format!("--jq: {}", message.as_ref())).into()
}

/// Runs a program on a document.
fn run(
    program: &jaq_core::Filter<JustLut<Val>>,
    document: &[u8],
    on_terminal: bool,
    write: &mut impl FnMut(&str) -> Result<bool>,
) -> Result<bool> {
    let input = read::parse_single(document).map_err(|_| not_json())?;
    let context = Ctx::<JustLut<Val>>::new(&program.lut, Vars::new([]));
    for result in program.id.run((context, input)) {
        let value = match result.map_err(jaq_core::Exn::get_err) {
            Ok(value) => value,
            Err(Ok(error)) => return Err(failed(errors::while_running(&error.to_string()))),
            // `halt`: an end of its own choice.
            Err(Err(exception)) => match exception.get_halt() {
                Ok(0) => return Ok(false),
                Ok(code) => return Err(failed(format!("halted with {code}"))),
                Err(_) => return Err(failed("`break` outside of its `label`")),
            },
        };
        if !write(&line(&value, on_terminal)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns a result as a line: a string without quotes, anything else as JSON, which is indented on a terminal.
fn line(value: &Val, on_terminal: bool) -> Result<String> {
    if let Val::TStr(bytes) = value {
        let text = String::from_utf8_lossy(bytes);
        return Ok(if on_terminal { paragraphs_for_terminal(&text).into_owned() } else { text.into_owned() } + "\n");
    }
    if let Some(obstacle) = not_in_json(value) {
        return Err(failed(format!("the result has {obstacle}, which JSON does not have")));
    }
    let json = value.to_string();
    Ok(if on_terminal { lay_out(&json, Layout::Indented, true) } else { json } + "\n")
}

/// Returns what a value has that JSON does not.
fn not_in_json(value: &Val) -> Option<&'static str> {
    match value {
        Val::Num(Num::Float(number)) if number.is_nan() => Some("NaN"),
        Val::Num(Num::Float(number)) if number.is_infinite() => Some("an infinite number"),
        Val::BStr(_) => Some("bytes"),
        Val::Arr(items) => items.iter().find_map(not_in_json),
        Val::Obj(fields) => fields.iter().find_map(|(name, value)| match name {
            Val::TStr(_) => not_in_json(value),
            _ => Some("a name that is not a string"),
        }),
        Val::Null | Val::Bool(_) | Val::Num(_) | Val::TStr(_) => None,
    }
}

#[cfg(test)]
mod programs;
#[cfg(test)]
mod tests;
