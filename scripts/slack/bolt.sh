#!/bin/sh
# Checks the fake Slack with Slack's own client library: one small app on it,
# over Socket Mode and over signed HTTP. Needs Node 20 or newer and npm.
set -eu
cd "$(dirname "$0")"
npm ci --silent --ignore-scripts --no-audit --no-fund
cd ../..
out=$(BOLT_APP="$PWD/scripts/slack/app.mjs" go test -count=1 -run '^TestBolt$' -v ./internal/slacktest 2>&1) || true
passed=$(printf '%s\n' "$out" | grep -c -- '^        --- PASS') || true
failed=$(printf '%s\n' "$out" | grep -c -- '^        --- FAIL') || true
if [ "$passed" -eq 0 ] || [ "$failed" -ne 0 ]; then
	printf '%s\n' "$out"
fi
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
