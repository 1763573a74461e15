import { createHash, sign } from "node:crypto";
import { showId } from "#kernel/ids.ts";
import type { Inspector } from "#modules/companies/companies.public.ts";
import { type Link, selectTips } from "#platform/audit/tips.ts";
import {
  canonical,
  createVerifier,
  type GapStatement,
  type HeadStatement,
  type LoggedEntry,
  type SignedHead,
  type Verified,
} from "#platform/audit/verifier.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { selectAdoption } from "#platform/takeout/adoptions.sql.ts";
import type { Gap, Signer } from "#platform/takeout/manifest.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import {
  insertCheck,
  selectLastWholeCheckAt,
  selectLogged,
  selectLogId,
  selectNewest,
} from "./chain.sql.ts";
import { selectGaps } from "./gaps.sql.ts";
import {
  type HeadRow,
  insertHandedHead,
  insertHead,
  selectHandedHeads,
  selectHeads,
  selectUnsigned,
} from "./heads.sql.ts";

/** So many entries are held in memory at a time. */
const PAGE = 2_000;
const WHOLE_EVERY_MS = 24 * 3_600_000;

/** Looks through a company's whole log, or through what was written since it was last signed, and notes what it found. */
export async function checkLog(
  house: House,
  access: CompanyAccess,
  { isWhole }: { isWhole: boolean },
): Promise<Verified> {
  let verified = await verifiedLog(house, access, isWhole);
  // Somebody may have erased words, and said so in a lane that had been passed by: then it stands there now.
  if (verified.findings.some(({ kind }) => kind === "erased"))
    verified = await verifiedLog(house, access, isWhole);
  await insertCheck(eachAlone(access.pool), {
    at: house.now(),
    isWhole,
    entriesCount: verified.entries,
    findings: verified.findings.slice(0, FINDINGS_KEPT),
  });
  return verified;
}
const FINDINGS_KEPT = 20;

async function verifiedLog(
  house: House,
  access: CompanyAccess,
  isWhole: boolean,
): Promise<Verified> {
  const about = await aboutLog(house, access);
  const from = isWhole ? [] : about.standsFrom;
  const verifier = createVerifier({ ...about, from });
  for await (const page of entriesOf(access, from)) for (const entry of page) verifier.entry(entry);
  return verifier.end();
}

/** What a log is checked against: which one it is, who signs, what was signed, and where the house last saw its ends. */
export async function aboutLog(house: House, { company, pool }: CompanyAccess) {
  const db = eachAlone(pool);
  const control = eachAlone(house.control);
  // The house's own memory first: whatever it names was committed before the entries are read.
  const tips = await selectTips(house.control, company.id);
  const handed = await selectHandedHeads(control, company.id);
  const fresh = await selectHeads(db, handed.at(-1)?.number ?? 0);
  const heads = [...handed, ...fresh];
  const gaps = await selectGaps(control, company.id);
  const signers = await signersOf(house, company.id);
  return {
    log: await selectLogId(db),
    keys: keysOf(signers),
    heads: heads.map((head) => shownHead(head, signers)),
    gaps: gaps.map((gap) => shownGap(gap, signers)),
    tips,
    /** How it stood when it was last signed, or when a gap was acknowledged since. */
    standsFrom: lanesOf(newestOf(heads.at(-1), gaps.at(-1))),
  };
}

const newestOf = (head: HeadRow | undefined, gap: HeadRow | undefined): HeadRow | undefined =>
  head === undefined || (gap !== undefined && gap.at > head.at) ? gap : head;

const lanesOf = (signed: HeadRow | undefined): readonly Link[] =>
  signed === undefined ? [] : (JSON.parse(signed.statement) as HeadStatement).lanes;

/**
 * What is not in place of the log in a restored copy: against what was signed until then, and not against the house's own
 * memory, which has gone on since.
 */
export const inspectLog: Inspector = async (house, { company, pool, takenAt }) => {
  const gaps = await selectGaps(eachAlone(house.control), company.id);
  const signers = await signersOf(house, company.id);
  const known = gaps.filter(({ at }) => at <= takenAt).map((gap) => shownGap(gap, signers));
  return findingsIn(pool, signers, known);
};

/** The same of one that is being adopted: against what its own house signed. */
export const inspectForeignLog = (
  pool: CompanyAccess["pool"],
  before: readonly Signer[],
  gaps: readonly Gap[],
): Promise<string[]> => {
  const signers = { before, keys: {} };
  const shown = gaps.map(({ signature, ...gap }) =>
    shownGap(
      { ...gap, at: new Date(gap.at), signature: Buffer.from(signature, "base64") },
      signers,
    ),
  );
  return findingsIn(pool, signers, shown);
};

async function findingsIn(
  pool: CompanyAccess["pool"],
  signers: Signers,
  gaps: readonly SignedHead[],
): Promise<string[]> {
  const db = eachAlone(pool);
  const heads = await selectHeads(db, 0);
  const verifier = createVerifier({
    log: await selectLogId(db),
    keys: keysOf(signers),
    heads: heads.map((head) => shownHead(head, signers)),
    gaps,
    tips: [],
    from: [],
  });
  for await (const page of entriesOf({ pool })) for (const entry of page) verifier.entry(entry);
  return [...new Set(verifier.end().findings.map(({ kind }) => `audit.${kind}`))];
}

