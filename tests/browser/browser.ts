import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";

/** Debian's Chromium, or the one that KAUNTER_CHROMIUM names. It speaks to nobody but the pages of the test. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env["KAUNTER_CHROMIUM"] ?? "/usr/bin/chromium";
  assert(
    existsSync(executablePath),
    `no Chromium at ${executablePath}: npm test installs or names it`,
  );
  return chromium.launch({
    executablePath,
    args: [
      // As root, in a container, Chromium's own sandbox cannot start; it shows our own pages only.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** What must not happen on any page: a violation of the policy, an error nobody caught, a request to somebody else. */
export async function watch(
  page: Page,
  url: string,
  faults: string[] = [],
): Promise<{ faults: readonly string[] }> {
  await page.exposeFunction("kaunterSawViolation", (what: string) =>
    faults.push(`policy: ${what}`),
  );
  // As text: these run in the page, whose types are not the server's.
  await page.addInitScript(`document.addEventListener("securitypolicyviolation", (event) =>
    kaunterSawViolation(event.effectiveDirective + " " + event.blockedURI));`);
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) faults.push(`foreign: ${request.url()}`);
  });
  return { faults };
}

/** axe finds nothing: the rules of WCAG 2.2 A and AA, and its best practices. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`,
    ),
    [],
    where,
  );
}

/** Nothing sticks out at the side: the page itself never scrolls sideways. */
export async function assertFits(page: Page, where: string): Promise<void> {
  const over = await page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.ok(over <= 0, `${where} is ${over} px too wide`);
}
