//! Sets, changes and empties every field of the tables on a server, and reads each back: this is how the tables are known to
//! be true. What a version does not do is in [`EXPECTED`].

#[path = "matrix/differences.rs"]
mod differences;
#[path = "matrix/services.rs"]
mod services;
#[path = "matrix/settings.rs"]
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use litellm_proxy_client::{Error, RefusalKind};
use litellm_proxy_desired::fields::{self, Clear, Field, is_same};
use litellm_proxy_desired::mark::Mark;
use litellm_proxy_desired::server::{self, Change, Server, clear_of};
use litellm_proxy_desired::{Address, Kind, LiveResource, Seen};
use serde_json::{Value, json};

use self::differences::{EXPECTED, NEEDS_LICENSE, NOT_IN_1_80, ONLY_IN_SANDBOX};

pub(crate) const KINDS: [Kind; 20] = [
    Kind::Budget,
    Kind::Guardrail,
    Kind::McpServer,
    Kind::SearchTool,
    Kind::VectorStore,
    Kind::Prompt,
    Kind::Agent,
    Kind::AccessGroup,
    Kind::Organization,
    Kind::User,
    Kind::Team,
    Kind::Member,
    Kind::Key,
    Kind::Customer,
    Kind::Tag,
    Kind::Policy,
    Kind::PassThrough,
    Kind::LitellmSettings,
    Kind::UiSettings,
    Kind::SsoSettings,
];

/// A field, the versions (`old` is 1.80, `new` any later one, `any` both, `1.110` from there on), and what happens with it.
type Expected = (&'static str, &'static str, &'static [&'static str]);

/// Returns two values of a field that differ.
fn values(kind: Kind, field: &Field, names: &Names) -> (Value, Value) {
    if let Some(values) = settings::values(kind, field, names).or_else(|| services::values(kind, field)) {
        return values;
    }
    let models = || (json!(["upstream-gpt"]), json!(["gpt-4o", "upstream-gpt"]));
    let limits = || (json!({"upstream-gpt": 3}), json!({"gpt-4o": 4}));
    let strings = || (json!(["one"]), json!(["two", "three"]));
    let budgets = |limit: f64| json!({"upstream-gpt": {"budget_limit": limit, "time_period": "1d"}});
    let after = |seconds: u64| json!({"anchor": "created_at", "seconds": seconds});
    let indexes = |name: &str| json!([{"index_name": name, "index_permissions": ["read"]}]);
    match field.path {
        "models" if kind == Kind::Tag => (json!([names.unique("model")]), json!([names.unique("model")])),
        "models" | "allowed_models" | "default_team_member_models" => models(),
        "model_max_budget" | "team_member_model_max_budget" => (budgets(1.5), budgets(2.5)),
        "model_rpm_limit"
        | "model_tpm_limit"
        | "mcp_rpm_limit"
        | "tag_rpm_limit"
        | "default_estimated_output_tokens_per_model" => limits(),
        "aliases" | "model_aliases" => (json!({"fast": "upstream-gpt"}), json!({"slow": "gpt-4o"})),
        "budget_fallbacks" => (json!({"gpt-4o": ["upstream-gpt"]}), json!({"upstream-gpt": ["gpt-4o"]})),
        "budget_limits" => (
            json!([{"budget_duration": "1d", "max_budget": 2.0}]),
            json!([{"budget_duration": "7d", "max_budget": 3.0}]),
        ),
        "user_email" => (
            json!(format!("{}@Example.com", names.unique("Mail"))),
            json!(format!("{}@example.com", names.unique("mail"))),
        ),
        "user_role" => (json!("internal_user"), json!("internal_user_viewer")),
        "rpm_limit_type" | "tpm_limit_type" => (json!("guaranteed_throughput"), json!("best_effort_throughput")),
        "key_type" => (json!("llm_api"), json!("read_only")),
        "allowed_model_region" => (json!("eu"), json!("us")),
        "default_model" => (json!("upstream-gpt"), json!("gpt-4o")),
        "permissions" => (json!({"get_spend_routes": true}), json!({"pii": true})),
        "object_permission" => (json!({"mcp_servers": ["m1"]}), json!({"vector_stores": ["v1"]})),
        "router_settings" => (json!({"num_retries": 2}), json!({"timeout": 5.0})),
        "team_member_permissions" => (json!(["/key/generate"]), json!(["/key/update", "/key/delete"])),
        "allowed_routes" => (json!(["/chat/completions"]), json!(["/embeddings"])),
        "allowed_cache_controls" => (json!(["no-cache"]), json!(["no-store"])),
        "allowed_vector_store_indexes" => (indexes("one"), indexes("two")),
        "enforced_batch_output_expires_after" | "enforced_file_expires_after" => (after(3600), after(7200)),
        "team_id" => (json!(names.team), json!(names.other_team)),
        "user_id" => (json!(names.user), json!(names.other_user)),
        "budget_id" | "end_user_budget_id" => (json!(names.budget), json!(names.other_budget)),
        "metadata.*" => (json!({"a": [1, 2]}), json!("text")),
        "role" => (json!("admin"), json!("user")),
        "key" => (json!(format!("sk-{}", names.unique("secret"))), json!(format!("sk-{}", names.unique("secret")))),
        _ => match field.shape {
            fields::Shape::Text => (json!(names.unique("one")), json!(names.unique("two"))),
            fields::Shape::Number => (json!(7.5), json!(8)),
            fields::Shape::Integer => (json!(11), json!(12)),
            fields::Shape::Bool => (json!(true), json!(false)),
            fields::Shape::Duration => (json!("7d"), json!("24h")),
            fields::Shape::List | fields::Shape::Set => strings(),
            fields::Shape::Secret => (json!("a-secret-for-the-matrix-1"), json!("a-secret-for-the-matrix-2")),
            _ => (json!({"one": "1"}), json!({"two": "2"})),
        },
    }
}

