// SailPoint's own client against the embedded tenant, on each form of path that it
// has. Arguments: the tenant's address, client id and secret.

import sdk from "sailpoint-api-client";
import { check, expect } from "./report.mjs";

const [baseurl, clientId, clientSecret] = process.argv.slice(2);
const say = console.log;
console.log = (line) => /^(ok  |FAIL) /.test(line) && say(line); // the client's own lines are not ours

// configuration signs in, as a multipart form.
const configuration = (retriesConfig = { retries: 0 }) =>
  Object.assign(new sdk.Configuration({ baseurl, tokenUrl: `${baseurl}/oauth/token`, clientId, clientSecret }), { retriesConfig, experimental: true });

// control asks the tenant to misbehave, or what was really changed.
const control = async (method, name, body) => {
  const answer = await fetch(`${baseurl}/_sandbox/${name}`, {
    method, headers: { Authorization: `Bearer ${clientSecret}` }, body: body && JSON.stringify(body),
  });
  expect(answer.ok, `the control ${name}`);
  return answer.status === 204 ? undefined : answer.json();
};

// refusal is the answer that a call is refused with.
async function refusal(call) {
  try {
    await call();
  } catch (error) {
    if (error.response) return error.response;
    throw error;
  }
  throw new Error("expected a refusal");
}

const scenario = await control("GET", "scenario");
const person = (ref) => ({ type: "IDENTITY", id: ref.id });
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// The ten operations of one form: the names of its bodies differ.
const forms = {
  v2024: {
    groups: (c) => new sdk.GovernanceGroupsV2024Api(c), identities: (c) => new sdk.IdentitiesV2024Api(c),
    people: (c) => new sdk.PublicIdentitiesV2024Api(c), search: (c) => new sdk.SearchV2024Api(c),
    group: "workgroupDtoV2024", patch: "jsonPatchOperationV2024", ids: "workgroupBulkDeleteRequestV2024",
    members: "identityPreviewResponseIdentityV2024", query: "searchV2024",
  },
  beta: {
    groups: (c) => new sdk.GovernanceGroupsBetaApi(c), identities: (c) => new sdk.IdentitiesBetaApi(c),
    group: "workgroupDtoBeta", patch: "jsonPatchOperationBeta", ids: "workgroupBulkDeleteRequestBeta",
    members: "bulkWorkgroupMembersRequestInnerBeta",
  },
  v3: { people: (c) => new sdk.PublicIdentitiesApi(c), search: (c) => new sdk.SearchApi(c), query: "search" },
};

for (const [version, form] of Object.entries(forms)) {
  const label = `SailPoint's client, ${version}`;
  const shared = configuration();
  if (form.groups) await operations(label, form, form.groups(shared));
  if (form.identities) await identities(label, form.identities(shared));
  if (form.people) await people(label, form.people(shared));
  if (form.search) await search(label, form, form.search(shared));
  await trouble(label, form);
}

async function operations(label, form, api) {
  const before = (await control("GET", "effects")).length;
  let id;
  await check(`${label}: creates and reads a group`, async () => {
    const created = await api.createWorkgroup({ [form.group]: { name: `Made by ${label}`, owner: person(scenario.janeDoe) } });
    id = created.data.id;
    expect(created.status === 200 && created.data.owner.name === "Jane Doe", "the group with its owner");
    expect((await api.getWorkgroup({ id })).data.name === `Made by ${label}`, "the same group");
  });
  await check(`${label}: changes it`, async () => {
    const steps = [{ op: "replace", path: "/description", value: "changed" }, { op: "replace", path: "/owner", value: person(scenario.admin) }];
    const { data } = await api.patchWorkgroup({ id, [form.patch]: steps });
    expect(data.description === "changed" && data.owner.id === scenario.admin.id, "description and owner");
  });
  await check(`${label}: adds, lists and removes members`, async () => {
    const two = { workgroupId: id, [form.members]: [person(scenario.janeDoe), person(scenario.admin)] };
    const statuses = async (call) => (await call).data.map((item) => item.status);
    expect(same(await statuses(api.updateWorkgroupMembers(two)), [201, 201]), "201 twice");
    expect(same(await statuses(api.updateWorkgroupMembers(two)), [409, 409]), "409 twice");
    expect((await api.listWorkgroupMembers({ workgroupId: id })).data.length === 2, "two members");
    expect(same(await statuses(api.deleteWorkgroupMembers(two)), [204, 204]), "204 twice");
  });
  await check(`${label}: lists connections`, async () => {
    const { data } = await api.listConnections({ workgroupId: scenario.paymentsApprovers.id });
    expect(data[0].object.type === "ACCESS_PROFILE" && data[0].connectionType === "AccessRequestReviewer", "an access profile");
  });
  await check(`${label}: lists, filters, sorts and pages`, async () => {
    const found = await api.listWorkgroups({ filters: `name sw "DB" and not id eq "${id}"`, sorters: "-name", count: true });
    expect(found.headers["x-total-count"] === String(found.data.length) && found.data.some((g) => g.name === "DB Access"), "DB Access, counted");
    const total = Number((await api.listWorkgroups({ limit: 1, count: true })).headers["x-total-count"]);
    const all = await sdk.Paginator.paginate(api, api.listWorkgroups, { sorters: "name,id" }, 40);
    expect(new Set(all.data.map((g) => g.id)).size === total, `${total} groups, each once`);
  });
  await check(`${label}: reads refusals`, async () => {
    const unknown = await refusal(() => api.getWorkgroup({ id: "00000000-0000-4000-8000-000000000000" }));
    expect(unknown.status === 404 && unknown.data.detailCode === "404 Not found" && unknown.data.trackingId, "404 with its tracking id");
    expect((await refusal(() => api.listWorkgroups({ filters: 'name co "x"' }))).status === 400, "400 for a filter");
    expect((await refusal(() => api.createWorkgroup({ [form.group]: { name: "x" } }))).data.messages[0].text.includes('"owner"'), "the missing owner");
  });
  await check(`${label}: deletes`, async () => {
    const { status, data } = await api.deleteWorkgroupsInBulk({ [form.ids]: { ids: [scenario.paymentsApprovers.id, scenario.role.id] } });
    expect(status === 207 && data.every((item) => item.status === 409), "groups in use stay");
    expect((await api.deleteWorkgroup({ id })).status === 204, "204");
    expect((await control("GET", "effects")).length === before + 7, "seven changes in all");
  });
}

