//! The configuration of a server as a file: `lint`, `export`, `plan`, `apply`, `adopt`, `migrate`. Everything but options and output
//! is in the crate `litellm-proxy-desired`.

mod adopt;
mod apply;
mod export;
mod known_keys;
mod lint;
mod migrate;
mod plan;
mod planning;
mod rows;
mod secrets;
mod show;

pub(crate) use self::adopt::Args as AdoptArgs;
pub(crate) use self::apply::Args as ApplyArgs;
pub(crate) use self::export::Args as ExportArgs;
pub(crate) use self::lint::Args as LintArgs;
pub(crate) use self::migrate::Args as MigrateArgs;
pub(crate) use self::plan::Args as PlanArgs;