/// The names of what is made.
pub(crate) struct Names {
    prefix: String,
    count: AtomicUsize,
    team: String,
    other_team: String,
    user: String,
    other_user: String,
    budget: String,
    other_budget: String,
}

impl Names {
    pub(crate) fn new(prefix: &str) -> Self {
        let name = |end: &str| format!("{prefix}-{end}");
        Self {
            prefix: prefix.to_owned(),
            count: AtomicUsize::new(0),
            team: name("team"),
            other_team: name("other-team"),
            user: name("user"),
            other_user: name("other-user"),
            budget: name("budget"),
            other_budget: name("other-budget"),
        }
    }

    fn unique(&self, noun: &str) -> String {
        format!("{}-{noun}-{}", self.prefix, self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// What other resources name.
    fn referred(&self) -> Vec<Address> {
        vec![
            Address::new(Kind::Budget, &self.budget),
            Address::new(Kind::Budget, &self.other_budget),
            Address::new(Kind::User, &self.user),
            Address::new(Kind::User, &self.other_user),
            Address::new(Kind::Team, &self.team),
            Address::new(Kind::Team, &self.other_team),
        ]
    }
}

/// Returns the fields of a kind that are tried.
pub(crate) fn tried(kind: Kind) -> impl Iterator<Item = &'static Field> {
    fields::fields(kind).iter().filter(move |field| !services::is_skipped(kind, field))
}

/// Runs the matrix for some kinds, and returns a line per field, and the lines that are not as expected.
pub(crate) async fn run(server: &Server, kinds: &[Kind], prefix: &str) -> (Vec<String>, Vec<String>) {
    let names = Names::new(prefix);
    let (mut lines, mut surprises) = (Vec::new(), Vec::new());
    for address in names.referred() {
        let fields = match address.kind {
            Kind::Budget => BTreeMap::from([("max_budget".to_owned(), json!(100.0))]),
            _ => BTreeMap::new(),
        };
        if let Err(error) = create(server, &address, &fields, None).await {
            surprises.push(format!("{address}: {}", first_line(&error)));
        }
    }
    let is_sandbox = is_sandbox(server).await;
    let has_organizations = !needs_license(server.client.organizations().list().await.as_ref().err());
    for kind in kinds.iter().filter(|kind| server::refusal_of(&server.version, **kind).is_none()) {
        if (*kind == Kind::Organization && !has_organizations) || settings::are_fixed(server, *kind).await {
            continue;
        }
        let tests = tried(*kind).map(|field| {
            let names = &names;
            async move {
                let found = if kind.is_single() {
                    settings::test(server, *kind, field, names).await
                } else {
                    test(server, *kind, field, names).await
                };
                (field, found)
            }
        });
        // Members share the row of their team, pass-through endpoints one list, and settings are one.
        let is_shared = kind.is_single() || [Kind::Member, Kind::PassThrough].contains(kind);
        let at_once = if is_shared { 1 } else { 4 };
        let results: Vec<_> = stream::iter(tests).buffered(at_once).collect().await;
        for (field, found) in results {
            let name = format!("{kind}.{}", field.path);
            let differs_in_sandbox = is_sandbox
                && (ONLY_IN_SANDBOX.contains(&name.as_str()) || services::ONLY_IN_SANDBOX.contains(&name.as_str()));
            let is_expected = differs_in_sandbox || is_expected(server, &name, &found);
            let found = found.join("; ");
            let line = format!("{name}: {}", if found.is_empty() { "ok" } else { &found });
            if !is_expected {
                surprises.push(line.clone());
            }
            lines.push(line);
        }
        if !kind.is_single()
            && let Err(problem) = compare_list(server, *kind, &names).await
        {
            surprises.push(format!("{kind}: {problem}"));
        }
    }
    for address in names.referred().iter().rev() {
        if let Ok(Some(live)) = server::get(server, address, None).await {
            let _ = server::send(server, &Change::Delete { live: &live }).await;
        }
    }
    (lines, surprises)
}

fn mark() -> Mark {
    // Servers redact what has the name of a secret, and must not do so in a mark.
    let secrets = BTreeMap::from([("litellm_params.api_key".to_owned(), "v1:0123456789".to_owned())]);
    Mark { owner: "matrix".to_owned(), secrets, ..Mark::default() }
}

async fn create(
    server: &Server,
    address: &Address,
    fields: &BTreeMap<String, Value>,
    mark: Option<&Mark>,
) -> Result<(), Error> {
    server::send(server, &Change::Create { address, fields, mark }).await
}

/// Makes a resource for a test: with metadata of others, and a mark.
fn base(kind: Kind, names: &Names) -> (Address, BTreeMap<String, Value>) {
    if let Some(base) = services::base(kind, names) {
        return base;
    }
    let address = match kind {
        Kind::Member => Address::member(&names.team, &names.user),
        _ => Address::new(kind, names.unique(kind.name())),
    };
    let mut fields = BTreeMap::new();
    if kind.mark_field().is_some() {
        fields.insert("metadata.of_others".to_owned(), json!({"kept": true}));
    }
    match kind {
        Kind::Member => {
            fields.insert("max_budget_in_team".to_owned(), json!(3.0));
            fields.insert("tpm_limit".to_owned(), json!(1000));
        }
        Kind::Organization => {
            fields.insert("organization_alias".to_owned(), json!("base"));
        }
        Kind::Tag => {
            fields.insert("description".to_owned(), json!("base"));
        }
        _ => {}
    }
    (address, fields)
}

/// Returns what is wrong with a field.
async fn test(server: &Server, kind: Kind, field: &Field, names: &Names) -> Vec<String> {
    let path = field.path.replace(".*", ".x");
    let (one, two) = values(kind, field, names);
    let mut found = Vec::new();
    let (address, base_fields) = base(kind, names);
    let mut fields = base_fields.clone();
    fields.insert(path.clone(), one.clone());
    let mark = mark();
    match create(server, &address, &fields, Some(&mark)).await {
        Err(error) => found.push(format!("creation: {}", first_line(&error))),
        Ok(()) => check(server, &address, &fields, "creation", &mut found).await,
    }
    delete(server, &address, &mut found).await;

    let (address, mut fields) = base(kind, names);
    if let Err(error) = create(server, &address, &fields, Some(&mark)).await {
        found.push(format!("base: {}", first_line(&error)));
        return found;
    }
    for (value, what) in [(&one, "update"), (&two, "second update")] {
        fields.insert(path.clone(), value.clone());
        let Some(live) = live(server, &address, &mut found).await else { return found };
        let set = if server::is_written_whole(kind) {
            fields.clone()
        } else {
            BTreeMap::from([(path.clone(), value.clone())])
        };
        let change = if server::is_fixed(kind, &path) {
            Change::Replace { live: &live, fields: &fields, mark: Some(&mark) }
        } else {
            Change::Update { live: &live, set: &set, clear: &BTreeSet::new(), mark: None }
        };
        match server::send(server, &change).await {
            Err(error) => found.push(format!("{what}: {}", first_line(&error))),
            Ok(()) => check(server, &address, &fields, what, &mut found).await,
        }
    }
    fields.remove(&path);
    match clear_of(&server.version, kind, &path) {
        Clear::Never(_) => found.push("never emptied".to_owned()),
        how => {
            let Some(live) = live(server, &address, &mut found).await else { return found };
            let clear = BTreeSet::from([path.clone()]);
            let set = if server::is_written_whole(kind) { fields.clone() } else { BTreeMap::new() };
            let change = if how == Clear::Replace {
                Change::Replace { live: &live, fields: &fields, mark: Some(&mark) }
            } else {
                Change::Update { live: &live, set: &set, clear: &clear, mark: None }
            };
            if let Err(error) = server::send(server, &change).await {
                found.push(format!("emptying: {}", first_line(&error)));
            } else {
                fields.insert(path.clone(), Value::Null);
                check(server, &address, &fields, "emptying", &mut found).await;
            }
        }
    }
    delete(server, &address, &mut found).await;
    found
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(160).collect()
}

async fn live(server: &Server, address: &Address, found: &mut Vec<String>) -> Option<LiveResource> {
    match server::get(server, address, None).await {
        Ok(Some(live)) => Some(live),
        Ok(None) => {
            found.push("it is gone".to_owned());
            None
        }
        Err(error) => {
            found.push(format!("read: {}", first_line(&error)));
            None
        }
    }
}

/// Compares a resource with what it should be: no field more, none less.
async fn check(
    server: &Server,
    address: &Address,
    fields: &BTreeMap<String, Value>,
    what: &str,
    found: &mut Vec<String>,
) {
    let Some(live) = live(server, address, found).await else { return };
    if address.kind.mark_field().is_some() && live.mark.as_ref() != Some(&mark()) {
        found.push(format!("{what}: the mark is lost"));
    }
    for (path, wanted) in fields {
        let shape = fields::field(address.kind, path).map_or(fields::Shape::Any, |field| field.shape);
        // What is empty may have a default in the row.
        let seen = if wanted.is_null() { live.fields.get(path).cloned() } else { live.value(path) };
        let is_kept = match seen {
            Some(Seen::Hidden) => !wanted.is_null(),
            Some(Seen::Value(seen)) => is_same(shape, wanted, &seen),
            None => shape == fields::Shape::Secret || is_same(shape, wanted, &Value::Null),
        };
        if !is_kept {
            found.push(format!("{what}: {path} is {:?}", live.value(path)));
        }
    }
    let more: Vec<&String> = live.fields.keys().filter(|path| !fields.contains_key(*path)).collect();
    if !more.is_empty() {
        found.push(format!("{what}: adds {more:?}"));
    }
}

async fn delete(server: &Server, address: &Address, found: &mut Vec<String>) {
    match server::get(server, address, None).await {
        Ok(None) => {}
        Ok(Some(live)) => match server::send(server, &Change::Delete { live: &live }).await {
            Err(error) => found.push(format!("deletion: {}", first_line(&error))),
            Ok(()) => {
                if !is_gone_soon(server, address).await {
                    found.push("deletion: it is still there".to_owned());
                }
            }
        },
        Err(error) => found.push(format!("read: {}", first_line(&error))),
    }
}

/// Waits for a deletion as an apply does: a list that the server read before may still have the resource.
async fn is_gone_soon(server: &Server, address: &Address) -> bool {
    for _ in 0..20 {
        if !matches!(server::get(server, address, None).await, Ok(Some(_))) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    false
}

/// Compares the list of a kind with what is read one by one.
async fn compare_list(server: &Server, kind: Kind, names: &Names) -> Result<(), String> {
    let (address, mut fields) = base(kind, names);
    if kind == Kind::Team {
        fields.insert("team_member_budget".to_owned(), json!(4.0));
        fields.insert("model_aliases".to_owned(), json!({"fast": "upstream-gpt"}));
    }
    if matches!(kind, Kind::Key | Kind::Tag | Kind::Customer) {
        fields.insert("soft_budget".to_owned(), json!(4.0));
    }
    create(server, &address, &fields, Some(&mark())).await.map_err(|error| error.to_string())?;
    let listed = server::list(server, &BTreeSet::from([kind])).await.map_err(|error| error.to_string())?;
    let one = server::get(server, &address, None).await.map_err(|error| error.to_string())?;
    let result = match (listed.resources.get(&address), one) {
        (None, _) => Err("the list does not have it".to_owned()),
        (_, None) => Err("it cannot be read".to_owned()),
        (Some(listed), Some(one)) if listed.fingerprint() != one.fingerprint() => {
            Err(format!("the list has {:?}, but it is {:?}", listed.fields, one.fields))
        }
        (Some(_), Some(one)) => {
            let mut found = Vec::new();
            check(server, &address, &fields, "list", &mut found).await;
            let by_id = server::get(server, &address, Some(&one.id)).await.map_err(|error| error.to_string())?;
            if by_id.is_none_or(|by_id| by_id.fingerprint() != one.fingerprint()) {
                found.push("it is another by its id".to_owned());
            }
            if found.is_empty() { Ok(()) } else { Err(found.join("; ")) }
        }
    };
    delete(server, &address, &mut Vec::new()).await;
    result
}

/// Returns whether an error says that the server has no license.
fn needs_license(error: Option<&Error>) -> bool {
    error.and_then(Error::kind) == Some(RefusalKind::NeedsLicense)
}

/// Returns whether a server is the sandbox.
async fn is_sandbox(server: &Server) -> bool {
    let greeting = server.client.http().request("GET", "/").await.unwrap_or_default();
    greeting.get("message").and_then(Value::as_str).is_some_and(|message| message.contains("sandbox of litellm-proxy"))
}

/// Returns whether the deviations of a field are those that are known of a version.
fn is_expected(server: &Server, name: &str, found: &[String]) -> bool {
    let version = if server.version.at_least(1, 110) {
        ["1.110", "new", "any"]
    } else if server.version.at_least(1, 81) {
        ["new", "new", "any"]
    } else {
        ["old", "old", "any"]
    };
    if NEEDS_LICENSE.iter().any(|(field, versions)| *field == name && version.contains(versions)) {
        return found.iter().all(|line| ["Enterprise", "enterprise", "license"].iter().any(|word| line.contains(word)))
            && !found.is_empty();
    }
    if services::NOT_SHOWN.contains(&name) {
        return found.iter().all(|line| line.ends_with(" is None")) && !found.is_empty();
    }
    let not_in_1_80 = [NOT_IN_1_80, services::NOT_IN_1_80, settings::NOT_IN_1_80];
    if version.contains(&"old") && not_in_1_80.iter().any(|names| names.contains(&name)) {
        return found.iter().all(|line| line.ends_with(" is None")) && !found.is_empty();
    }
    let expected = EXPECTED
        .iter()
        .chain(services::EXPECTED)
        .chain(settings::EXPECTED)
        .find(|(field, versions, _)| *field == name && version.contains(versions));
    let expected = expected.map_or::<&[&str], _>(&[], |(_, _, expected)| expected);
    expected.len() == found.len() && found.iter().zip(expected).all(|(line, start)| line.starts_with(start))
}
