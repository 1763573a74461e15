import { z } from "zod";

/** Of the export; a reader refuses one that it does not know. */
export const FORMAT = "kaunter-takeout/2";

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Keys = z.record(z.string().regex(/^[0-9]{1,6}$/), z.base64().max(1_000));

/** Who signed the heads and gaps of an audit log up to these numbers: the house that kept it then. */
const Signer = z.object({ headsTo: z.int().min(0), gapsTo: z.int().min(0), keys: Keys });
export type Signer = z.output<typeof Signer>;

/** What the house signed of a log, as its tables hold it. */
const Gap = z.object({
  number: z.int().min(1),
  at: z.iso.datetime(),
  statement: z.string().max(4_000_000),
  keyId: z.int(),
  signature: z.base64().max(1_000),
});
export type Gap = z.output<typeof Gap>;

const Column = z.object({
  name: Name,
  type: z.string().max(200),
  isNullable: z.boolean(),
  refers: z.string().max(200).nullable(),
});

/** `manifest.json`: what is needed to make a running company of the rest. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  company: z.object({
    id: z.uuid(),
    name: z.string().trim().min(1).max(200),
    country: z.string().regex(/^[A-Z]{2}$/),
    zone: z.string().min(1).max(100),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  takenAt: z.iso.datetime(),
  /** Those that had run: they say how the tables looked. */
  migrations: z.array(z.int()).min(1).max(10_000),
  /** What its audit log and its books are chained to. */
  chains: z.object({ auditLog: Hash, ledgerName: Hash }),
  audit: z.object({
    /** The house's own keys now, and whoever signed before it. */
    keys: Keys,
    before: z.array(Signer).max(100),
    gaps: z.array(Gap).max(10_000),
  }),
  /** Roles of its own: names, and rules as they are kept. Whoever adopts it looks at them as at typed ones. */
  roles: z
    .array(z.object({ name: z.string().max(200), rules: z.unknown() }))
    .max(1_000)
    .default([]),
  /** What only the house that it comes from can open, and so is not in it: how many of each. */
  stays: z
    .object({ members: z.int().min(0), keys: z.int().min(0), erased: z.int().min(0) })
    .default({ members: 0, keys: 0, erased: 0 }),
  sequences: z.array(z.object({ name: Name, value: z.string().regex(/^\d{1,19}$/) })).max(5_000),
  jobs: z.int().min(0),
  /** Under `files/`. They are in the tables too, and are taken from there. */
  files: z.int().min(0).default(0),
  tables: z
    .array(z.object({ name: Name, rows: z.int().min(0), columns: z.array(Column).max(1_000) }))
    .max(5_000),
  leftOut: z.array(Name).max(1_000),
});
export type Manifest = z.output<typeof Manifest>;

/** A line of `waiting.jsonl`: work that waits for the worker. */
export const WaitingJob = z.object({
  name: z.string().max(200),
  payload: z.unknown(),
  runAt: z.iso.datetime({ offset: true }),
  key: z.string().max(500).nullable(),
  isLong: z.boolean(),
});
export type WaitingJob = z.output<typeof WaitingJob>;
