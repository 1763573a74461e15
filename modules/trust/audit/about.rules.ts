import type { AuditFilter } from "./audit.contract.ts";

type About = NonNullable<AuditFilter["about"]>;

/** What each question is about: deeds by their names. Whoever only looked is found by the permission to read. */
const ABOUT: Readonly<Record<About, RegExp>> = {
  sign_ins: /^accounts\.sessions\./,
  exports: /^(companies\.takeouts\.|trust\.audit\.export$|\w+\.\w+\.export$|records\.exports\.)/,
  rights: /^(companies\.(members|invitations|memberships|roles|keys)\.|accounts\.factors\.)/,
  looks: /(\.read|\.secret|^records\.attachments\.open)$/,
};

/** Of the deeds that the log knows, those that answer. */
export const deedsAbout = (about: About, actions: readonly string[]): string[] =>
  actions.filter((action) => ABOUT[about].test(action));
