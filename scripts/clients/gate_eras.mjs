// The official clients of both eras, connected over each transport.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as OldSSE } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport as OldStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldHTTP } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const me = { name: "govgroup-clients", version: "1" };

// eras gives each client with its transport: a label, and a function that connects
// one for the user, or one that can ask nobody if there is none.
export function eras(address, stdio) {
  const mcp = new URL("/mcp", address);
  const server = { ...stdio, stderr: "ignore" };
  return [
    { label: "gate, client 2026-07-28 over http", connect: (user) => modern(new StreamableHTTPClientTransport(mcp), user) },
    { label: "gate, client 2026-07-28 over stdio", connect: (user) => modern(new StdioClientTransport(server), user) },
    { label: "gate, sdk 2025-11-25 over http", connect: (user) => legacy(new OldHTTP(mcp), user) },
    { label: "gate, sdk 2025-11-25 over sse", connect: (user) => legacy(new OldSSE(new URL("/sse", address)), user) },
    { label: "gate, sdk 2025-11-25 over stdio", connect: (user) => legacy(new OldStdio(server), user) },
  ];
}

async function modern(transport, user) {
  const client = new Client(me, {
    capabilities: user ? { elicitation: { form: {} } } : {},
    versionNegotiation: { mode: { pin: "2026-07-28" } },
  });
  if (user) client.setRequestHandler("elicitation/create", (request) => user.answer(request));
  await client.connect(transport);
  return client;
}

async function legacy(transport, user) {
  const client = new OldClient(me, { capabilities: user ? { elicitation: {} } : {} });
  if (user) client.setRequestHandler(ElicitRequestSchema, (request) => user.answer(request));
  await client.connect(transport);
  return client;
}
