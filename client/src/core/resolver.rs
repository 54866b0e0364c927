//! [`Resolver`]: host names to addresses, by the operating system except for `localhost`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Both are tried: a server may listen on one of them only.
const LOOPBACK: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// Resolves host names. `localhost` is this machine, whether or not the system knows the name (RFC 6761): a container
/// without `/etc/hosts` does not.
#[derive(Debug)]
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        if is_localhost(name.as_str()) {
            let addresses = LOOPBACK.map(|address| SocketAddr::new(address, 0));
            return Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) });
        }
        Box::pin(async move {
            let addresses: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Returns whether the host of a URL is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or_else(|_| is_localhost(host), |address| address.is_loopback())
}

/// Returns whether a name is `localhost` or ends with `.localhost`.
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_and_its_subdomains_are_this_machine() {
        for name in ["localhost", "LOCALHOST", "localhost.", "proxy.localhost", "a.b.localhost."] {
            assert!(is_localhost(name), "{name}");
        }
        for name in ["localhost.example", "mylocalhost", "localhost.localdomain", "local", "127.0.0.1", ""] {
            assert!(!is_localhost(name), "{name}");
        }
    }

    #[tokio::test]
    async fn localhost_is_both_loopback_addresses() {
        let addresses = Resolver.resolve("proxy.localhost".parse().expect("a name")).await.expect("addresses");
        let addresses: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
        assert_eq!(addresses, ["127.0.0.1", "::1"]);
    }
}
