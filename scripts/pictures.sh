#!/bin/sh
# Takes pictures of what people see, into bin/pictures: Slack's cards and forms in
# light, dark and narrow, and the approval page. It needs npm, node and Chromium.
set -eu
cd "$(dirname "$0")/.."
npm ci --silent --no-audit --no-fund --prefix scripts/pictures
mkdir -p bin/pictures
GOVGROUP_SCREENSHOTS="$PWD/bin/pictures" go test -count=1 -run 'TestPictures|TestInChromium' ./internal/e2e ./internal/approvals
ls bin/pictures
