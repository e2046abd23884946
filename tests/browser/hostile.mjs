// Stores what would run in a page that is careless in every field there is, and
// looks at every page: nothing runs, and all of it is shown as text.
import assert from "node:assert/strict";
import { api, base, close, open } from "./browser.mjs";

const script = `"'><script>window.ran=1</script><img src=x onerror="window.ran=1">{{.}}\${1}</textarea></pre></title>`;
const link = "javascript:window.ran=1";
const created = await api("POST", "/test_framework/v2/aiagents/", {
  name: script.slice(0, 100), description: script, project: 1, webhook_url: "https://example.com/" + encodeURIComponent(script),
  telephony: { inbound: true, outbound_numbers: ["+14155551234"], websocket_url: "wss://example.com/?" + encodeURIComponent(script) },
  provider: { type: "self_hosted", agent_id: link },
  mock_tools: [
    { name: "hostile", description: script, mock_data: [{ input: { [script]: script, url: link }, output: { [script]: [script, link] } }], freetext_params: [script] },
    { name: "mcp", description: link, served_via: { type: "mcp", mock_index: 7 }, mock_data: [{ input: { a: script }, output: script }] },
  ],
  knowledge_base_files: [{ file_name: "<script>window.ran=1<\u{2215}script>.md", content_base64: btoa(`<script>window.ran=1</script>${script}`) }],
  dynamic_variables: [{ name: "hostile", description: script }],
}).then((answer) => answer.json());
assert.ok(created.id, JSON.stringify(created));
const path = `/test_framework/v2/aiagents/${created.id}/`;
await api("PATCH", path + "?q=" + encodeURIComponent(script), { [script]: script, [link]: link }, { "X-Hostile": encodeURIComponent(script), "User-Agent": "<script>window.ran=1</script>" });
await api("PATCH", path, { name: { [script]: 1 }, language: script });
await api("GET", "/" + encodeURIComponent(script));
await api("POST", "/_mock/faults", { operation: "aiagents-create", phase: "after", status: 503, detail: script, headers: { "X-Hostile": "<script>window.ran=1</script>" } });

const page = await open();
page.expected = /status of 400/; // of a form that was refused
const look = async (at) => {
  if (at) await page.goto(base + at);
  await page.waitForLoadState("load");
  const found = await page.evaluate(() => ({
    ran: window.ran ?? 0,
    scripts: [...document.scripts].filter((s) => !s.src.startsWith(location.origin + "/_mock/ui/static/")).length,
    handlers: document.querySelectorAll("[onerror], img[src=x]").length,
    links: [...document.links].filter((a) => !["http:", "https:"].includes(a.protocol) || a.origin !== location.origin).length,
  }));
  assert.deepEqual(found, { ran: 0, scripts: 0, handlers: 0, links: 0 }, at);
};
const shows = async (text) => assert.ok((await page.locator("main").innerText()).includes(text), `${page.url()} does not show ${text}`);

const own = `/_mock/ui/agents/${created.id}`;
await look("/_mock/");
await shows("<script>window.ran=1</script>");
await look(own);
await shows(script);
await shows(link);
for (const tool of created.mock_tools) {
  await look(`${own}/tools/${tool.id}`);
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.locator("#answer").waitFor();
  await look();
}
await look(`${own}/files/${created.knowledge_base_files[0].id}`);
await shows("<script>window.ran=1</script>");
await look("/_mock/ui/requests");
const { requests } = await (await fetch(base + "/_mock/requests")).json();
for (const { id } of requests) await look(`/_mock/ui/requests/${id}`);
await look("/_mock/ui/faults");
for (const at of ["/_mock/", "/_mock/ui/requests", "/_mock/ui/sandboxes", own, "/_mock/docs/"]) {
  for (const name of ["q", "done", "method", "status", "page", "tools", "of"]) {
    await look(`${at}?${name}=${encodeURIComponent(script)}`);
  }
}
await page.goto(base + "/_mock/ui/faults");
await page.getByLabel("Detail").fill(script);
await page.getByLabel("Operation").selectOption("aiagents-create");
await page.getByLabel("Path").fill(script);
await page.getByLabel("Headers").fill(script);
await page.getByRole("button", { name: "Put in force" }).click();
await look();
assert.equal(await page.getByLabel("Path").inputValue(), script);
await close();
