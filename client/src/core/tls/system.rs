//! [`System`]: the authorities that the operating system trusts, or those in `SSL_CERT_FILE` and `SSL_CERT_DIR`.

#[cfg(all(unix, not(target_vendor = "apple")))]
pub(super) use self::files::System;
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
pub(super) use self::platform::System;

#[cfg(all(unix, not(target_vendor = "apple")))]
mod files {
    use std::path::{Path, PathBuf};
    use std::sync::{Arc, OnceLock};

    use rustls::Error;
    use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};

    use super::super::super::certificate::Certificate;
    use super::super::trusted::{Shown, Trusted};
    use super::super::verifier::specific;

    /// Authorities in files. The bundle is read first: the directories hold the same certificates, one a file, which takes
    /// longer to read, and those that only an administrator put there.
    #[derive(Debug, Default)]
    pub(in super::super) struct System {
        bundle: OnceLock<Trusted>,
        directories: OnceLock<Trusted>,
    }

    impl System {
        #[expect(clippy::unnecessary_wraps, reason = "the other systems' can fail")]
        pub(in super::super) fn new(_: &Arc<CryptoProvider>) -> Result<Self, crate::Error> {
            Ok(Self::default())
        }

        pub(in super::super) fn verify(
            &self,
            shown: &Shown<'_>,
            algorithms: &WebPkiSupportedAlgorithms,
        ) -> Result<(), Error> {
            let bundle = self.bundle.get_or_init(|| read(&bundle_file()));
            let Err(error) = bundle.verify(shown, algorithms) else { return Ok(()) };
            let directories = self.directories.get_or_init(|| read(&files_of(&directories())));
            if bundle.is_empty() && directories.is_empty() {
                return Err(Error::General(none_found()));
            }
            directories.verify(shown, algorithms).map_err(|last| specific(error, last))
        }
    }

    /// Returns the value of a variable, unless it is empty.
    fn variable(name: &str) -> Option<std::ffi::OsString> {
        std::env::var_os(name).filter(|value| !value.is_empty())
    }

    fn bundle_file() -> Vec<PathBuf> {
        match (variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR")) {
            (Some(file), _) => vec![file.into()],
            (None, Some(_)) => Vec::new(),
            (None, None) => openssl_probe::probe().cert_file.into_iter().collect(),
        }
    }

    fn directories() -> Vec<PathBuf> {
        match (variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR")) {
            (_, Some(directories)) => std::env::split_paths(&directories).collect(),
            (Some(_), None) => Vec::new(),
            (None, None) => openssl_probe::candidate_cert_dirs().map(Path::to_owned).collect(),
        }
    }

    fn files_of(directories: &[PathBuf]) -> Vec<PathBuf> {
        let entries = directories.iter().filter_map(|directory| std::fs::read_dir(directory).ok()).flatten().flatten();
        let mut files: Vec<_> = entries.filter_map(|entry| entry.path().canonicalize().ok()).collect();
        // Each certificate has several names.
        files.sort();
        files.dedup();
        files
    }

    /// Reads the certificates of files; what cannot be read does not count.
    fn read(files: &[PathBuf]) -> Trusted {
        let contents = files.iter().filter_map(|file| std::fs::read(file).ok());
        let certificates = contents.flat_map(|text| Certificate::readable(&text));
        Trusted::any_of(certificates.map(|certificate| certificate.into_der().into()).collect())
    }

    fn none_found() -> String {
        let names = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(|name| variable(name).map(|value| (name, value)));
        match names.iter().flatten().next() {
            Some((name, value)) => {
                format!("there is no certificate authority in {}, the value of {name}", Path::new(value).display())
            }
            None => "this system has no certificate authorities".to_owned(),
        }
    }
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
mod platform {
    use std::sync::Arc;

    use rustls::Error;
    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};

    use super::super::trusted::Shown;

    /// The operating system's own verifier.
    #[derive(Debug)]
    pub(in super::super) struct System(rustls_platform_verifier::Verifier);

    impl System {
        pub(in super::super) fn new(provider: &Arc<CryptoProvider>) -> Result<Self, crate::Error> {
            let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(provider));
            let failed = |error| crate::Error::InvalidRequest(format!("TLS cannot be set up: {error}"));
            Ok(Self(verifier.map_err(failed)?))
        }

        pub(in super::super) fn verify(&self, shown: &Shown<'_>, _: &WebPkiSupportedAlgorithms) -> Result<(), Error> {
            let Shown { end_entity, intermediates, server_name, now } = shown;
            self.0.verify_server_cert(end_entity, intermediates, server_name, &[], *now).map(drop)
        }
    }
}
