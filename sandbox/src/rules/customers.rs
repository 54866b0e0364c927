//! Customers become known with the first request that names them.

use serde_json::json;

use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables};

/// Returns the row of a new customer.
pub(crate) fn new_row(id: &str) -> JsonObject {
    JsonObject::from_json(json!({
        "user_id": id, "blocked": false, "alias": null, "spend": 0.0, "allowed_model_region": null, "default_model": null,
        "models": [], "budget_id": null, "object_permission_id": null,
    }))
}

/// Creates the customer that a request names, unless it exists.
pub(crate) fn ensure_exists(tables: &Tables<'_>, id: Option<&str>) -> Result<(), Refusal> {
    if let Some(id) = id {
        tables.insert(Table::Customers, id, &new_row(id))?;
    }
    Ok(())
}
