//! Runs the probes of deployments, several deployments at once.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use futures_util::StreamExt as _;
use litellm_proxy_client::probes::{Probe, ProbeError, Probed};
use litellm_proxy_client::{Client, Error, RefusalKind};

use super::report::{Check, Row};
use super::targets::Target;
use crate::commands::bulk;
use crate::commands::models::concerns_all_models;
use crate::context::Context;
use crate::failure::Failure;

/// Groups that are tested by name, because the key may not choose a deployment.
type Groups = Mutex<HashSet<String>>;

/// Runs all probes. Returns a row for each target, in their order.
pub(super) async fn run(
    context: &mut Context,
    client: &Client,
    targets: Vec<Target>,
    parallel: usize,
    timeout: Duration,
) -> Result<Vec<Row>> {
    let groups = Groups::default();
    let progress = bulk::progress(context, targets.len());
    let tested = targets.into_iter().map(|target| {
        let (groups, progress) = (&groups, &progress);
        async move {
            let row = test(client, target, groups, timeout).await;
            progress.inc(1);
            row
        }
    });
    let mut rows = futures_util::stream::iter(tested).buffered(parallel);
    let mut all = Vec::new();
    let mut interrupt = Box::pin(context.interrupt.pressed());
    loop {
        tokio::select! {
            () = &mut interrupt => {
                progress.finish_and_clear();
                return Err(Failure::Interrupted(format!("{} were tested", crate::commands::confirm::count(all.len(), "deployment"))).into());
            }
            row = rows.next() => match row {
                Some(Ok(row)) => all.extend(row),
                // What all others would meet too.
                Some(Err(error)) => {
                    progress.finish_and_clear();
                    return Err(error.into());
                }
                None => break,
            },
        }
    }
    progress.finish_and_clear();
    Ok(all)
}

/// Tests one target. `None` if the group that it belongs to is tested already.
///
/// # Errors
/// An error that is not about the target: the server cannot be reached, or it does not accept the key.
async fn test(client: &Client, target: Target, groups: &Groups, timeout: Duration) -> Result<Option<Row>, Error> {
    let mut checks = Vec::new();
    let mut by_name = target.id.is_none();
    for probe in target.probes.clone() {
        let run = |name: String| async move { client.probes().run(probe, &name, timeout).await };
        let mut result = run(if by_name { target.model.clone() } else { target.name().to_owned() }).await;
        if !by_name && is_not_allowed(&result) {
            by_name = true;
            if !groups.lock().unwrap_or_else(PoisonError::into_inner).insert(target.model.clone()) {
                return Ok(None);
            }
            result = run(target.model.clone()).await;
        }
        if let Err(ProbeError::Failed(error)) = &result
            && concerns_all_models(error)
            && let Err(ProbeError::Failed(error)) = result
        {
            return Err(error);
        }
        let check = Check::new(probe, result, &target);
        let is_over = checks.is_empty() && !check.ok;
        checks.push(check);
        if is_over {
            break;
        }
    }
    Ok(Some(Row::new(&target, by_name, checks)))
}

fn is_not_allowed(result: &Result<Probed, ProbeError>) -> bool {
    matches!(result, Err(ProbeError::Failed(error)) if error.kind() == Some(RefusalKind::ModelNotAllowed))
}

impl Check {
    fn new(probe: Probe, result: Result<Probed, ProbeError>, target: &Target) -> Self {
        let check = Self { name: probe.name(), ..Self::default() };
        let probed = match result {
            Ok(probed) => probed,
            Err(error) => return Self { error: Some(error.line()), ..check },
        };
        let computed = || target.limits.cost(probed.input_tokens?, Some(probed.output_tokens.unwrap_or_default()));
        let seconds = probed.total.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a few tokens")]
        let rate = probed.output_tokens.filter(|_| seconds > 0.0).map(|tokens| tokens as f64 / seconds);
        Self {
            ok: true,
            total: Some(probed.total),
            first_content: probed.first_content,
            tokens_per_second: rate,
            output_tokens: probed.output_tokens,
            cost: probed.cost.or_else(computed),
            detail: probed.detail,
            call_id: probed.call_info.call_id,
            ..check
        }
    }
}
