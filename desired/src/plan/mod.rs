//! [`Plan`]: the changes that make a server as the files say, in the order in which they are made. A plan can be saved, reviewed
//! and applied later; it contains no secret.
//!
//! A plan is made from three things: the file, the ownership mark (what was applied last) and the server. A field that the file
//! names is set to the value of the file. A field that it no longer names is emptied if the mark says that we set it, unless
//! others have changed it since. All other fields are left alone.

mod diff;
mod identify;
mod remove;
mod wanted_mark;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use litellm_proxy_client::ServerVersion;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::address::{Address, Selector};
use crate::desired::Desired;
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::mark::{Mark, SecretFingerprints};
use crate::value::{MissingSecret, SecretSource, Wanted};

/// The format of plan files.
pub const PLAN_FORMAT: u32 = 1;

/// The changes that make a server as the files say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// [`PLAN_FORMAT`].
    pub format: u32,
    /// The URL of the server.
    pub server: String,
    /// The version of the server.
    pub version: String,
    /// The owner; empty for files that name none.
    pub owner: String,
    /// Whether resources of this owner that are not in the files are deleted.
    pub prune: bool,
    /// The files, each with the SHA-256 of its content.
    pub files: Vec<(String, String)>,
    /// The changes, in the order in which they are made.
    pub changes: Vec<PlannedChange>,
    /// Fields that others have changed and that are left alone, because the files do not name them.
    pub foreign: Vec<ForeignChange>,
    /// Resources that would be deleted with `prune`.
    pub prunable: Vec<Address>,
    /// How many resources are as the files say.
    pub unchanged: usize,
    /// What was not compared or is not applied, and why.
    pub notes: Vec<Note>,
    /// What stands in the way: nothing is sent while there is any.
    pub obstacles: Vec<Obstacle>,
}

/// What is done with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is created.
    Create,
    /// Its fields are changed in place.
    Update,
    /// It is replaced, because a field cannot be emptied in place.
    Replace,
    /// It is marked as ours; its fields stay.
    Adopt,
    /// It is deleted.
    Delete,
}

/// A change of a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlannedChange {
    /// The resource.
    pub address: Address,
    /// What is done.
    pub action: Action,
    /// The fields that change, by path.
    pub fields: BTreeMap<String, FieldChange>,
    /// The mark to write; its secrets are those that are there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The owner before, if it is taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<String>,
    /// Its name on the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The fingerprint of the resource that this was planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// All fields of the file, where the resource is replaced. Those on the server that are not to be emptied stay.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub whole: BTreeMap<String, Wanted>,
    /// Where the secret of a new key is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<PathBuf>,
    /// What goes along with a deletion, in sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes_along: Vec<String>,
    /// The resources that must be there before, if they are changed too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub depends_on: BTreeSet<Address>,
}

/// A change of a field.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FieldChange {
    /// The value on the server; `None` if it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seen>,
    /// The value in the file; null if the field is to be empty.
    pub after: Wanted,
    /// Whether others have changed it since the last apply.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_changed_by_others: bool,
    /// The mark's entry of a secret, which is checked when the plan is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A field that others have changed since the last apply, and that the files no longer name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForeignChange {
    /// The resource.
    pub address: Address,
    /// The field.
    pub field: String,
    /// The value on the server.
    pub value: Seen,
}

/// Something to know about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The resource, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// What it is about.
    pub kind: NoteKind,
    /// A sentence.
    pub message: String,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The resource is defined in the server's own file.
    InServerFile,
    /// Only the server's own file can set this.
    OnlyInServerFile,
    /// A secret was not compared, because it cannot be had here.
    NotCompared,
    /// A secret cannot be had here, and is needed to apply the plan.
    NeededToApply,
    /// A new resource has the alias or email address of another one on the server.
    Namesake,
    /// A field cannot be emptied.
    NotEmptied,
    /// Something could not be read.
    Unreadable,
}

/// Something that stands in the way of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// The resource.
    pub address: Address,
    /// What it is.
    pub kind: ObstacleKind,
    /// A sentence.
    pub message: String,
}

/// Kinds of obstacles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObstacleKind {
    /// Another owner has marked it.
    OtherOwner,
    /// It is protected, and would be deleted or replaced.
    Protected,
    /// A key is new, and its secret has no place to go.
    MissingSecret,
    /// The server can neither do it nor undo it.
    Impossible,
    /// More is deleted than allowed.
    TooManyDeletes,
}

/// How a plan is made.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// Deletes resources of this owner that are not in the files.
    pub prune: bool,
    /// Only these resources; all if empty.
    pub only: Vec<Selector>,
    /// Only these kinds; all if empty.
    pub kinds: BTreeSet<Kind>,
    /// Secrets that are written even if they seem unchanged.
    pub write_secrets: Vec<Selector>,
    /// Takes over resources of other owners.
    pub take_over: bool,
    /// The largest share of the managed resources that may be deleted, in percent; 30 of ten or more by default.
    pub max_deletes: Option<u8>,
    /// Marks resources, and changes no field.
    pub adopts_only: bool,
}

/// The secrets of the files, resolved: by address and field.
pub type ResolvedSecrets = BTreeMap<(Address, String), Result<Value, MissingSecret>>;

/// Resolves the secrets of the files.
pub fn resolve_secrets(desired: &Desired, source: &dyn SecretSource) -> ResolvedSecrets {
    let mut resolved = ResolvedSecrets::new();
    for (address, resource) in &desired.resources {
        for (path, wanted) in &resource.fields {
            if let Wanted::Secret(secret) = wanted {
                resolved.insert((address.clone(), path.clone()), secret.template.resolve(source));
            }
        }
    }
    resolved
}

