//! The reader of files.

#[path = "../../../../../src/commands/users/import/file.rs"]
pub mod file;

pub fn check(data: &[u8]) {
    file::check(data);
}
