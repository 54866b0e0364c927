//! Requests of a batch that this client sends one by one: their lines, what they may cost at most, and sending one until it
//! is answered. Files and concurrency are left to the caller.

mod bound;
mod line;
mod send;

pub use self::bound::{ModelLimits, Worst};
pub use self::line::{BatchDefaults, BatchRequest, Endpoint};
pub use self::send::{BatchAnswer, BatchEvent, BatchResponse};
