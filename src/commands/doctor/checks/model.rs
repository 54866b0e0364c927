//! Models: whether their deployments work as far as the server has noticed, prices, ids, and what is about to end.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use litellm_proxy_client::{FailureCause, failure_line};
use serde_json::Value;

use super::super::facts::{Facts, Layer};
use super::super::finding::{Evidence, Finding, Severity, excerpt, name, names, word};
use super::super::sources::Source;
use super::log::{self, Row, is_of_deployment};
use super::{Found, Unchecked, read};
use crate::output::times;

/// Returns a string in an object of a deployment.
pub(super) fn field<'a>(deployment: &'a Value, object: &str, field: &str) -> Option<&'a str> {
    deployment.get(object)?.get(field)?.as_str().filter(|text| !text.is_empty())
}

pub(super) fn id(deployment: &Value) -> Option<&str> {
    field(deployment, "model_info", "id")
}

fn model_name(deployment: &Value) -> &str {
    deployment.get("model_name").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn none(facts: &Facts) -> Found {
    let reply = read(facts, Source::Models)?;
    Ok(if facts.deployments().is_empty() {
        let is_admin = facts.stop().is_none_or(|(layer, _)| layer != Layer::Admin);
        let (message, command) = if is_admin {
            ("the server has none", "litellm-proxy models add NAME -p model=PROVIDER/MODEL -p api_key=@FILE")
        } else {
            ("the key may call none", "litellm-proxy whoami --check")
        };
        vec![Finding::error("models", message).evidence(reply.quoting("\"data\": []")).command(command)]
    } else {
        Vec::new()
    })
}

/// A sign that a deployment works or fails.
struct Sign {
    time: Timestamp,
    /// The failure, if it is one.
    failure: Option<Failure>,
}

struct Failure {
    /// What it means, if its error shows that.
    cause: Option<FailureCause>,
    status: Option<String>,
    /// The error in one line.
    line: String,
    evidence: Evidence,
}

impl Failure {
    fn finding(&self, id: &str, deployment: &Value, at: Timestamp) -> Finding {
        let base = field(deployment, "litellm_params", "api_base").map(name);
        let what = self.cause.map_or_else(|| excerpt(&self.line), |cause| cause.describe(base.as_deref()));
        let status = self.status.as_ref().map(|status| format!("{}, ", name(status))).unwrap_or_default();
        let subject = match model_name(deployment) {
            model if model == id => format!("deployment {}", name(id)),
            model => format!("deployment {} ({})", name(id), name(model)),
        };
        let severity =
            if self.cause.is_some_and(FailureCause::is_passing) { Severity::Warning } else { Severity::Error };
        Finding::new(severity, subject, format!("{what} ({status}last at {})", times::clock(at)))
            .command(self.command(id))
    }

    /// Returns the command that helps.
    fn command(&self, id: &str) -> String {
        use FailureCause as C;
        let parameter = match self.cause {
            Some(C::ProviderKey | C::NoProviderKey | C::NotAllowed | C::Quota) => "api_key=@FILE",
            Some(C::UnknownModel) => "model=PROVIDER/MODEL",
            Some(C::Connection | C::Unreadable) => "api_base=URL",
            Some(C::Timeout) => "timeout=SECONDS",
            None => return format!("litellm-proxy health check {}", word(id)),
            _ => return "litellm-proxy logs list --status failure --since 1h".to_owned(),
        };
        format!("litellm-proxy models update {} -p {parameter}", word(id))
    }
}

pub(super) fn health(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let sources = [Source::Latest, Source::Failures];
    if sources.iter().all(|source| read(facts, *source).is_err()) {
        return Err(Unchecked::CannotTell);
    }
    let known: BTreeMap<&str, &Value> =
        facts.deployments().iter().filter_map(|deployment| Some((id(deployment)?, deployment))).collect();
    let mut newest: BTreeMap<String, Sign> = BTreeMap::new();
    for (id, sign) in checked(facts).chain(logged(facts)) {
        if known.contains_key(&*id) && newest.get(&id).is_none_or(|other| other.time < sign.time) {
            newest.insert(id, sign);
        }
    }
    let findings = newest.into_iter().filter_map(|(id, sign)| {
        let failure = sign.failure?;
        Some(failure.finding(&id, known.get(&*id)?, sign.time).evidence(failure.evidence))
    });
    Ok(findings.collect())
}

/// Returns what the last health checks found.
fn checked(facts: &Facts) -> impl Iterator<Item = (String, Sign)> {
    let checks = facts.value(Source::Latest).and_then(|value| value.get("latest_health_checks")?.as_object());
    checks.into_iter().flatten().filter_map(|(_, check)| {
        let id = check.get("model_id")?.as_str()?.to_owned();
        let time = check.get("checked_at")?.as_str().and_then(times::parse)?;
        if check.get("status")?.as_str()? == "healthy" {
            return Some((id, Sign { time, failure: None }));
        }
        let text = check.get("error_message").and_then(Value::as_str).unwrap_or_default();
        let cause = FailureCause::of(None, text).filter(|cause| is_of_deployment(*cause));
        let line = format!("its last health check failed: {}", failure_line(None, text));
        let evidence = facts.reply(Source::Latest)?.quoting(text);
        Some((id, Sign { time, failure: Some(Failure { cause, status: None, line, evidence }) }))
    })
}

/// Returns what the log shows.
fn logged(facts: &Facts) -> impl Iterator<Item = (String, Sign)> {
    let failures = log::rows(facts, Source::Failures).filter_map(|row| {
        let cause = Some(row.cause?);
        let status = row.error.code;
        let excerpt = [status.as_deref(), row.error.class.as_deref()].map(Option::unwrap_or_default).join(" ");
        let evidence = facts.reply(Source::Failures)?.quoting(&excerpt);
        let failure = Some(Failure { cause, status, line: String::new(), evidence });
        Some((row.deployment?, Sign { time: row.time, failure }))
    });
    let successes = log::rows(facts, Source::Successes);
    failures.chain(successes.filter_map(|row| Some((row.deployment?, Sign { time: row.time, failure: None }))))
}

pub(super) fn cooldown(facts: &Facts) -> Found {
    read(facts, Source::Failures)?;
    let is_cooling = |row: &Row| {
        let text = row.error.message.as_deref().unwrap_or_default().to_ascii_lowercase();
        row.error.class.as_ref().is_some_and(|class| class.contains("Cooldown"))
            || text.contains("no deployments available")
            || text.contains("cooldown_list")
    };
    let cooling: BTreeSet<String> =
        log::rows(facts, Source::Failures).filter(is_cooling).map(|row| row.group).collect();
    // A deployment whose failure is known is the cause.
    let is_explained = |group: &String| {
        let failing = logged(facts).chain(checked(facts)).filter(|(_, sign)| sign.failure.is_some());
        let failing: BTreeSet<String> = failing.map(|(id, _)| id).collect();
        facts
            .deployments()
            .iter()
            .any(|deployment| model_name(deployment) == group && id(deployment).is_some_and(|id| failing.contains(id)))
    };
    let findings = cooling.iter().filter(|group| !group.is_empty() && !is_explained(group)).map(|group| {
        let message = "requests were refused while all of its deployments were in cooldown after failures";
        let command = format!("litellm-proxy logs list --status failure --model {} --since 1h", word(group));
        Finding::warning(format!("model {}", name(group)), message).command(command)
    });
    Ok(findings.collect())
}

/// Returns whether a deployment has no price at all. A mock costs nothing, and a wildcard has the prices of its models.
fn has_no_price(deployment: &Value) -> bool {
    let params = deployment.get("litellm_params");
    let is_mock = params.is_some_and(|params| params.get("mock_response").is_some_and(|mock| !mock.is_null()));
    let objects = [params, deployment.get("model_info")];
    let fields = objects.into_iter().flatten().filter_map(Value::as_object).flatten();
    let has_price =
        |(field, value): (&String, &Value)| field.contains("cost") && value.as_f64().is_some_and(|cost| cost > 0.0);
    !is_mock && !model_name(deployment).contains('*') && !fields.into_iter().any(has_price)
}

pub(super) fn price(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let unpriced: Vec<&Value> = facts.deployments().iter().filter(|deployment| has_no_price(deployment)).collect();
    let mut models: Vec<String> = unpriced.iter().map(|deployment| model_name(deployment).to_owned()).collect();
    models.dedup();
    let message = "no price: requests to it cost $0, so no budget stops them";
    let command = |id: &str| {
        format!("litellm-proxy models update {} -p input_cost_per_token=N -p output_cost_per_token=N", word(id))
    };
    Ok(match (unpriced.as_slice(), models.as_slice()) {
        ([], _) => Vec::new(),
        (_, [model]) => {
            let id = unpriced.first().and_then(|deployment| id(deployment)).unwrap_or("ID");
            vec![Finding::warning(format!("model {}", name(model)), format!("it has {message}")).command(command(id))]
        }
        (_, models) => {
            let message = format!("they have {} ({})", message.replace("to it", "to them"), names(models));
            vec![Finding::warning(format!("{} models", models.len()), message).command(command("ID"))]
        }
    })
}

pub(super) fn duplicate_id(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let mut counts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for deployment in facts.deployments() {
        if let Some(id) = id(deployment) {
            counts.entry(id).or_default().push(model_name(deployment).to_owned());
        }
    }
    let findings = counts.into_iter().filter(|(_, models)| models.len() > 1).map(|(id, models)| {
        let message =
            format!("{} deployments have this id, and only one of them is served: {}", models.len(), names(&models));
        Finding::error(format!("id {}", name(id)), message).command(format!("litellm-proxy models get {}", word(id)))
    });
    Ok(findings.collect())
}

pub(super) fn vanished(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let reply = read(facts, Source::Latest)?;
    let stores = facts.value(Source::StoreModels).and_then(|value| value.get("field_value"));
    let is_stored = |deployment: &Value| {
        deployment.get("model_info").and_then(|info| info.get("db_model")) == Some(&Value::Bool(true))
    };
    if stores == Some(&Value::Bool(false)) || facts.deployments().iter().any(is_stored) {
        return Ok(Vec::new());
    }
    let known: BTreeSet<&str> = facts.deployments().iter().filter_map(id).collect();
    let checks = facts.value(Source::Latest).and_then(|value| value.get("latest_health_checks")?.as_object());
    let ids = checks.into_iter().flatten().filter_map(|(_, check)| check.get("model_id")?.as_str());
    let gone: Vec<String> = ids.filter(|id| !known.contains(id)).map(str::to_owned).collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let message = format!(
        "no model of the database is served, though {} were checked before ({}). If they were not deleted, the salt key \
         changed: look for `Error decrypting value` in the output of the server at its start",
        gone.len(),
        names(&gone)
    );
    let finding = Finding::warning("models", message).evidence(reply.quoting(&gone.join(", ")));
    Ok(vec![finding.command("litellm-proxy models list")])
}

pub(super) fn deprecated(facts: &Facts) -> Found {
    let reply = read(facts, Source::Deprecations)?;
    let mut found = Vec::new();
    for list in ["deprecated", "imminent", "upcoming"] {
        for model in facts.list(Source::Deprecations, list) {
            let text = |field: &str| model.get(field).and_then(Value::as_str).map(name);
            let (Some(model_name), Some(day)) = (text("model_name"), text("deprecation_date")) else { continue };
            let successor =
                text("successor_model").map(|model| format!("; its successor is {model}")).unwrap_or_default();
            let subject = format!("model {model_name}");
            let (verb, new): (_, fn(String, String) -> Finding) = match list {
                "deprecated" => ("ended", Finding::warning),
                "imminent" => ("ends", Finding::warning),
                _ => ("ends", Finding::info),
            };
            let provider_model = text("litellm_model").unwrap_or_default();
            let message = format!("the provider's {provider_model} {verb} on {day}{successor}");
            let command = format!("litellm-proxy models get --name {}", word(&model_name));
            found.push(new(subject, message).evidence(reply.quoting(list)).command(command));
        }
    }
    Ok(found)
}
