//! The modules of `users` that the reader of files names.

pub mod import;
#[path = "../../../../src/commands/users/people.rs"]
pub mod people;
