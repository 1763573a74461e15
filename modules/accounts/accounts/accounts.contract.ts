import { z } from "zod";
import { FIELD_CLASSES } from "#kernel/classes.ts";
import { done, get, id, instant, patch, post } from "#kernel/contract.ts";

export const AccountId = id("account");
export type AccountId = z.output<typeof AccountId>;

export const Locale = z.enum(["en", "ms"]);

export const Me = z.object({
  account: z.object({
    id: AccountId,
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    isVerified: z.boolean(),
    locale: Locale,
    /** They closed it: until then it can be opened again, and opens nothing. */
    closesAt: instant().nullable(),
  }),
  /** Null until the address is verified and the company is made. */
  company: z
    .object({
      id: id("company"),
      name: z.string(),
      country: z.string(),
      zone: z.string(),
      currency: z.string(),
      region: z.string(),
      /** It was cancelled: until then it is read and exported, and nothing changed. */
      endsAt: instant().nullable(),
      /** Where companies pay for the service: from then on it is read and exported only, unless that is seen to. */
      readOnlyAt: instant().nullable(),
      /** Whether it is paid for at all: otherwise everything is free, and nothing of it is shown. */
      isBilled: z.boolean(),
    })
    .nullable(),
  /** Signs in with a second step; and: the company wants one, nothing else is open until there is. */
  hasFactor: z.boolean(),
  mustEnrol: z.boolean(),
  permissions: z.array(z.string()),
  /** The role whose rights these are; `name` is null of the five, which have words in each language. */
  role: z.object({ key: z.string(), name: z.string().nullable() }).nullable(),
  /** An Admin looks with another role's rights, and changes nothing. */
  isViewing: z.boolean(),
  /** Classes of fields that are not seen as they are. */
  unseen: z.array(z.enum(FIELD_CLASSES)),
  sessionExpiresAt: instant(),
  /** Where the local mailbox is, when mail goes there; null otherwise. */
  mailboxUrl: z.string().nullable(),
});
export type Me = z.output<typeof Me>;

const text = (max: number) => z.string().trim().max(max);
export const Password = z.string().min(12, "password.too_short").max(128, "password.too_long");

/** One spelling for one address. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "email.invalid")
  .regex(z.regexes.email, "email.invalid");

export const SignUp = z.object({
  name: text(200).min(1, "field.required"),
  email: Email,
  password: Password,
  companyName: text(200).min(1, "field.required"),
  country: z.string().regex(/^[A-Z]{2}$/, "country.unknown"),
  zone: text(60),
  currency: z.string().regex(/^[A-Z]{3}$/, "currency.unknown"),
  region: text(60),
  phone: text(40).nullable().default(null),
  locale: Locale.default("en"),
  isAdult: z.literal(true, "accounts.account.not_adult"),
  acceptsTerms: z.literal(true, "accounts.account.terms_not_accepted"),
});
export type SignUp = z.output<typeof SignUp>;

/** Mails about one's work that somebody can do without. */
export const Notices = z.object({
  /** When a colleague names them in a note. */
  mentions: z.boolean(),
  /** On the day a task of theirs is due, and when one is given to them. */
  tasks: z.boolean(),
});
export type Notices = z.output<typeof Notices>;

const at = "/api/accounts";
export const accounts = {
  /** What the sign-up page needs: regions to choose from, and where the local mailbox is. */
  signUpChoices: get(
    `${at}/sign-up`,
    z.object({}),
    z.object({
      regions: z.array(z.object({ id: z.string(), name: z.string() })),
      mailboxUrl: z.string().nullable(),
    }),
  ),
  /** Answers the same whether or not the address has an account; the mail tells the owner. No session yet. */
  signUp: post(`${at}/sign-up`, SignUp, done),
  /** The link of the mail: verifies, makes the company, signs in (sets the cookie). */
  verify: post(`${at}/verify`, z.object({ token: z.string().max(200) }), Me),
  /** Sends the mail again; answers the same whether or not the address is known. */
  resendVerification: post(`${at}/resend-verification`, z.object({ email: Email }), done),
  /**
   * A right password of an unverified account gets a session that can do nothing but verify; one of an account with a second
   * step gets a ticket to it, and no session yet.
   */
  signIn: post(
    `${at}/sign-in`,
    z.object({ email: Email, password: z.string().max(1000) }),
    z.union([Me, z.object({ ticket: z.string() })]),
  ),
  signOut: post(`${at}/sign-out`, z.object({}), done),
  me: get(`${at}/me`, z.object({}), Me),
  changeMe: patch(
    `${at}/me`,
    z.object({
      name: text(200).min(1, "field.required").optional(),
      phone: text(40).nullable().optional(),
      locale: Locale.optional(),
    }),
    Me,
  ),
  notices: get(`${at}/notices`, z.object({}), Notices),
  changeNotices: post(`${at}/notices`, Notices.partial(), Notices),
  /** Where colleagues named them in this company is seen up to now. */
  seeMentions: post(`${at}/mentions-seen`, z.object({}), done),
  forgotPassword: post(`${at}/forgot-password`, z.object({ email: Email }), done),
  /** Sets the password and ends every session of the account. */
  resetPassword: post(
    `${at}/reset-password`,
    z.object({ token: z.string().max(200), password: Password }),
    done,
  ),
  /** Ends every other session of the account. */
  changePassword: post(
    `${at}/change-password`,
    z.object({ current: z.string().max(1000), password: Password }),
    done,
  ),
};
