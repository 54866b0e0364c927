//! Commands against a fake server: the requests they send, their output and exit codes.

mod access_groups;
mod answers;
mod answers_tree;
mod budgets_why;
mod changes;
mod create_and_update;
mod customers;
mod durations;
mod examples;
mod expires;
mod grammar;
mod hints;
mod if_not_exists;
mod keys_audit;
mod keys_callers;
mod keys_move;
mod keys_named;
mod keys_unknown;
mod list_filters;
mod named;
mod organizations;
mod spend;
mod teams_members;
mod users;
mod users_edit;
mod users_offboard;
