//! The global options about TLS: whom to trust, and which certificate to show.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::{Certificate, ClientBuilder, ClientIdentity};

use crate::config::{self, describe_io};
use crate::failure::Failure;

/// Options accepted by every command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(crate) struct TlsOptions {
    /// PEM file of certificate authorities to trust in addition to the system's
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_cert: Option<PathBuf>,
    /// PEM file of a certificate to show to a server that asks for one
    #[arg(long, visible_alias = "cert", global = true, value_name = "FILE")]
    pub(crate) client_cert: Option<PathBuf>,
    /// PEM file of its private key, unless it is in the same file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) client_key: Option<PathBuf>,
    /// Trust any server, whatever its certificate
    #[arg(short = 'k', long, global = true)]
    pub(crate) insecure: bool,
}

impl TlsOptions {
    /// Adds the settings to those of a client.
    ///
    /// # Errors
    /// If a file cannot be read, or does not contain what it should.
    pub(crate) fn configure(&self, builder: ClientBuilder) -> Result<ClientBuilder> {
        let mut builder = builder;
        if let Some(path) = &self.ca_cert {
            builder = builder.ca_certificates(read_certificates(path)?);
        }
        if let Some(identity) = self.identity()? {
            builder = builder.client_identity(identity);
        }
        Ok(if self.insecure { builder.danger_accept_any_certificate() } else { builder })
    }

    fn identity(&self) -> Result<Option<ClientIdentity>> {
        let Some(certificate) = &self.client_cert else {
            return match &self.client_key {
                Some(_) => Err(Failure::usage("--client-key needs --client-cert, the certificate of the key")),
                None => Ok(None),
            };
        };
        let certificates = read(certificate)?;
        let identity = match &self.client_key {
            Some(key) => ClientIdentity::from_pem(&certificates, &read(key)?),
            None => ClientIdentity::from_pem(&certificates, &certificates),
        };
        let (name, key) = (certificate.display(), self.client_key.as_ref());
        identity.map(Some).map_err(|error| {
            let key = key.map(|key| format!(" with the key `{}`", key.display())).unwrap_or_default();
            Failure::Usage {
                message: format!("cannot use the client certificate `{name}`{key}: {error}"),
                hint: (self.client_key.is_none() && error.to_string().contains("no PEM private key"))
                    .then(|| "name the file of its private key with --client-key FILE".to_owned()),
            }
            .into()
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path)
        .map_err(|error| Failure::usage(format!("cannot read `{}`: {}", path.display(), describe_io(&error))))
}

fn read_certificates(path: &Path) -> Result<Vec<Certificate>> {
    let path_name = path.display();
    let certificates = Certificate::from_pem_bundle(config::without_bom(&read(path)?))
        .map_err(|error| Failure::usage(format!("cannot read `{path_name}`: {error}")))?;
    if certificates.is_empty() {
        return Err(Failure::usage(format!("`{path_name}` contains no PEM certificate")));
    }
    Ok(certificates)
}
