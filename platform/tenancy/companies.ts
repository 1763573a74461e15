import type pg from "pg";
import type { Sealer } from "#platform/crypto/sealer.ts";
import type { Db } from "#platform/db/db.ts";

/** `cancelled`: open to be read and exported, until `endsAt`. */
export type CompanyStatus = "active" | "cancelled" | "deleting" | "deleted";

export type Company = {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  readonly status: CompanyStatus;
  /** When everything of it is destroyed; null while nobody cancelled it. */
  readonly endsAt: Date | null;
  /** From when on it is read and exported only, because the service is not paid for; null: nothing says so. */
  readonly readOnlyAt: Date | null;
};

/** One company's database and keys, for as long as one request or job needs them. */
export type CompanyAccess = {
  readonly company: Company;
  /** Logs in as the company's own role: it cannot reach any other database. */
  readonly pool: pg.Pool;
  readonly sealer: Sealer;
};

export type NewCompany = Omit<Company, "id" | "status" | "endsAt" | "readOnlyAt"> & {
  readonly phone: string | null;
};

export type Companies = {
  /**
   * The company as it stands now, with its database. Null when there is none such or it is not open any more; throws
   * BehindRelease when its database is not at this release.
   */
  access(companyId: string): Promise<CompanyAccess | null>;
  /** The same for who goes through all companies: one that waits for its migration holds up no other. */
  accessUnlessBehind(companyId: string): Promise<CompanyAccess | null>;
  /** For one whose row was just read (with the session): saves the read. */
  accessOf(company: Company): Promise<CompanyAccess>;
  /**
   * Makes a company inside the caller's control transaction: takes a ready clone (own database, role, key), or makes
   * one when none is ready. Under a second; the pool is refilled afterwards.
   */
  provision(control: Db, input: NewCompany): Promise<Company>;
  /** Open companies' ids, for what goes through all of them (migrations, the CLI). */
  all(): Promise<readonly string[]>;
  /** Its database, role and key are gone or moved: what this process remembers of them is not. */
  forget(companyId: string): Promise<void>;
  /** Reads keys that companies were given since it last looked. By itself it looks every few seconds. */
  learnKeys(): Promise<void>;
  /** Connections to companies' databases, over all of them. */
  connections(): { readonly open: number; readonly waiting: number };
  /** Closes every pool. */
  close(): Promise<void>;
};
