//! The crate against the embedded proxy: whole stories, and properties that hold for any file.

mod bed;
mod kills;
mod properties;
mod stories;
