//! `-p KEY=VALUE`: any field of a request to a model that has no option of its own.

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use super::params;
use crate::context::Context;
use crate::failure::Failure;

/// The option that sets fields without an option of their own.
#[derive(Debug, Args)]
pub(super) struct OtherFields {
    /// Any other field of the request, such as seed=7 or reasoning_effort=low (repeatable)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
}

impl OtherFields {
    /// Reads the fields, none of which the request has already. `own` are fields that the command sets itself, with what
    /// to do instead.
    pub(super) fn read(
        &self,
        context: &mut Context,
        request: &impl Serialize,
        own: &[(&str, &str)],
    ) -> Result<Map<String, Value>> {
        if self.param.is_empty() {
            return Ok(Map::new());
        }
        let others = params::read_others(context, "-p", &self.param, request)?;
        for name in others.keys() {
            if let Some((_, hint)) = own.iter().find(|(own, _)| own == name) {
                let message = format!("-p cannot set `{name}`");
                return Err(Failure::Usage { message, hint: Some((*hint).to_owned()) }.into());
            }
        }
        Ok(others)
    }
}
