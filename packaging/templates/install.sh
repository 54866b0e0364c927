#!/bin/sh
# Installs litellm-proxy from a release, for one user, without root.
#   sh install.sh [--version X.Y.Z] [--to DIR]
# The archive is checked against the SHA256SUMS of the release. Nothing else on the system is changed.
set -eu

fail() {
  echo "error: $1" >&2
  exit 1
}

# fetch URL FILE
fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi
}

# The target of the archive for this system. The one for Linux is static, and runs with any C library.
target() {
  case $(uname -m) in
  x86_64 | amd64) processor=x86_64 ;;
  aarch64 | arm64) processor=aarch64 ;;
  *) fail "there is no binary for $(uname -m); build it with: cargo install --locked litellm-proxy" ;;
  esac
  case $(uname -s) in
  Linux) echo "$processor-unknown-linux-musl" ;;
  Darwin) echo "$processor-apple-darwin" ;;
  *) fail "there is no binary for $(uname -s) here; on Windows use Scoop or the .zip of the release" ;;
  esac
}

# The SHA-256 of FILE.
digest() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d' ' -f1
  else
    shasum -a 256 "$1" | cut -d' ' -f1
  fi
}

# Everything is in a function that the last line calls, so that half a download runs nothing.
main() {
  version='' to=$HOME/.local/bin
  while [ $# -gt 0 ]; do
    case $1 in
    --version | --to) [ $# -gt 1 ] || fail "$1 needs a value" ;;
    esac
    case $1 in
    --version) version=${2#v} && shift 2 ;;
    --to) to=$2 && shift 2 ;;
    *) fail "unknown option $1; options: --version X.Y.Z, --to DIR" ;;
    esac
  done

  downloads=${LITELLM_PROXY_DOWNLOADS:-{{repository}}/releases}
  if [ -n "$version" ]; then downloads=$downloads/download/v$version; else downloads=$downloads/latest/download; fi
  name=litellm-proxy-$(target)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  fetch "$downloads/SHA256SUMS" "$work/sums" || fail "cannot fetch $downloads/SHA256SUMS"
  wanted=$(awk -v file="$name.tar.gz" '$2 == file { print $1 }' "$work/sums")
  [ -n "$wanted" ] || fail "the release has no $name.tar.gz"
  fetch "$downloads/$name.tar.gz" "$work/archive" || fail "cannot fetch $downloads/$name.tar.gz"
  [ "$(digest "$work/archive")" = "$wanted" ] || fail "$name.tar.gz is not what SHA256SUMS says; nothing was installed"

  tar -xzf "$work/archive" -C "$work" "$name/litellm-proxy"
  # It must run before it takes the place of another one.
  found=$("$work/$name/litellm-proxy" --version | sed -n '1s/.*: //p') || fail "the program does not run on this system"
  mkdir -p "$to"
  cp "$work/$name/litellm-proxy" "$to/.litellm-proxy.$$"
  mv "$to/.litellm-proxy.$$" "$to/litellm-proxy"
  ln -sf litellm-proxy "$to/litellm-proxy-cli"
  echo "litellm-proxy $found is in $to, also as litellm-proxy-cli"

  case :$PATH: in
  *":$to:"*) ;;
  *) echo "note: $to is not in PATH" >&2 ;;
  esac
  other=$(command -v litellm-proxy || true)
  if [ -n "$other" ] && [ "$other" != "$to/litellm-proxy" ]; then
    echo "note: $other comes first in PATH" >&2
  fi
}

main "$@"
