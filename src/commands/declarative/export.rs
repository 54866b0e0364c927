//! `export`: prints what a server has as a file.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueHint;
use litellm_proxy_desired::export::{Export, ExportOptions, export};
use litellm_proxy_desired::print::Document;
use litellm_proxy_desired::{Kind, server};

use super::planning;
use crate::commands::confirm::count;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::AtomicFile;
use crate::outcome::Outcome;

const AFTER_HELP: &str = "\
Complete and sorted, without what the server adds by itself. Secrets cannot be read from a server:
they are {$env: NAME} in the file, and `apply` takes them from these variables. What cannot be
exported is counted on stderr.

Examples:
  litellm-proxy export > proxy.yaml
  litellm-proxy export --kinds models,teams --split out
  litellm-proxy export --only 'model/gpt-*' --only team/research
  litellm-proxy export --owner acme/platform --output-file proxy.yaml --force";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Write a file for each section into this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "output_file")]
    split: Option<PathBuf>,
    /// Write to this file
    #[arg(long, short = 'o', value_name = "FILE", value_hint = ValueHint::FilePath)]
    output_file: Option<PathBuf>,
    /// Replace existing files
    #[arg(long)]
    force: bool,
    /// Let `apply` write the secret of each key that it creates to a file in this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    new_keys: Option<PathBuf>,
}

/// Which resources are exported.
#[derive(Debug, clap::Args)]
pub(super) struct Selection {
    /// Only these kinds, such as models,teams,keys
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kinds: Vec<String>,
    /// Only these resources, such as team/research or 'model/gpt-*'; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    only: Vec<String>,
    /// Only resources that are marked with this owner
    #[arg(long, value_name = "OWNER")]
    owner: Option<String>,
    /// Include what the server's own configuration file defines
    #[arg(long)]
    include_config: bool,
}

impl Selection {
    pub(super) fn options(self, new_keys: Option<PathBuf>) -> Result<ExportOptions> {
        Ok(ExportOptions {
            kinds: planning::kinds(&self.kinds)?,
            only: planning::selectors(&self.only)?,
            owner: self.owner,
            include_config: self.include_config,
            new_keys,
        })
    }
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let options = self.selection.options(self.new_keys)?;
        if self.split.is_some() && context.output.has_error_object() {
            return Err(Failure::usage("--split writes YAML files, which `-f DIR` reads; leave out --format json"));
        }
        let target = Target::open(self.output_file.as_deref(), self.split.as_deref(), self.force)?;
        let server = planning::connect(context).await?;
        let mut live = server::list(&server, &options.kinds_to_read()).await?;
        server::add_information(&server, &mut live).await?;
        let Export { desired, report } = export(&live, &options);
        if desired.resources.is_empty() && !options.only.is_empty() {
            for hint in report.hints() {
                context.output.hint(hint);
            }
            let patterns: Vec<String> = options.only.iter().map(ToString::to_string).collect();
            return Err(Failure::NotFound(format!("the server has nothing that {} names", patterns.join(", "))).into());
        }
        let document = Document::new(&desired);
        let mut sections: BTreeSet<&str> = options.kinds_to_read().into_iter().map(Kind::section).collect();
        if options.is_whole() {
            sections.insert("litellm_proxy");
        }
        target.write(context, &document, &sections)?;
        for hint in report.hints() {
            context.output.hint(hint);
        }
        Ok(Outcome::Done)
    }
}

/// Where the document goes.
enum Target {
    Stdout,
    File(AtomicFile, PathBuf),
    /// A file per section in a directory; existing ones are replaced if forced.
    Directory(PathBuf, bool),
}

impl Target {
    /// Begins what is written to, before the server is read.
    fn open(file: Option<&Path>, directory: Option<&Path>, force: bool) -> Result<Self> {
        Ok(match (file, directory) {
            (Some(path), _) if path == Path::new("-") => Self::Stdout,
            (Some(path), _) => Self::File(AtomicFile::for_argument(path, force)?, path.to_owned()),
            (None, Some(directory)) => Self::Directory(directory.to_owned(), force),
            (None, None) => Self::Stdout,
        })
    }

    /// Writes a document. `sections` are those that were read, also if they are empty.
    fn write(self, context: &mut Context, document: &Document, sections: &BTreeSet<&str>) -> Result<()> {
        match self {
            Self::Stdout => context.output.document(document, &document.to_yaml()),
            Self::File(mut file, path) => {
                let text = context.output.document_text(document, document.to_yaml())?;
                file.write_all(text.as_bytes())?;
                file.commit()?;
                context.output.note(format_args!("the configuration is in {}", path.display()));
                Ok(())
            }
            Self::Directory(directory, force) => split(context, document, &directory, force, sections),
        }
    }
}

/// Writes a file per section: all of them, or none if one cannot be written.
fn split(
    context: &mut Context,
    document: &Document,
    directory: &Path,
    force: bool,
    sections: &BTreeSet<&str>,
) -> Result<()> {
    std::fs::create_dir_all(directory).map_err(|error| {
        Failure::usage(format!("cannot create `{}`: {}", directory.display(), crate::config::describe_io(&error)))
    })?;
    let path_of = |section: &str| directory.join(format!("{section}.yaml"));
    let mut files = Vec::new();
    let parts = document.split();
    for (section, part) in &parts {
        let mut file = AtomicFile::for_argument(&path_of(section), force)?;
        file.write_all(part.to_yaml().as_bytes())?;
        files.push(file);
    }
    // A file of an earlier export would be read with the others.
    let is_gone = |section: &&&str| !parts.iter().any(|(name, _)| name == *section) && path_of(section).exists();
    let gone: Vec<PathBuf> = sections.iter().filter(is_gone).map(|section| path_of(section)).collect();
    if let Some(path) = gone.first().filter(|_| !force) {
        return Err(Failure::Usage {
            message: format!("`{}` exists, and the server has nothing for it", path.display()),
            hint: Some("--force removes it".to_owned()),
        }
        .into());
    }
    let written = files.len();
    files.into_iter().try_for_each(AtomicFile::commit)?;
    for path in &gone {
        std::fs::remove_file(path)?;
        context.output.note(format_args!("removed {}: the server has nothing for it", path.display()));
    }
    let [are, them] = if written == 1 { ["is", "it"] } else { ["are", "them"] };
    let directory = directory.display();
    context.output.note(format_args!("{} {are} in {directory} (-f {directory} reads {them})", count(written, "file")));
    Ok(())
}
