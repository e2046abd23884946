// Uses the dashboard as a person would, beside a client of the API.
import assert from "node:assert/strict";
import { api, base, close, open } from "./browser.mjs";

const agent = "/test_framework/v2/aiagents/2142/";
const page = await open();
page.expected = /status of 400/; // of a form that was refused
const go = (path) => page.goto(`${base}${path}`);
const text = async (selector) => (await page.locator(selector).first().innerText()).replace(/\s+/g, " ");
const press = (name) => page.getByRole("button", { name }).first().click();
const sees = (what, options) => page.getByText(what, options).first().waitFor();

// The server's address is the dashboard's for a browser, and for nobody else.
await go("/");
assert.equal(new URL(page.url()).pathname, "/_mock/");
assert.equal((await fetch(base + "/")).status, 404);
await sees(/^Live/);

// A PATCH is there as soon as it was answered, with its receipt.
await api("PATCH", agent, { descripton: "a typing error", mock_tools: [{ name: "lookup_order" }, { name: "book_slot", mock_data: [{ input: {}, output: { booked: true } }] }] });
await page.locator(".request", { hasText: "PATCH" }).waitFor();
assert.match(await text(".request"), /PATCH[^]*200[^]*agent updated[^]*mock tools \+1 created −1 deleted =1 unchanged[^]*1 notice/);
await page.locator(".request .path").first().click();
await page.getByRole("heading", { name: "What it changed" }).waitFor();
assert.match(await text(".diff .created"), /created mock tools book_slot/);
assert.match(await text(".diff .deleted"), /deleted mock tools transfer_call/);
assert.match(await text(".notice"), /descripton[^]*description is the nearest/);
assert.match(await text("section[aria-label=Answer] pre"), /"book_slot"/);

// A tool answers on its page, as it does to an agent.
await go("/_mock/");
await page.getByRole("link", { name: "Support Bot" }).click();
await page.getByRole("link", { name: "lookup_order" }).click();
await press("Call the tool");
assert.match(await text("#answer"), /200[^]*step=equal[^]*"status": "shipped"/);
await page.getByLabel("Arguments").fill("{}");
await press("Call the tool");
assert.match(await text("#answer"), /step=no_match/);
assert.equal((await (await fetch(`${base}/_mock/requests?status=200&path=/test_framework/v1/aiagents/2142/tool/lookup_order/`)).json()).requests.length, 2);

// So does one that is served via MCP.
await api("PATCH", agent, { mock_tools: [{ name: "via_mcp", served_via: { type: "mcp", mock_index: 1 }, mock_data: [{ input: { a: 1 }, output: "one" }] }] });
await go("/_mock/ui/agents/2142");
await page.getByRole("link", { name: "via_mcp" }).click();
await press("Call the tool");
assert.match(await text("#answer"), /200[^]*one/);

// A fault is put in force, comes over a client, and counts down on the page.
await go("/_mock/ui/faults");
await page.getByLabel("Operation").selectOption("aiagents-partial-update");
await page.getByLabel("Status").fill("no");
await press("Put in force");
assert.match(await text("[role=alert]"), /status: must be a number/);
assert.equal(await page.getByLabel("Operation").inputValue(), "aiagents-partial-update");
await page.getByLabel("Status").fill("503");
await page.getByLabel("Headers").fill("Retry-After: 7\nX-Other: a:b");
await page.getByLabel("Times in all").fill("2");
await press("Put in force");
await sees("The fault is in force.");
await sees("2 left");
const broken = await api("PATCH", agent, { name: "Lost" });
assert.deepEqual([broken.status, broken.headers.get("Retry-After"), broken.headers.get("X-Other")], [503, "7", "a:b"]);
await sees("1 left");
await press("Remove fault 1");
await sees("No fault is in force");
assert.equal((await api("PATCH", agent, { name: "Found" })).status, 200);

// A request that is held is seen, and goes on at the press of a button.
await page.getByLabel("Phase").selectOption("hold");
await press("Put in force");
const held = api("GET", agent);
await sees("1 held");
await press("Release what fault 2 holds");
assert.equal((await held).status, 200);
await press("Remove all");

// Snapshots, the clock, and a reset that is asked for.
await go("/_mock/");
await page.getByLabel("Keep this state as").fill("kept");
await press("Take a snapshot");
await api("PATCH", agent, { name: "After the snapshot" });
await sees("After the snapshot");
let asked;
page.dialogs = (message, dialog) => ((asked = message), dialog.accept());
await press("Restore kept");
await sees("The world is as it was in the snapshot.");
assert.match(await text(".row.agent"), /Found/);
await press("Freeze");
await sees("frozen", { exact: true });
await page.getByLabel("Advance by").fill("nonsense");
await press("Advance");
assert.match(await text("[role=alert]"), /advance: must be a duration/);
await api("PATCH", agent, { name: "Live after what was refused" });
await sees("Live after what was refused");
await press("Reset the world");
await sees("The world is as it was when it was made.");
assert.match(asked, /Put this world back/);
assert.match(await text(".row.agent"), /Support Bot/);
await sees("No request yet");

// A sandbox has a dashboard of its own.
await go("/_mock/ui/sandboxes");
await page.getByLabel("Name").fill("mine");
await press("Make a sandbox");
await page.getByRole("link", { name: "mine" }).click();
await sees(/^Live/);
await fetch(`${base}/s/mine${agent}`, { method: "PATCH", headers: { "X-CEKURA-API-KEY": "k", "Content-Type": "application/json" }, body: '{"name": "Only here"}' });
await sees("Only here");
await go("/_mock/");
assert.equal(await page.getByText("Only here").count(), 0);

// The documentation sends requests to this world.
await go("/s/mine/_mock/docs/");
await page.locator(".btn.authorize").click();
await page.locator(".modal-ux input").first().fill("any-key");
await page.locator(".modal-ux .btn.authorize").first().click();
await page.locator(".modal-ux .btn-done").click();
await page.locator("#operations-AI_Agents-aiagents-retrieve .opblock-summary-control").click();
await page.locator(".try-out__btn").click();
await page.getByPlaceholder("id").fill("2142");
await page.locator(".btn.execute").click();
await page.locator(".live-responses-table", { hasText: "Only here" }).waitFor();

// All but what is live works without JavaScript.
const plain = await (await page.context().browser().newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(`${base}/_mock/ui/faults`);
await plain.getByLabel("Status").fill("500");
await plain.getByRole("button", { name: "Put in force" }).click();
await plain.getByText("The fault is in force.").waitFor();
await plain.goto(`${base}/_mock/`);
await plain.getByRole("button", { name: "Reset the world" }).click();
await plain.getByText("The world is as it was when it was made.").waitFor();
await close();
