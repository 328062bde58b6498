#!/usr/bin/env bash
# Runs the official MCP clients and suites against the built server with the
# embedded tenant, and SailPoint's own client against that tenant, everything on
# loopback. Ends with "N passed, N failed", and with
# exit status 1 if anything failed. Needs go, node and npm; node 22 is fetched if
# the one here is older. What is fetched is kept in GOVGROUP_CLIENTS_CACHE.
set -euo pipefail
cd "$(dirname "$0")/.."

cache="${GOVGROUP_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/govgroup-clients}"
work="$(mktemp -d)"
server=""
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; }
trap 'stop; rm -rf "$work"' EXIT

go build -o "$work/mcp-server" ./cmd/mcp-server

# The clients, as the lock file says. They live beside a copy of our own files,
# since that is where node looks for them.
mkdir -p "$cache"
if ! cmp -s scripts/clients/package-lock.json "$cache/installed.json"; then
  rm -rf "$cache/node_modules"
  cp scripts/clients/package.json scripts/clients/package-lock.json "$cache/"
  (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp scripts/clients/package-lock.json "$cache/installed.json"
fi
cp scripts/clients/*.mjs "$cache/"
if [ "$(node -p 'parseInt(process.versions.node)')" -lt 22 ]; then
  [ -x "$cache/node/node_modules/node/bin/node" ] ||
    npm install --prefix "$cache/node" --no-audit --no-fund --loglevel=error node@24.21.0
  PATH="$cache/node/node_modules/node/bin:$PATH"
fi

# From here on nothing sees the user's own files or tenant.
export HOME="$work/home"
mkdir -p "$HOME"
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME SAIL_BASE_URL SAIL_CLIENT_ID SAIL_CLIENT_SECRET

# start starts the server afresh and waits until it is ready.
start() {
  stop
  "$work/mcp-server" --sandbox --transport http --addr 127.0.0.1:0 --state "$work/$1.db" 2>"$work/$1.log" &
  server=$!
  url=""
  for _ in $(seq 100); do
    url="$(sed -n 's/.*address=\(http:\/\/[^ ]*\)\/mcp.*/\1/p' "$work/$1.log")"
    if [ -n "$url" ] && node -e "fetch('$url/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; then return; fi
    sleep 0.1
  done
  echo "FAIL $1: the server did not get ready" | tee -a "$work/report"
  cat "$work/$1.log" >&2
  return 1
}

cd "$cache"
for suite in inspector modern legacy gate; do
  start "$suite" || continue
  node "$suite.mjs" "$url" "$work/mcp-server" --sandbox --state "$work/$suite-stdio.db" </dev/null | tee -a "$work/report" ||
    echo "FAIL $suite: ended early" | tee -a "$work/report"
done
if start conformance; then
  node conformance.mjs "$url" "$work/results" </dev/null | tee -a "$work/report" ||
    echo "FAIL conformance: ended early" | tee -a "$work/report"
fi

# SailPoint's client speaks to the tenant alone.
stop
"$work/mcp-server" sandbox --addr 127.0.0.1:0 >"$work/tenant" 2>"$work/tenant.log" &
server=$!
for _ in $(seq 100); do [ "$(wc -l <"$work/tenant")" -eq 3 ] && break; sleep 0.1; done
tenant() { sed -n "s/^$1=//p" "$work/tenant"; }
NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 node sailpoint.mjs "$(tenant SAIL_BASE_URL)" "$(tenant SAIL_CLIENT_ID)" "$(tenant SAIL_CLIENT_SECRET)" \
  </dev/null | tee -a "$work/report" || echo "FAIL sailpoint: ended early" | tee -a "$work/report"

passed="$(grep -c '^ok ' "$work/report" || true)"
failed="$(grep -c '^FAIL ' "$work/report" || true)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
