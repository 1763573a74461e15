import type { Said } from "#kernel/said.ts";

/** `tests/isolation.test.ts: the exact name`; promises/register.test.ts looks whether it is there. */
export type TestName = `${string}.test.ts: ${string}`;

/** One sentence of the privacy policy, and what stands behind it. */
export type Entry = {
  /** The row of the promise register, `P22`. */
  readonly id: string;
  /** In a few words, for the list on the Trust page. */
  readonly title: Said;
  /** As the policy says it. */
  readonly says: Said;
  /** Null: the part of the product that would keep it is not there yet. It stands as unproven, never as kept. */
  readonly enforcedBy: Enforcement | null;
  readonly tests: readonly TestName[];
  /** What tries it on the running system. None: it stands as unproven. */
  readonly probes: readonly string[];
  /** What no program can do for the operator. With it the promise stands as operator's duty, never as kept. */
  readonly duty: Said | null;
};

export type Enforcement = {
  /** `platform/auth/passwords.ts#hashPassword`: a file of the repository and what it exports. */
  readonly symbols: readonly string[];
  readonly how: Said;
};

export type Section = {
  readonly key: string;
  readonly title: Said;
  readonly entries: readonly Entry[];
};

/** A promise whose part of the product does not exist yet. */
export const notYet = (id: string, title: Said, says: Said): Entry => ({
  id,
  title,
  says,
  enforcedBy: null,
  tests: [],
  probes: [],
  duty: null,
});

/** A promise that is kept by a part of the product that exists. */
export const kept = (
  entry: Omit<Entry, "duty" | "probes" | "tests"> &
    Partial<Pick<Entry, "duty" | "probes" | "tests">> & { readonly enforcedBy: Enforcement },
): Entry => ({ duty: null, probes: [], tests: [], ...entry });
