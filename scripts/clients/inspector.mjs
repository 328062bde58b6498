// The official inspector's command line. Arguments: the server's address and, after
// it, the command that starts one over stdio.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { check, expect } from "./report.mjs";

const [url, ...command] = process.argv.slice(2);
const program = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

const targets = {
  stdio: ["--transport", "stdio", ...command],
  "/mcp": ["--transport", "http", new URL("/mcp", url).href],
  "/sse": ["--transport", "sse", new URL("/sse", url).href],
};

const inspect = async (target, ...args) => {
  const running = promisify(execFile)(process.execPath, [program, "--cli", ...target, ...args], { timeout: 90_000 });
  running.child.stdin.end();
  return (await running).stdout;
};

// Where nobody can be asked, the server waits most of a minute for a decision on the
// page. Those calls wait side by side, while the others are made one by one.
const waiting = [];
for (const [way, target] of Object.entries(targets)) {
  for (const era of way === "/sse" ? ["legacy"] : ["legacy", "modern"]) {
    const label = `inspector over ${way} (${era})`;
    await check(`${label}: tools/list --strict`, async () => {
      const listed = await inspect(target, "--protocol-era", era, "--method", "tools/list", "--strict", "--format", "json");
      expect(listed.includes("govgroup_members_add"), "the tools");
    });
    await check(`${label}: tools/call`, async () => {
      const called = await inspect(target, "--protocol-era", era, "--method", "tools/call", "--tool-name", "govgroup_get",
        "--tool-args-json", '{"group":"DB Access"}', "--format", "json");
      expect(called.includes("DB Access"), "DB Access");
    });
    waiting.push(check(`${label}: a client that cannot ask deletes nothing`, async () => {
      const called = await inspect(target, "--protocol-era", era, "--method", "tools/call", "--tool-name", "govgroup_delete",
        "--tool-args-json", '{"group":"DB Access"}', "--format", "json");
      expect(called.includes("confirmation_required"), "confirmation_required");
    }));
  }
}
await Promise.all(waiting);
