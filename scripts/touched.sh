#!/bin/sh
# Counts the files that one call runs through, per surface: those whose coverage
# grows with one call more. The embedded tenant, the fake Slack and what tests
# stand on do not count.
set -eu
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go test -c -covermode=atomic -coverpkg=./... -o "$dir/e2e" ./internal/e2e
cd internal/e2e
for call in 'mcp get' 'mcp delete' 'slack get' 'slack delete'; do
	for times in 2 3; do
		TOUCHED_CALL=$call TOUCHED_TIMES=$times "$dir/e2e" -test.run '^TestFilesThatACallTouches$' \
			-test.coverprofile "$dir/$times" >"$dir/log" || { cat "$dir/log"; exit 1; }
	done
	files=$(awk 'FNR == NR { n[$1] = $3; next } $3 > n[$1] { sub(/:.*/, "", $1); print $1 }' "$dir/2" "$dir/3" |
		grep -Ev '/(sandbox|slacktest|testenv)/' | sort -u | tee "$dir/$call" | wc -l)
	printf '%-14s%3d files\n' "$call" "$files"
	if [ "${1:-}" = -v ]; then sed 's/^/    /' "$dir/$call"; fi
done