/// What a plan is made from.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// The URL of the server.
    pub server: &'a str,
    /// The version of the server.
    pub version: &'a ServerVersion,
    /// What the files ask for.
    pub desired: &'a Desired,
    /// What the server has.
    pub live: &'a Live,
    /// The secrets of the files.
    pub secrets: &'a ResolvedSecrets,
    /// Makes fingerprints of secrets.
    pub fingerprints: &'a SecretFingerprints,
    /// How the plan is made.
    pub options: &'a PlanOptions,
}

impl Inputs<'_> {
    fn owner(&self) -> &str {
        self.desired.header.owner.as_deref().unwrap_or_default()
    }

    fn is_selected(&self, address: &Address) -> bool {
        let options = self.options;
        let has_kind = options.kinds.is_empty()
            || options.kinds.contains(&address.kind)
            || (address.kind == Kind::Member && options.kinds.contains(&Kind::Team));
        has_kind && (options.only.is_empty() || options.only.iter().any(|selector| selector.selects(address)))
    }
}

/// Makes a plan.
pub fn plan(inputs: &Inputs<'_>) -> Plan {
    let matches = identify::matches(inputs.desired, inputs.live, inputs.owner());
    let mut plan = Plan {
        format: PLAN_FORMAT,
        server: inputs.server.to_owned(),
        version: inputs.version.as_str().to_owned(),
        owner: inputs.owner().to_owned(),
        prune: inputs.options.prune,
        files: inputs.desired.files.clone(),
        changes: Vec::new(),
        foreign: Vec::new(),
        prunable: Vec::new(),
        unchanged: 0,
        notes: Vec::new(),
        obstacles: Vec::new(),
    };
    for (name, place) in &inputs.desired.only_in_server_file {
        let message = format!("{place}: `{name}` is not applied: only the server's own file can set it");
        plan.notes.push(Note { address: None, kind: NoteKind::OnlyInServerFile, message });
    }
    for message in &inputs.live.unreadable {
        plan.notes.push(Note { address: None, kind: NoteKind::Unreadable, message: message.clone() });
    }
    for (address, resource) in inputs.desired.resources.iter().filter(|(address, _)| inputs.is_selected(address)) {
        let live = matches.get(address).and_then(|live| inputs.live.resources.get(live));
        diff::compare(inputs, resource, live, &mut plan);
    }
    remove::plan_removals(inputs, &matches, &mut plan);
    remove::check_deletions(inputs, &mut plan);
    note_needed_secrets(inputs, &mut plan);
    plan.changes.sort_by_key(stage);
    plan
}

/// Notes the secrets that the changes write and that cannot be had here. A plan is often made where they must not be, such as in a
/// job for a pull request, so they do not stand in its way. Applying it fails without them before anything is sent.
fn note_needed_secrets(inputs: &Inputs<'_>, plan: &mut Plan) {
    for change in &plan.changes {
        let changed = change.fields.iter().map(|(path, field)| (path, &field.after));
        let written: BTreeMap<&String, &Wanted> = change.whole.iter().chain(changed).collect();
        for (path, wanted) in written {
            let secret = inputs.secrets.get(&(change.address.clone(), path.clone()));
            if let (Wanted::Secret(_), Some(Err(missing))) = (wanted, secret) {
                let message = format!("needs `{path}` to be applied, but {}", missing.reason);
                plan.notes.push(Note { address: Some(change.address.clone()), kind: NoteKind::NeededToApply, message });
            }
        }
    }
}

/// Returns when a change is made: creations by kind, then deletions by kind, backward.
pub(crate) fn stage(change: &PlannedChange) -> (bool, isize) {
    let position = Kind::ALL.iter().position(|kind| *kind == change.address.kind).unwrap_or_default().cast_signed();
    match change.action {
        Action::Delete => (true, -position),
        _ => (false, position),
    }
}

impl Plan {
    /// Returns whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns how many changes have this action.
    pub fn count(&self, action: Action) -> usize {
        self.changes.iter().filter(|change| change.action == action).count()
    }
}

impl Action {
    /// Returns the name, as in plan files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Replace => "replace",
            Self::Adopt => "adopt",
            Self::Delete => "delete",
        }
    }

    /// Returns the sign before a change.
    pub fn sign(self) -> char {
        match self {
            Self::Create => '+',
            Self::Update | Self::Adopt => '~',
            Self::Replace => '±',
            Self::Delete => '-',
        }
    }
}

impl PlannedChange {
    /// Returns the files in which secrets are in clear that the change needs: they are read again when a saved plan is applied.
    pub fn files_in_clear(&self) -> BTreeSet<&str> {
        let mut files = BTreeSet::new();
        for wanted in self.fields.values().map(|field| &field.after).chain(self.whole.values()) {
            if let Wanted::Secret(secret) = wanted {
                secret.template.files_in_clear(&mut files);
            }
        }
        files
    }
}

impl FieldChange {
    /// Returns whether the field is to be empty.
    pub fn empties(&self) -> bool {
        self.after.is_unset()
    }
}

/// Returns the owner that a resource is marked with; empty for one without an owner.
pub(crate) fn owner_of(live: &LiveResource) -> &str {
    live.mark.as_ref().map_or("", |mark| mark.owner.as_str())
}
