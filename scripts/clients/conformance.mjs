// The scenarios of the official conformance suite that judge an ordinary server.
// The others call tools of a test server. Arguments: the server's address and the
// folder for the results.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, expect } from "./report.mjs";

const [url, results] = process.argv.slice(2);

const ordinary = ["server-initialize", "ping", "tools-list", "dns-rebinding-protection", "server-sse-multiple-streams"];
const suites = {
  conformance: ordinary,
  "conformance-next": [...ordinary, "server-session-lifecycle", "http-header-validation", "caching", "server-stateless"],
};

// What does not apply, and why.
const notApplicable = new Map([
  ["sep-2549-prompts-list-caching-hints", "there are no prompts"],
  ["sep-2549-resources-list-caching-hints", "there are no resources"],
  ["sep-2549-resources-templates-list-caching-hints", "there are no resources"],
  ["sep-2575-server-rejects-undeclared-capability", "needs a tool of the test server"],
  ["sep-2575-missing-capability-http-400", "needs a tool of the test server"],
  ["sep-2575-http-server-no-independent-requests-on-stream", "needs a tool of the test server"],
  ["sep-2575-server-no-log-without-loglevel", "needs a tool of the test server"],
]);

for (const [suite, scenarios] of Object.entries(suites)) {
  for (const scenario of scenarios) {
    await check(`${suite}: ${scenario}`, () => judge(suite, scenario));
  }
}

function judge(suite, scenario) {
  const folder = join(results, suite, scenario);
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync(process.execPath, [`node_modules/${suite}/dist/index.js`, "server",
      "--url", new URL("/mcp", url).href, "--scenario", scenario, "-o", folder], { stdio: "ignore", timeout: 60_000 });
  } catch {
    // The exit status counts what does not apply; the checks are read below.
  }
  const [run] = readdirSync(folder);
  expect(run, "results");
  const checks = JSON.parse(readFileSync(join(folder, run, "checks.json"), "utf8"));
  expect(checks.some((c) => c.status === "SUCCESS"), "at least one check that passes");
  const failed = checks.filter((c) => c.status === "FAILURE" && !notApplicable.has(c.id));
  expect(failed.length === 0, failed.map((c) => `${c.id}: ${c.errorMessage ?? c.description}`).join("; "));
}
