// A page of another site, in a browser: it uses the controls of the server if it
// is of the origin that may, and cannot if it is not.
import assert from "node:assert/strict";
import { base, browser } from "./browser.mjs";

const [allowed, other] = process.argv.slice(4);

const freeze = (of) =>
  fetch(`${of}/s/browser/_mock/clock`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ frozen: true }),
  }).then((answer) => answer.json(), String);

for (const [origin, may] of [[other, false], [allowed, true]]) {
  const page = await browser.newPage();
  await page.goto(origin);
  const answer = await page.evaluate(freeze, base);
  assert.equal(answer.frozen ?? false, may, `${origin}: ${JSON.stringify(answer)}`);
  await page.close();
}
await browser.close();
