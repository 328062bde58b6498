// The official inspector's command line. Arguments: the server's address and, after
// it, the command that starts one over stdio.

import { execFileSync } from "node:child_process";
import { check, expect } from "./report.mjs";

const [url, ...command] = process.argv.slice(2);
const program = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

const targets = {
  stdio: ["--transport", "stdio", ...command],
  "/mcp": ["--transport", "http", new URL("/mcp", url).href],
  "/sse": ["--transport", "sse", new URL("/sse", url).href],
};

const inspect = (target, ...args) =>
  execFileSync(process.execPath, [program, "--cli", ...target, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });

for (const [way, target] of Object.entries(targets)) {
  for (const era of way === "/sse" ? ["legacy"] : ["legacy", "modern"]) {
    const label = `inspector over ${way} (${era})`;
    await check(`${label}: tools/list --strict`, () => {
      const listed = inspect(target, "--protocol-era", era, "--method", "tools/list", "--strict", "--format", "json");
      expect(listed.includes("govgroup_members_add"), "the tools");
    });
    await check(`${label}: tools/call`, () => {
      const called = inspect(target, "--protocol-era", era, "--method", "tools/call", "--tool-name", "govgroup_get",
        "--tool-args-json", '{"group":"DB Access"}', "--format", "json");
      expect(called.includes("DB Access"), "DB Access");
    });
    await check(`${label}: a client that cannot ask deletes nothing`, () => {
      const called = inspect(target, "--protocol-era", era, "--method", "tools/call", "--tool-name", "govgroup_delete",
        "--tool-args-json", '{"group":"DB Access"}', "--format", "json");
      expect(called.includes("confirmation_required"), "confirmation_required");
    });
  }
}