async function identities(label, api) {
  await check(`${label}: finds identities`, async () => {
    const { data } = await api.listIdentities({ filters: 'name eq "Jane Doe"', defaultFilter: "NONE" });
    expect(data.length === 1 && data[0].id === scenario.janeDoe.id, "Jane Doe");
    expect((await api.getIdentity({ id: data[0].id })).data.emailAddress === scenario.janeDoe.email, "her e-mail");
  });
}

async function people(label, api) {
  await check(`${label}: finds public identities, page by page`, async () => {
    const { data } = await api.getPublicIdentities({ filters: 'alias eq "jdoe"', addCoreFilters: true });
    expect(data.length === 1 && data[0].email === scenario.janeDoe.email, "Jane Doe");
    const all = await sdk.Paginator.paginate(api, api.getPublicIdentities, { sorters: "name" });
    expect(new Set(all.data.map((p) => p.id)).size === 2000, "everybody, each once");
  });
}

async function search(label, form, api) {
  await check(`${label}: searches, page after page`, async () => {
    const query = { indices: ["identities"], query: { query: "*" }, sort: ["-id"] };
    const seen = new Set();
    for (;;) { // as its paginator does, which knows v3 alone
      const { data } = await api.searchPost({ [form.query]: query, limit: 250 });
      data.forEach((row) => seen.add(row.id));
      if (data.length < 250) break;
      query.searchAfter = [data.at(-1).id];
    }
    expect(seen.size === 2000, "everybody, each once");
  });
}

// trouble is what every form must live with: the rate limit and the end of a token.
async function trouble(label, form) {
  const list = (c) => (form.groups ? form.groups(c).listWorkgroups({ limit: 1 }) : form.people(c).getPublicIdentities({ limit: 1 }));
  await check(`${label}: waits as long as a 429 says`, async () => {
    const impatient = configuration();
    let refused;
    for (let i = 0; i < 110 && !refused; i++) await list(impatient).catch((error) => { refused = error.response; });
    expect(refused?.status === 429 && Number(refused.headers["retry-after"]) >= 1, "a 429 with Retry-After");
    const patient = configuration({
      retries: 1, retryCondition: (error) => error.response?.status === 429,
      retryDelay: (_, error) => 1000 * Number(error.response.headers["retry-after"]),
    });
    expect((await list(patient)).status === 200, "200 after the wait");
  });
  await check(`${label}: signs in again when the token has ended`, async () => {
    const first = configuration();
    await list(first);
    await control("POST", "faults", { kind: "token_expired", path: "/*/*" });
    expect((await refusal(() => list(first))).data.error === "JWT validation failed: JWT is expired", "that the token has expired");
    expect((await refusal(() => list(first))).status === 401, "that it stays so");
    expect((await list(configuration())).status === 200, "200 with a new one");
    const { org, exp, identity_id } = JSON.parse(Buffer.from((await first.accessToken).split(".")[1], "base64url"));
    expect(org && exp > Date.now() / 1000 && identity_id === scenario.admin.id, "what the token tells");
  });
}
