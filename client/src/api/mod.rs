//! The server's resources, a file or folder for each: its types, its fields, its methods, and what takes a sequence of
//! requests. How requests are made and sent is in [`crate::core`].

pub mod access;
pub mod access_groups;
pub mod audio;
pub mod budgets;
pub mod changes;
pub mod chat;
pub mod credentials;
pub mod customers;
pub mod embeddings;
mod first_of_name;
pub mod health;
pub mod http;
mod http_pages;
pub mod images;
pub mod kept;
pub mod keys;
pub mod known_fields;
pub mod limits;
pub mod model_groups;
pub mod models;
pub mod moderations;
pub mod names;
pub mod openapi;
pub mod organizations;
pub mod probes;
pub mod rerank;
pub mod responses;
mod responses_stream;
mod server_rules;
pub mod spend;
pub mod sso;
pub mod teams;
pub mod users;
pub mod uses;
