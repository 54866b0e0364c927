//! The crate against the embedded proxy: each field of each kind, whole stories, and properties that hold for any file.

mod bed;
mod kills;
mod matrix;
mod people;
mod properties;
mod stories;
