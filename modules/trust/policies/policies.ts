import { createHash } from "node:crypto";
import { Problem, refuseIf } from "#kernel/errors.ts";
import type { Said } from "#kernel/said.ts";
import { type Db, isTaken, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMailNoted } from "#platform/mail/outbox.ts";
import { type PolicyText, policyText } from "#promises/register.ts";
import { policyMail } from "./policies.mails.ts";
import { whyNotPublish } from "./policies.rules.ts";
import {
  insertNotice,
  insertPolicy,
  markNoticesSent,
  type PolicyRow,
  selectNewestPolicy,
  selectUntold,
} from "./policies.sql.ts";

const TOLD_AT_ONCE = 500;

export type Publication = {
  readonly summary: Said | null;
  readonly isMaterial: boolean;
  readonly effectiveAt: Date;
  /** Instead of the register's, for tests. */
  readonly text?: PolicyText;
};

/** Publishes the register's words as the next version, and announces it to every member: both or neither. */
export async function publishPolicy(
  house: House,
  publication: Publication,
  now = house.now(),
): Promise<PolicyRow> {
  const content = publication.text ?? policyText();
  const contentHash = hashOf(content);
  const row = await transaction(house.control, "read write", async (db) => {
    const newest = await selectNewestPolicy(db);
    const { summary, isMaterial, effectiveAt } = publication;
    refuseIf(
      whyNotPublish(
        {
          isMaterial,
          effectiveAt,
          isFirst: newest === null,
          isSame: newest?.contentHash === contentHash,
          hasSummary: summary !== null,
        },
        newest?.effectiveAt ?? null,
        now,
      ),
    );
    const next: PolicyRow = {
      version: (newest?.version ?? 0) + 1,
      publishedAt: now,
      effectiveAt,
      isMaterial,
      summary,
      content,
      contentHash,
    };
    await insertPolicy(db, next);
    return next;
  });
  await tellOfPolicies(house);
  return row;
}

/** The first version is there from the first day on; nobody had another one before. */
export async function beginPolicies(house: House): Promise<void> {
  if ((await readNewestPolicy(house)) !== null) return;
  const now = house.now();
  const first = { summary: null, isMaterial: false, effectiveAt: now };
  await publishPolicy(house, first, now).catch((error: unknown) => {
    const isThere = error instanceof Problem && error.code === "trust.policy.unchanged";
    // Another process was faster.
    if (!isThere && !isTaken(error)) throw error;
  });
}

/** Whoever has not been told of the newest version is, new members before it takes effect included. Safe to run twice. */
export async function tellOfPolicies(house: House): Promise<void> {
  let told = TOLD_AT_ONCE;
  while (told === TOLD_AT_ONCE)
    told = await transaction(house.control, "read write", (db) => tellSome(house, db));
  await transaction(house.control, "read write", markNoticesSent);
}

async function tellSome(house: House, db: Db): Promise<number> {
  const newest = await selectNewestPolicy(db);
  const now = house.now();
  // The first version changes nothing for anybody, and one in force is what a new member agreed to.
  if (newest === null || newest.summary === null || newest.effectiveAt < now) return 0;
  const untold = await selectUntold(db, newest.version, TOLD_AT_ONCE);
  for (const member of untold) {
    const mail = policyMail(member, newest, house.config.publicUrl);
    const mailId = await postMailNoted(house, db, mail, now);
    await insertNotice(db, { version: newest.version, accountId: member.id, mailId, now });
  }
  return untold.length;
}

export const readNewestPolicy = (house: House): Promise<PolicyRow | null> =>
  transaction(house.control, "read only", selectNewestPolicy);

/** Whether the register says something else than what was published last. */
export const isPublished = (newest: PolicyRow | null): boolean =>
  newest?.contentHash === hashOf(policyText());

const hashOf = (content: PolicyText): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex");
