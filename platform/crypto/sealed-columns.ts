import type { Sealer } from "./sealer.ts";

/** Where values stand that the master key or a company's key seals: what rotation goes through, and what a key is used by. */
export type SealedColumn = HouseColumn | CompanyColumn;

/** In the control database, by the house (`sealForHouse`). */
export type HouseColumn = {
  readonly in: "control";
  readonly table: string;
  readonly column: string;
  /** The row's primary key. */
  readonly key: readonly string[];
  /** Both from the row's key, in that order. */
  purpose(...key: string[]): string;
  context(...key: string[]): string;
};

/** In each company's database, by the company's sealer; the row is named by its `id`. */
export type CompanyColumn = {
  readonly in: "company";
  readonly table: string;
  readonly column: string;
  readonly kind: "text" | "bytes";
  /** What a company that takes everything along gets of it, in the clear. Left out: nothing, for it opens something else. */
  handsOut?(sealer: Sealer, row: string, sealed: Buffer): Buffer;
  /**
   * The other way round, for a company that comes with what it took along: sealed anew for its row. Where nothing was handed
   * out `plain` is null, and the row says (`of` names a column) whether something has to stand there.
   */
  takesIn?(
    sealer: Sealer,
    row: string,
    plain: Buffer | null,
    of: (column: string) => string | null,
  ): Buffer | null;
  /** Pieces of files on their way in or out: the table is no part of what a company has. */
  readonly isPassing?: boolean;
};

/** `<table>.<column>:<row>`, as most are. */
export const houseColumn = (
  table: string,
  column: string,
  purpose: string,
  key = "id",
): HouseColumn => ({
  in: "control",
  table,
  column,
  key: [key],
  purpose: () => purpose,
  context: (row) => `${table}.${column}:${row}`,
});

/** The platform's own. Ready companies come first: what is claimed meanwhile is found again among the companies. */
export const PLATFORM_SEALED: readonly SealedColumn[] = [
  {
    ...houseColumn("ready_companies", "password", "company-role", "company_id"),
    context: (id) => `companies.password:${id}`,
  },
  {
    ...houseColumn("ready_companies", "wrapped_key", "company-key", "company_id"),
    context: (id) => `${id}/1`,
  },
  houseColumn("companies", "password", "company-role"),
  {
    ...houseColumn("company_keys", "wrapped_key", "company-key"),
    key: ["company_id", "key_id"],
    context: (company, id) => `${company}/${id}`,
  },
  {
    ...houseColumn("house_keys", "sealed", ""),
    key: ["purpose", "key_id"],
    purpose: (purpose) => `house-key/${purpose}`,
    context: (_purpose, id) => String(id),
  },
  houseColumn("mails", "sealed", "mails"),
  houseColumn("mailbox_mails", "sealed", "mailbox"),
  houseColumn("audit_notes", "sealed", "audit-note"),
];
