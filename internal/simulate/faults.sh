#!/bin/sh
# Puts each fault of testdata/faults back into a copy of the sources, and shows that
# the simulation finds it: the first seed that does, and the seconds that it took.
set -eu
cd "$(git rev-parse --show-toplevel)"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0
for fault in internal/simulate/testdata/faults/*.patch; do
	name=$(basename "$fault" .patch)
	rm -rf "$copy/src" && mkdir "$copy/src"
	git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- | tar --extract --directory "$copy/src"
	(cd "$copy/src" && patch --quiet --strip=1 && go test -c -o "$copy/$name.test" ./internal/simulate) <"$fault"
	began=$(date +%s)
	found=
	for from in $(seq 1 100 2000); do
		if ! (cd "$copy/src/internal/simulate" && "$copy/$name.test" -test.run 'TestSeeds$' -from "$from" -seeds 100) >"$copy/out" 2>&1; then
			found=$(sed -n 's/.*: seed \([0-9]*\); .*/\1/p' "$copy/out" | sort -n | head -1)
			break
		fi
	done
	if [ -n "$found" ]; then
		echo "$name: found by seed $found, $(($(date +%s) - began)) s"
	else
		echo "$name: NOT FOUND in 2000 seeds"
		status=1
	fi
done
exit $status
