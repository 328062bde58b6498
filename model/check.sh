#!/bin/sh
# Proves the model of the gate, and that each of its faulty variants fails. It needs
# Debian's spin and a C compiler; without them it says so and proves nothing.
set -eu
cd "$(dirname "$0")"
for needed in spin cc; do
	command -v "$needed" >/dev/null || { echo "model: skipped, because $needed is not installed"; exit 0; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# prove runs one variant, and prints how many states it has and what was found.
prove() {
	(cd "$dir" && spin ${1:+-D"$1"} -a "$OLDPWD/gate.pml" && cc -DSAFETY -DCOLLAPSE -w -o pan pan.c && ./pan -m100000) >"$dir/said" ||
		{ cat "$dir/said"; exit 1; }
	errors=$(sed -n 's/.*errors: \([0-9]*\).*/\1/p' "$dir/said")
	states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$dir/said")
	why=$(sed -n 's/^pan:1: \(.*\) (at depth.*/\1/p' "$dir/said")
	echo "model: ${1:-the gate}: $states states, $errors errors${why:+: $why}"
}

prove ""
[ "$errors" = 0 ] && ! grep -q 'max search depth too small' "$dir/said" || { echo "model: the gate breaks a promise"; exit 1; }
for fault in EARLY NOFENCE TAKEOVER UNREAD; do
	prove "$fault"
	[ "$errors" != 0 ] || { echo "model: the fault $fault is not found"; exit 1; }
done
