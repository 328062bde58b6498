// What becomes of a call that destroys, with the official clients of both eras:
// over stdio and over HTTP, with a user who says yes, one who says no, and none.
// One embedded tenant is shared by all, and counts what really happened to it.
// Arguments: an address that is not needed here, and the built program.

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { check, expect } from "./report.mjs";
import { person } from "./lifecycle.mjs";
import { eras } from "./gate_eras.mjs";

const [, program] = process.argv.slice(2);
const state = join(mkdtempSync(join(process.env.HOME, "gate-")), "state.db");

// launch starts the program and gives what take makes of its lines, as soon as it
// makes something.
async function launch(args, env, stream, take) {
  const child = spawn(program, args, { env: { HOME: process.env.HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  process.on("exit", () => child.kill());
  child[stream === "stdout" ? "stderr" : "stdout"].resume();
  for await (const line of createInterface({ input: child[stream] })) {
    const taken = take(line);
    if (!taken) continue;
    child[stream].resume(); // or the program would wait for a reader
    return taken;
  }
  throw new Error(`${args[0]} ended early`);
}

const found = {};
const sail = await launch(["sandbox", "--addr", "127.0.0.1:0", "--rate-limit=-1"], {}, "stdout", (line) => {
  const [name, value] = line.split("=");
  found[name] = value;
  return name === "SAIL_CLIENT_SECRET" && found;
});
const control = async (path, init) => {
  const answer = await fetch(`${sail.SAIL_BASE_URL}/_sandbox/${path}`, {
    ...init, headers: { Authorization: `Bearer ${sail.SAIL_CLIENT_SECRET}` },
  });
  expect(answer.ok, `the tenant's control to answer ${path}`);
  return answer.json();
};
const scenario = await control("scenario");
const [, address] = await launch(["--transport", "http", "--addr", "127.0.0.1:0", "--state", state], sail, "stderr",
  (line) => /address=(http:\/\/\S+)\/mcp/.exec(line));

// newGroup makes a group of two members that nothing else knows of.
let made = 0;
const newGroup = () => control("edit", {
  method: "POST",
  body: JSON.stringify({
    action: "add_group",
    newGroup: { name: `Gate ${++made}`, ownerId: scenario.janeDoe.id, members: [scenario.janeDoe.id, scenario.admin.id] },
  }),
});

// effects are the kinds of write that a group has really seen.
const effects = async (group) =>
  (await control("effects")).filter((e) => e.groupId === group.id).map((e) => e.kind).join();

// The calls that destroy: one wants a plain yes, the other the group's name.
const operations = {
  "remove a member": {
    effect: "member_removed", yes: () => true,
    call: (group) => ({ name: "govgroup_members_remove", arguments: { group: group.id, members: ["jdoe"] } }),
  },
  "delete a group": {
    effect: "group_deleted", yes: (group) => group.name,
    call: (group) => ({ name: "govgroup_delete", arguments: { group: group.id } }),
  },
};

// The users, and what is right with each.
const users = {
  "who says yes": { says: "accept", asked: 1, right: (r) => !r.isError && r.structuredContent.status === "done" },
  "who says no": { says: "decline", asked: 1, right: (r) => r.isError && r.content[0].text.startsWith("declined: ") },
  "who cannot be asked": { asked: 0, right: (r) => !r.isError && r.structuredContent.status === "confirmation_required" },
};

// tell makes one call as one user and checks the answer and the tenant.
async function tell(connect, user, operation) {
  const group = await newGroup();
  const someone = Object.assign(person(), { says: user.says, types: operation.yes(group) });
  const client = await connect(user.says ? someone : null);
  try {
    const result = await client.callTool(operation.call(group));
    expect(user.right(result), `another answer than ${JSON.stringify(result)}`);
    expect(someone.asked === user.asked, `${user.asked} question`);
    const wanted = user.says === "accept" ? operation.effect : "";
    const seen = await effects(group);
    expect(seen === wanted, `“${wanted}” in the tenant, not “${seen}”`);
    expect(!/[0-9a-f]{32}\.[0-9a-f]{32}/.test(JSON.stringify(result)), "no token in the result");
  } finally {
    await client.close();
  }
}

// Where nobody can be asked, the server waits most of a minute for a decision on the
// page. Those calls wait side by side, while the others are made one by one.
const waiting = [];
for (const { label, connect } of eras(address, { command: program, args: ["--state", state, "--actor", "ann"], env: { HOME: process.env.HOME, ...sail } })) {
  for (const [who, user] of Object.entries(users)) {
    for (const [what, operation] of Object.entries(operations)) {
      const checked = check(`${label}: ${what}, with a user ${who}`, () => tell(connect, user, operation));
      if (user.says) await checked;
      else waiting.push(checked);
    }
  }
}
await Promise.all(waiting);
process.exit(0);
