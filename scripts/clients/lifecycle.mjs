// What every client must be able to do: list the tools, read, be told of an error,
// see progress, and ask its user before something is destroyed. The tenant is the
// embedded one, so that the names are known.

import { check, expect } from "./report.mjs";

const text = (result) => result.content[0].text;

// tell goes through it with one connected client. create, delete and add take the
// group's name from label, so that clients do not meet.
export async function tell(label, client, user) {
  await check(`${label}: lists the tools with their schemas`, async () => {
    const { tools } = await client.listTools();
    expect(tools.length >= 12, "at least twelve tools");
    expect(tools.every((t) => t.inputSchema.type === "object" && t.outputSchema.type === "object"), "both schemas everywhere");
  });
  await check(`${label}: reads a group`, async () => {
    const result = await client.callTool({ name: "govgroup_get", arguments: { group: "DB Access" } });
    expect(!result.isError && result.structuredContent.name === "DB Access", "DB Access");
  });
  await check(`${label}: reads an error`, async () => {
    const result = await client.callTool({ name: "govgroup_get", arguments: { group: "No Such Group" } });
    expect(result.isError && text(result).startsWith("not_found: "), "not_found");
  });
  await change(label, client, user);
}

async function change(label, client, user) {
  const group = `Made by ${label}`;
  await check(`${label}: creates a group`, async () => {
    const result = await client.callTool({ name: "govgroup_create", arguments: { name: group, owner: "jdoe" } });
    expect(!result.isError && result.structuredContent.status === "done", text(result));
  });
  await check(`${label}: adds members and hears of it`, async () => {
    const heard = [];
    const result = await client.callTool(
      { name: "govgroup_members_add", arguments: { group, members: ["jdoe"] } },
      user.progress((p) => heard.push(p.progress)),
    );
    expect(!result.isError && result.structuredContent.items[0].outcome === "done", text(result));
    expect(heard.length > 0, "progress");
  });
  const remove = () => client.callTool({ name: "govgroup_delete", arguments: { group } }, user.progress(() => {}));
  // The question and the progress share one stream where there is one.
  await check(`${label}: a no deletes nothing`, async () => {
    user.says = "decline";
    const result = await remove();
    expect(user.asked === 1, "one question");
    expect(/declined/.test(text(result)), text(result));
  });
  await check(`${label}: a yes with the name deletes`, async () => {
    user.says = "accept";
    user.types = group;
    const result = await remove();
    expect(user.asked === 2, "one more question");
    expect(!result.isError && result.structuredContent.status === "done", text(result));
  });
}

// person is a client's user, who answers as told and counts the questions.
export function person(progress) {
  return {
    says: "decline", types: "", asked: 0, progress,
    answer({ params }) {
      this.asked++;
      const [field] = Object.keys(params.requestedSchema.properties);
      return this.says === "accept" ? { action: "accept", content: { [field]: this.types } } : { action: this.says };
    },
  };
}
