import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Entry } from "#promises/entry.ts";
import { PROMISES } from "#promises/register.ts";
import { PROBE_OF } from "./probes.ts";
import type { PromiseState } from "./promises.contract.ts";
import { foundText, type LastProof, provedAtOf, stateOf } from "./promises.rules.ts";
import { selectActiveCompanyIds, selectAllProofs } from "./promises.sql.ts";

/** One promise over all companies, as `npm run trust -- --json` prints it. */
export type Standing = {
  readonly id: string;
  readonly title: string;
  readonly state: PromiseState;
  /** When it was last proved for the company that waits longest. */
  readonly provenAt: Date | null;
  readonly evidence: readonly string[];
  readonly tests: readonly string[];
  readonly negativeControl: readonly string[];
};

const PROOFS_MAX = 1_000_000;
/** The worst of all companies counts. */
const WORST_FIRST = ["degraded", "unproven", "duty", "kept"] as const;

export async function standingsOf(house: House): Promise<Standing[]> {
  const { proofs, companies } = await transaction(house.control, "read only", async (db) => ({
    proofs: await selectAllProofs(db, PROOFS_MAX),
    companies: await selectActiveCompanyIds(db),
  }));
  const ofHouse = proofs.filter(({ companyId }) => companyId === null);
  const byCompany = Map.groupBy(proofs, ({ companyId }) => companyId);
  const views = companies.map(({ id }) => viewOf([...ofHouse, ...(byCompany.get(id) ?? [])]));
  const all = views.length === 0 ? [viewOf(ofHouse)] : views;
  return PROMISES.map((entry) => standingOf(entry, all, house.now()));
}

type View = ReadonlyMap<string, LastProof>;
const viewOf = (proofs: readonly LastProof[]): View =>
  new Map(proofs.map((proof) => [proof.probe, proof]));

function standingOf(entry: Entry, views: readonly View[], now: Date): Standing {
  const states = views.map((view) => stateOf(entry, PROBE_OF, view, now));
  const state = WORST_FIRST.find((one) => states.includes(one)) ?? "unproven";
  const worst = views[states.indexOf(state)] ?? new Map();
  const moments = views.map((view) => provedAtOf(entry, view));
  const isProved = moments.every((at) => at !== null);
  return {
    id: entry.id,
    title: entry.title.en,
    state,
    provenAt: isProved ? moments.reduce((oldest, at) => (at < oldest ? at : oldest)) : null,
    evidence: entry.probes.flatMap((name) => evidenceOf(name, worst)),
    tests: entry.tests,
    negativeControl: entry.probes.flatMap((name) => PROBE_OF.get(name)?.control ?? []),
  };
}

function evidenceOf(name: string, view: View): string[] {
  const probe = PROBE_OF.get(name);
  const proof = view.get(name);
  return probe === undefined || proof === undefined ? [] : [foundText(probe, proof.evidence, "en")];
}
