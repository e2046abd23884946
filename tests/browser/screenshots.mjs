// Takes the pictures of the README, of a world in which something happened.
import { api, base, close, open } from "./browser.mjs";

const folder = process.argv[4];
const agent = "/test_framework/v2/aiagents/2142/";
await api("POST", "/test_framework/v2/aiagents/", { name: "Booking Bot", description: "Books appointments", project: 1, telephony: { inbound: true } });
await api("PATCH", agent, { mock_tools: [{ name: "lookup_order" }, { name: "transfer_call" }, { name: "send_sms" }] });
await api("PATCH", agent, { language: "xx" });
await api("POST", "/_mock/faults", { operation: "aiagents-partial-update", phase: "after", status: 503, headers: { "Retry-After": "1" }, times: 2 });
const push = {
  name: "Support Bot v2",
  descripton: "Answers the phone",
  mock_tools: [
    { name: "lookup_order", description: "Look up an order", mock_data: [{ input: { order_id: "A-100" }, output: { status: "delivered" } }] },
    { name: "transfer_call" },
    { name: "book_slot", mock_data: [{ input: {}, output: { booked: true } }] },
  ],
  knowledge_base_files: [{ id: 301 }, { file_name: "returns.md", content_base64: "IyBSZXR1cm5zCjMwIGRheXMuCg==" }],
  dynamic_variables: [{ name: "customer_name", description: "The full name of the caller" }, { name: "order_id", description: "An order number" }],
};
await api("PATCH", agent, push);
await api("POST", "/test_framework/v1/aiagents/2142/tool/lookup_order/", { order_id: "A-100" });
await api("PUT", "/_mock/snapshots/before-the-push");

const { requests } = await (await fetch(base + "/_mock/requests?status=503")).json();
for (const [name, path, colorScheme, height] of [
  ["world", "", "light", 860],
  ["request", `ui/requests/${requests[0].id}`, "dark", 860],
]) {
  const page = await open({ colorScheme });
  await page.setViewportSize({ width: 1180, height });
  await page.goto(`${base}/_mock/${path}`);
  await page.screenshot({ path: `${folder}/${name}.png` });
}
await close();
