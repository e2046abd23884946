// A browser that watches itself: what a page may not do is noted as a fault, and
// ends the program at close.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The arguments of every program here: Chromium, and the server's address.
export const [executablePath, base] = process.argv.slice(2);
const faults = [];

export const browser = await chromium.launch({ executablePath });

// schemes and widths are what every page is looked at in.
export const views = ["light", "dark"].flatMap((colorScheme) => [1280, 390].map((width) => ({ colorScheme, width })));

// open gives a page of its own in such a view. Errors in its console and
// requests to anywhere else are faults.
export async function open({ colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const note = (what) => faults.push(`${colorScheme}, ${width}, ${page.url()}: ${what}`);
  page.on("console", (message) => !page.expected?.test(message.text()) && ["error", "warning"].includes(message.type()) && note(message.text()));
  page.on("pageerror", (error) => note(`${error}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && origin !== new URL(base).origin) note(`asks ${request.url()}`);
  });
  page.on("dialog", (dialog) => (page.dialogs ?? note)(dialog.message(), dialog));
  return page;
}

// inspect wants a page to be accessible as axe sees it, and to fit its width.
export async function inspect(page, { except = [] } = {}) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (rules) => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules }),
    Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
  );
  for (const { id, nodes } of violations) {
    const where = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`);
    faults.push(`${await view(page)}: ${id}, ${nodes.length} times: ${where.join("; ")}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${await view(page)}: ${wide} pixels too wide`);
}

const view = (page) =>
  page.evaluate(() => `${location.pathname}${location.search}, ${innerWidth}, ${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`);

// api sends a request as a client of the emulated API.
export const api = (method, path, body, headers = {}) =>
  fetch(base + path, {
    method,
    headers: { "X-CEKURA-API-KEY": "any-key", ...(body && { "Content-Type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  });

// close ends the browser and tells what was at fault.
export async function close() {
  await browser.close();
  for (const fault of faults) console.error(fault);
  if (faults.length) process.exit(1);
}
