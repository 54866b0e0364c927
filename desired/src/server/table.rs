//! Short ways to write the rows of the tables of fields.

use litellm_proxy_client::ServerVersion;

use crate::fields::{Clear, Field, Reference, Shape};
use crate::kind::Kind;

/// Returns a field that `null` empties.
pub(super) const fn field(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { path, shape, clear: Clear::Null, refers_to: None, doc }
}

/// Returns a string that `null` empties.
pub(super) const fn text(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Text, doc)
}

/// Returns a number that `null` empties.
pub(super) const fn number(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Number, doc)
}

/// Returns an integer that `null` empties.
pub(super) const fn integer(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Integer, doc)
}

/// Returns a duration that `null` empties.
pub(super) const fn duration(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Duration, doc)
}

/// Returns a flag that `false` empties.
pub(super) const fn flag(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Bool, doc).clear(Clear::False)
}

/// Returns a set that `[]` empties.
pub(super) const fn set(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Set, doc).clear(Clear::EmptyList)
}

/// Returns a map that `{}` empties.
pub(super) const fn map(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::Map, doc).clear(Clear::EmptyMap)
}

/// Returns budgets per model, which `null` empties.
pub(super) const fn model_budgets(path: &'static str, doc: &'static str) -> Field {
    field(path, Shape::ModelBudgets, doc)
}

/// Returns the entries of the metadata that have no field of their own.
pub(super) const fn metadata(doc: &'static str) -> Field {
    field("metadata.*", Shape::Any, doc).left_out()
}

impl Field {
    /// Sets how it is emptied.
    pub(super) const fn clear(self, clear: Clear) -> Self {
        Self { clear, ..self }
    }

    /// Empties it by leaving it out of the metadata.
    pub(super) const fn left_out(self) -> Self {
        self.clear(Clear::LeaveOut)
    }

    /// Lets it name resources of a kind.
    pub(super) const fn names(self, kind: Kind) -> Self {
        Self { refers_to: Some(Reference::To(kind)), ..self }
    }

    /// Lets it name models.
    pub(super) const fn names_models(self) -> Self {
        Self { refers_to: Some(Reference::Models), ..self }
    }
}

/// Returns whether a server behaves like 1.80, whose updates empty less.
pub(super) fn is_old(version: &ServerVersion) -> bool {
    !version.at_least(1, 81)
}
