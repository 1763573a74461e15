import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

/** What the house's databases are called on their server. Tests run beside each other under names of their own. */
export type Names = {
  readonly control: string;
  readonly template: string;
  /** A company's database and its role begin with this; the rest is random and says nothing. */
  readonly companyPrefix: string;
};

export const HOUSE_NAMES: Names = {
  control: "kaunter_control",
  template: "kaunter_template",
  companyPrefix: "c_",
};

/** The role whose grants every company's role inherits: rows yes, tables no. It cannot sign in. */
export const APP_ROLE = "kaunter_app";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export const newCompanyName = (names: Names): string =>
  names.companyPrefix + Array.from(randomBytes(20), (byte) => ALPHABET[byte & 31]).join("");

/** For the statements that take no parameters (`create database`): our own names only, quoted for good measure. */
export function quoted(name: string): string {
  assert(/^[a-z][a-z0-9_]{0,62}$/.test(name), `${name} is a name of ours`);
  return `"${name}"`;
}

/** The same server, another database or role. */
export function urlFor(
  serverUrl: string,
  database: string,
  login?: { readonly user: string; readonly password: string },
): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (login !== undefined) {
    url.username = login.user;
    url.password = encodeURIComponent(login.password);
  }
  return url.href;
}
