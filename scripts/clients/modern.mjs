// The official client of 2026-07-28. Arguments: the server's address and, after
// it, the command that starts one over stdio.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { check, expect } from "./report.mjs";
import { person, tell } from "./lifecycle.mjs";

const [url, command, ...args] = process.argv.slice(2);
const version = "2026-07-28";

const ways = {
  http: () => new StreamableHTTPClientTransport(new URL("/mcp", url)),
  stdio: () => new StdioClientTransport({ command, args, env: { HOME: process.env.HOME }, stderr: "ignore" }),
};

for (const [way, open] of Object.entries(ways)) {
  const label = `client ${version} over ${way}`;
  const user = person((onprogress) => ({ onprogress }));
  const client = new Client({ name: "govgroup-clients", version: "1" }, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: { pin: version } },
  });
  client.setRequestHandler("elicitation/create", (request) => user.answer(request));
  await check(`${label}: connects`, async () => {
    await client.connect(open());
    expect(client.getNegotiatedProtocolVersion() === version, version);
  });
  await tell(label, client, user);
  await client.close();
}
