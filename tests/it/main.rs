//! The binary as users run it: against a fake server, in a home of its own, without the caller's environment.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test expects and does not get is how it fails"
)]

#[cfg(target_os = "linux")]
mod book;
mod budgets;
mod budgets_why;
mod canaries;
mod chat;
#[cfg(target_os = "linux")]
mod chat_answers;
mod chat_batch;
mod chat_files;
mod chat_memory;
mod chat_session;
mod chat_stdin;
#[cfg(target_os = "linux")]
mod children;
mod completions;
mod completions_shells;
mod config;
mod contexts;
mod credentials;
mod doctor;
mod examples;
mod faults;
mod follow_resumed;
mod generated;
mod harness;
mod http;
mod http_bodies;
mod http_output_file;
mod http_routes;
mod http_shown;
mod http_uploads;
mod ids;
mod import;
mod import_again;
mod import_configs;
mod key_file;
mod keys;
mod keys_change;
mod keys_delete;
mod keys_import;
mod keys_import_fields;
mod keys_list;
mod keys_pasted;
mod keys_rotate;
#[cfg(target_os = "linux")]
mod kills;
mod lint;
mod login;
mod login_options;
mod login_pkce;
mod login_terminal;
mod logins_kept;
mod logins_renewed;
mod logins_used;
mod model_groups_write;
mod models;
mod models_written;
mod output;
mod plan;
mod proxies;
mod rotation_server;
mod sandbox;
mod sandbox_control;
mod sandbox_life;
#[cfg(unix)]
mod sandbox_processes;
mod sandbox_stories;
#[cfg(unix)]
mod self_update;
mod several;
mod spend_logs;
mod teams;
mod teams_edit;
mod terminal;
mod terminal_answers;
mod terminal_choices;
mod terminal_deletes;
mod tls;
mod tls_client;
mod tls_self_signed;
mod top;
mod transport;
mod users_import;
mod users_import_again;
mod users_import_file;
mod version;
#[cfg(target_os = "linux")]
mod watch;
mod whoami;
