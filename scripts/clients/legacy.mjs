// The official client of 2025-11-25, with sessions. Arguments: the server's address
// and, after it, the command that starts one over stdio.

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { check, expect } from "./report.mjs";
import { person, tell } from "./lifecycle.mjs";

const [url, command, ...args] = process.argv.slice(2);

const ways = {
  http: () => new StreamableHTTPClientTransport(new URL("/mcp", url)),
  sse: () => new SSEClientTransport(new URL("/sse", url)),
  stdio: () => new StdioClientTransport({ command, args, env: { HOME: process.env.HOME }, stderr: "ignore" }),
};

for (const [way, open] of Object.entries(ways)) {
  const label = `sdk 2025-11-25 over ${way}`;
  const user = person((onprogress) => ({ onprogress }));
  const client = new Client({ name: "govgroup-clients", version: "1" }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, (request) => user.answer(request));
  await check(`${label}: connects`, async () => {
    await client.connect(open());
    expect(client.getServerVersion().name === "govgroup", "govgroup");
  });
  await tell(label, {
    listTools: () => client.listTools(),
    // This client takes the result's schema before the options.
    callTool: (params, options) => client.callTool(params, undefined, options),
  }, user);
  await client.close();
}
