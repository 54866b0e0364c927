#!/bin/sh
# What an admin does first: look at the models, hand out a key with a budget, have it used, and see what that has cost.
set -eu
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
litellm-proxy models list
litellm-proxy keys generate --key-alias tour --models gpt-4o --max-budget 0.01 --output-file "$keys/tour" >/dev/null
litellm-proxy --api-key "@$keys/tour" chat completions gpt-4o -m "user:Hello"
litellm-proxy --api-key "@$keys/tour" chat completions gpt-4o-mini -m "user:Hello" || echo "(that is what its models are for)"
litellm-proxy spend keys
