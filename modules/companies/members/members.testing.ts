import { SIGN_UP, type TestBrowser, type TestDoor, tokenIn } from "#platform/testing/door.ts";

/** Invites somebody and answers with the token of the mail. */
export async function invitedTo(
  door: TestDoor,
  admin: TestBrowser,
  email: string,
  role = "member",
): Promise<string> {
  const emails = [email];
  const { status, body } = await admin.ask("POST", "/api/companies/invitations", { emails, role });
  if (status !== 200) throw new Error(`not invited: ${JSON.stringify(body)}`);
  const mails = await door.mailsTo(email);
  return tokenIn(mails.filter(({ text }) => text.includes("/invitation#")).at(-1));
}

export const JOIN = {
  name: "Amir Hakim",
  password: SIGN_UP.password,
  isAdult: true,
  acceptsTerms: true,
};

/** Somebody new who came into the company through an invitation, signed in. */
export async function joinedTo(
  door: TestDoor,
  admin: TestBrowser,
  email: string,
  role = "member",
): Promise<TestBrowser> {
  const token = await invitedTo(door, admin, email, role);
  const browser = door.browser();
  const sent = { ...JOIN, token };
  const { status, body } = await browser.ask("POST", "/api/companies/invitations/join", sent);
  if (status !== 200) throw new Error(`not joined: ${JSON.stringify(body)}`);
  return browser;
}

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
export const meOf = async (browser: TestBrowser): Promise<any> =>
  (await browser.ask("GET", "/api/accounts/me")).body;
