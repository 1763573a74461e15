import type { Action } from "#platform/actions/action.ts";
import type { Job } from "#platform/jobs/jobs.ts";

/** What a module puts into the house. */
export type Module = {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly jobs: readonly Job[];
};

/** The house, lowest storey first. A module may use the public face of any module above it in this list. */
export const MODULES: readonly Module[] = [
  { name: "accounts", actions: [], jobs: [] },
  { name: "companies", actions: [], jobs: [] },
  { name: "records", actions: [], jobs: [] },
  { name: "crm", actions: [], jobs: [] },
  { name: "catalog", actions: [], jobs: [] },
  { name: "sales", actions: [], jobs: [] },
  { name: "connect", actions: [], jobs: [] },
  { name: "insights", actions: [], jobs: [] },
  { name: "trust", actions: [], jobs: [] },
];

export const ACTIONS: readonly Action[] = MODULES.flatMap((module) => module.actions);
export const JOBS: readonly Job[] = MODULES.flatMap((module) => module.jobs);

/** Every permission there is, for the roles to choose from. */
export const PERMISSIONS: readonly string[] = [
  ...new Set(ACTIONS.flatMap((action) => (action.door === "company" ? [action.needs] : []))),
];
