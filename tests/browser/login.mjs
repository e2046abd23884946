// Comes to a server that was started with --admin-token secret.
import assert from "node:assert/strict";
import { base, close, inspect, open, views } from "./browser.mjs";

for (const view of views) {
  const page = await open(view);
  page.expected = /status of 401/; // of the wrong token
  await page.goto(base);
  assert.equal(new URL(page.url()).pathname, "/_mock/ui/login");
  await inspect(page);
  await page.getByLabel("Admin token").fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("This is not the token.").waitFor();
  await inspect(page);
  await page.getByLabel("Admin token").fill("secret");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "World default" }).waitFor();
  await page.getByText(/^Live/).first().waitFor(); // the events took the cookie, too
  assert.equal(await page.evaluate(() => document.cookie), "");
  await page.getByLabel("Advance by").fill("1h");
  await page.getByRole("button", { name: "Advance" }).click();
  await page.getByText("The clock is set.").waitFor();
}
await close();
