#!/bin/sh
# Runs litellm-proxy-cli, the program itself, which has a name that no other package installs.
here=${0%/*}
# A link from elsewhere.
[ -x "$here/litellm-proxy-cli" ] || here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/litellm-proxy-cli" "$@"