/** Every entry by lane and position, a page at a time. */
export async function* entriesOf(
  { pool }: Pick<CompanyAccess, "pool">,
  from: readonly Link[] = [],
): AsyncGenerator<LoggedEntry[]> {
  const db = eachAlone(pool);
  for (const { lane } of await selectNewest(db)) {
    const after = from.find((tip) => tip.lane === lane)?.position ?? 0;
    let next: Promise<LoggedEntry[]> | null = selectLogged(db, lane, after, PAGE);
    while (next !== null) {
      const page: LoggedEntry[] = await next;
      const last = page.at(-1)?.position ?? 0;
      // The database looks for the next page while this one is hashed.
      next = page.length < PAGE ? null : selectLogged(db, lane, last, PAGE);
      next?.catch(() => undefined);
      if (page.length > 0) yield page;
    }
  }
}

/** Signs the logs that were written to since they were last signed. What is not in place is told of, and not signed. */
export async function signLogs(house: House): Promise<void> {
  await house.tips.flush();
  for (const id of await selectUnsigned(eachAlone(house.control))) {
    const access = await house.companies.accessUnlessBehind(id);
    if (access === null) continue;
    await signLog(house, access).catch((error: unknown) =>
      house.log.error({ err: error, companyId: id }, "an audit log could not be signed"),
    );
  }
}

export async function signLog(house: House, access: CompanyAccess): Promise<void> {
  const db = eachAlone(access.pool);
  const now = house.now();
  const wholeAt = await selectLastWholeCheckAt(db);
  const isWhole = wholeAt === null || now.getTime() - wholeAt.getTime() >= WHOLE_EVERY_MS;
  const { findings } = await checkLog(house, access, { isWhole });
  if (findings.length > 0) {
    const companyId = access.company.id;
    house.log.error({ companyId, findings: findings.slice(0, 5) }, "an audit log is not in place");
    return;
  }
  const handed = await selectHandedHeads(eachAlone(house.control), access.company.id);
  const fresh = await selectHeads(db, handed.at(-1)?.number ?? 0);
  const head = await headOf(house, access, fresh.at(-1) ?? handed.at(-1) ?? null, now);
  await insertHead(db, head);
  await handOver(house, access);
  house.live.publish(access.company.id, ["trust.audit"]);
}

async function headOf(
  house: House,
  { company, pool }: CompanyAccess,
  last: HeadRow | null,
  at: Date,
): Promise<HeadRow> {
  const db = eachAlone(pool);
  const number = (last?.number ?? 0) + 1;
  const statement: HeadStatement = {
    format: "kaunter.audit.head.1",
    company: showId("company", company.id),
    log: await selectLogId(db),
    number,
    at: at.toISOString(),
    previous: last === null ? "" : createHash("sha256").update(last.statement).digest("hex"),
    lanes: await selectNewest(db),
  };
  return signedBy(house, number, at, statement);
}

/** What a crash left behind is handed over as well. */
async function handOver(house: House, { company, pool }: CompanyAccess): Promise<void> {
  await transaction(house.control, "read write", async (control) => {
    const handed = await selectHandedHeads(control, company.id);
    for (const head of await selectHeads(eachAlone(pool), handed.at(-1)?.number ?? 0))
      await insertHandedHead(control, company.id, head);
  });
}

/** The house says with its signature that it said so. */
export const signedBy = (
  house: House,
  number: number,
  at: Date,
  statement: HeadStatement | GapStatement,
): HeadRow => {
  const { id: keyId, privateKey } = house.keys.audit.current;
  const text = canonical(statement);
  return {
    number,
    at,
    statement: text,
    keyId,
    signature: sign(null, Buffer.from(text), privateKey),
  };
};

/** This house's keys, and those of the houses that a company was on before. */
type Signers = {
  readonly before: readonly Signer[];
  readonly keys: Readonly<Record<string, string>>;
};

async function signersOf(house: House, companyId: string): Promise<Signers> {
  const adoption = await selectAdoption(eachAlone(house.control), companyId);
  return { before: adoption?.signers ?? [], keys: house.keys.audit.publicKeys };
}

/** Each by a name of its own: every house counts its keys from 1. */
const keysOf = ({ before, keys }: Signers): Readonly<Record<string, string>> => ({
  ...keys,
  ...Object.fromEntries(
    before.flatMap((signer, i) =>
      Object.entries(signer.keys).map(([id, key]) => [`before-${i + 1}-${id}`, key]),
    ),
  ),
});

const shownHead = (head: HeadRow, { before }: Signers): SignedHead =>
  signedAs(
    head,
    before.findIndex(({ headsTo }) => head.number <= headsTo),
  );
const shownGap = (gap: HeadRow, { before }: Signers): SignedHead =>
  signedAs(
    gap,
    before.findIndex(({ gapsTo }) => gap.number <= gapsTo),
  );

const signedAs = ({ statement, keyId, signature }: HeadRow, before: number): SignedHead => ({
  statement,
  keyId: before < 0 ? keyId : `before-${before + 1}-${keyId}`,
  signature: signature.toString("base64"),
});
