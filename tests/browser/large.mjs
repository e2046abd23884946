// Keeps pages small in a large world: 10,000 tools, and 10,000 requests.
import assert from "node:assert/strict";
import { api, base, close, open } from "./browser.mjs";

const agent = "/test_framework/v2/aiagents/2142/";
const mock_tools = Array.from({ length: 10_000 }, (_, i) => ({ name: `tool_${i}`, description: `Tool ${i}`, mock_data: [{ input: { i }, output: { i } }] }));
assert.equal((await api("PATCH", agent, { mock_tools })).status, 200);
const { requests } = await (await fetch(base + "/_mock/requests?method=PATCH")).json();
for (let sent = 0; sent < 10_000; sent += 20) {
  await Promise.all(Array.from({ length: 20 }, () => api("GET", "/user/v1/projects/")));
}

const page = await open();
const seen = {};
for (const at of ["", "ui/agents/2142", "ui/agents/2142?q=tool_9&tools=20", "ui/agents/2142/tools/600", "ui/requests", "ui/requests?page=150", `ui/requests/${requests[0]?.id}`]) {
  if (at.endsWith("undefined")) continue;
  const start = Date.now();
  const answer = await page.goto(`${base}/_mock/${at}`);
  assert.equal(answer.status(), 200, at);
  const ms = Date.now() - start;
  const bytes = (await answer.body()).length;
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  seen[at] = { ms, bytes, elements };
  assert.ok(bytes < 200_000 && elements < 2_000 && ms < 5_000, `${at}: ${JSON.stringify(seen[at])}`);
}
await page.goto(`${base}/_mock/ui/agents/2142`);
await page.getByPlaceholder("Search tools").fill("tool_9999");
await page.getByRole("button", { name: "Search" }).click();
await page.getByRole("link", { name: "tool_9999" }).waitFor();
await page.goto(`${base}/_mock/ui/requests`);
await page.getByRole("link", { name: "Next" }).click();
await page.getByText("Page 2 of 2").waitFor();
console.log(JSON.stringify(seen));
await close();
