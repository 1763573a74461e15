import type { Said } from "#kernel/said.ts";
import type { Action, perform } from "#platform/actions/action.ts";
import type { House } from "#platform/house/house.ts";
import type { Workshop } from "#platform/tenancy/clones.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import type { TestName } from "../entry.ts";

/** What a probe may use of the running system. */
export type Ground = {
  readonly house: House;
  readonly workshop: Workshop;
  readonly actions: readonly Action[];
  /** Asks the house's own door, as a stranger would; null where no door can be reached from here. */
  readonly ask: Ask | null;
  /** What performs actions, where it is not the platform's own: for the negative control. */
  readonly perform?: typeof perform;
};

export type Ask = (path: string) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}>;

/** What was found: whether the promise holds, which of the probe's sentences says so, and the figures in it. */
export type Found = {
  readonly isKept: boolean;
  readonly said: string;
  readonly facts: Readonly<Record<string, string | number>>;
};

type Common = {
  readonly name: string;
  /** A proof older than this proves nothing any more. */
  readonly maxAgeMinutes: number;
  /** What it does, for the page: "connected with your company's login to …". */
  readonly tries: Said;
  /** The sentences it may find, by their code, with `{{figures}}`. */
  readonly finds: Readonly<Record<string, Said>>;
  /** The test that switches the guard off in a scratch house and sees this probe turn red. */
  readonly control: TestName;
};

/** Tries what is the same for all companies. Null: it cannot be tried from here, and nothing is proved. */
export type HouseProbe = Common & {
  readonly of: "house";
  readonly everyMinutes: number;
  run(ground: Ground): Promise<Found | null>;
};

/** Tries it on one company's own data. */
export type CompanyProbe = Common & {
  readonly of: "company";
  run(ground: Ground, access: CompanyAccess): Promise<Found | null>;
};

export type Probe = HouseProbe | CompanyProbe;

export const keptAs = (said: string, facts: Found["facts"] = {}): Found => ({
  isKept: true,
  said,
  facts,
});

export const degradedAs = (said: string, facts: Found["facts"] = {}): Found => ({
  isKept: false,
  said,
  facts,
});

/** Of the controls' tests, all in one place. */
export const controlled = (name: string): TestName => `promises/probes/controls.test.ts: ${name}`;

export const HOUR_MINUTES = 60;
export const DAY_MINUTES = 24 * HOUR_MINUTES;
