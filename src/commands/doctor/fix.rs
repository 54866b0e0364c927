//! `doctor --fix`: gives broken keys an empty object in place of each null, and nothing else.

use anyhow::Result;
use litellm_proxy_client::Client;
use serde_json::{Map, Value, json};

use super::finding::{Finding, Repair};
use super::render::Report;
use crate::commands::confirm::Confirmation;
use crate::context::{Context, DryRun};
use crate::failure::Failure;

/// Asks for each key that is broken, and repairs it. Those that are repaired leave the report.
pub(super) async fn run(
    context: &mut Context,
    client: &Client,
    report: &mut Report,
    confirmation: Confirmation,
) -> Result<()> {
    let broken: Vec<(Finding, Repair)> =
        report.findings.iter().filter_map(|finding| Some((finding.clone(), finding.repair.clone()?))).collect();
    if broken.is_empty() {
        context.output.note("nothing that --fix can repair");
    }
    let mut repaired = Vec::new();
    for (finding, repair) in broken {
        let fields = repair.fields.join(", ");
        let question = format!("{}: {}\nRepair it by setting {fields} to {{}}?", finding.subject, finding.message);
        match confirmation.ask_to(context, DryRun::default(), &question, "the key was not repaired") {
            Ok(()) => {}
            Err(error) if matches!(error.downcast_ref(), Some(Failure::Cancelled(_))) => continue,
            Err(error) => return Err(error),
        }
        match apply(client, &repair).await {
            Ok(()) => {
                context.output.note(format_args!("repaired {}: {fields} is {{}}", finding.subject));
                repaired.push(repair.key);
            }
            Err(reason) => context.output.warn(format_args!("{} could not be repaired: {reason}", finding.subject)),
        }
    }
    let is_repaired = |finding: &Finding| finding.repair.as_ref().is_some_and(|repair| repaired.contains(&repair.key));
    report.retain(|finding| !is_repaired(finding));
    Ok(())
}

/// Replaces the nulls, and reads the key back.
async fn apply(client: &Client, repair: &Repair) -> Result<(), String> {
    let mut body = Map::from_iter([("key".to_owned(), Value::from(repair.key.as_str()))]);
    body.extend(repair.fields.iter().map(|field| (field.clone(), json!({}))));
    client.http().request("POST", "/key/update").json(&body).await.map_err(|error| error.to_string())?;
    let read = client.http().request("GET", "/key/info").query("key", &repair.key).await;
    let info = read.map_err(|error| format!("it cannot be read back: {error}"))?;
    let is_null = |field: &&String| info.get("info").and_then(|info| info.get(*field)).is_some_and(Value::is_null);
    match repair.fields.iter().find(is_null) {
        Some(field) => Err(format!("the server did not keep {field}")),
        None => Ok(()),
    }
}
