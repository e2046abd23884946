// Looks at every page, in light and dark, wide and narrow.
import { api, base, close, inspect, open, views } from "./browser.mjs";

const agent = "/test_framework/v2/aiagents/2142/";
await api("PATCH", agent, {
  nmae: "a typing error",
  mock_tools: [{ name: "lookup_order" }, { name: "book_slot", mock_data: [{ input: {}, output: { booked: true } }] }],
  dynamic_variables: [{ name: "order_id", description: "An order number" }],
});
await api("PATCH", agent, { language: "xx" });
await api("POST", "/_mock/faults", { operation: "aiagents-create", phase: "after", status: 503, times: 2 });
await api("POST", "/_mock/faults", { operation: "aiagents-duplicate", phase: "hold" });
await api("PUT", "/_mock/snapshots/kept");
await api("POST", "/_mock/sandboxes", { name: "other" });

const pages = [
  "", "ui/agents/2142", "ui/agents/2142/tools/501", "ui/agents/2142/files/301", "ui/requests", "ui/requests/1", "ui/requests/2",
  "ui/faults", "ui/sandboxes", "ui/login", "?done=reset", "?q=no+such+agent",
];
// ofTheViewer is what Swagger UI draws so, and a style sheet cannot mend: buttons
// within buttons, a heading of the third rank below one of the first, and a main
// part of its own, which docs.js makes a group of.
const ofTheViewer = ["nested-interactive", "heading-order", "aria-allowed-role"];

for (const view of views) {
  const page = await open(view);
  for (const path of pages) {
    await page.goto(`${base}/_mock/${path}`);
    await inspect(page);
  }
  for (const path of ["docs/", "docs/?of=controls"]) {
    await page.goto(`${base}/_mock/${path}`);
    await page.locator(".opblock").first().waitFor();
    await inspect(page, { except: ofTheViewer });
  }
}
await close();
