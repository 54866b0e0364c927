//! The error of this crate.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration file could not be read.
    #[error("cannot read {}", path.display())]
    ReadConfig {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The configuration is not valid.
    #[error("{}{message}", path.as_ref().map(|path| format!("{}: ", path.display())).unwrap_or_default())]
    InvalidConfig {
        /// The file; `None` for a configuration given as a string.
        path: Option<PathBuf>,
        /// What is wrong, with its line and column or the name of the setting.
        message: String,
    },
    /// The database could not be opened or migrated.
    #[error("cannot open the database{}", path.as_ref().map(|path| format!(" {}", path.display())).unwrap_or_default())]
    Database {
        /// The file; `None` for a database in memory.
        path: Option<PathBuf>,
        /// The reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file that records requests could not be opened.
    #[error("cannot write to {}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The address could not be bound.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The thread of the server could not be started.
    #[error("cannot start the sandbox's thread")]
    Thread(#[source] io::Error),
    /// A defect of the sandbox itself.
    #[error("the sandbox failed to start: {0}")]
    Internal(String),
}
