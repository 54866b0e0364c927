//! `model-groups`: the deployments that share a name, seen as one model.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::client::Lossless;
use crate::client::model_groups::ModelGroup;
use crate::context::Context;
use crate::output::Column;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the model groups that the key may call
    List(List),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        let Self::List(args) = self;
        args.run(context).await
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<()> {
        let call = context.client()?.model_groups().info();
        let groups = context.send(call).await?;
        let columns: [&Column<Lossless<ModelGroup>>; 4] = [
            &Column::new("model_group", "Model", |group| group.model_group.clone()),
            &Column::new("mode", "Mode", |group| group.mode.clone().unwrap_or_else(|| "chat".to_owned())),
            &Column::right("input_cost_per_token", "Input $/token", |group| price(group.input_cost_per_token)),
            &Column::right("output_cost_per_token", "Output $/token", |group| price(group.output_cost_per_token)),
        ];
        context.output.list(&groups, &columns, &groups)
    }
}

fn price(dollars: Option<f64>) -> String {
    dollars.map(|dollars| dollars.to_string()).unwrap_or_default()
}
