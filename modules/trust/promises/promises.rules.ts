import type { Language, Said } from "#kernel/said.ts";
import type { Entry } from "#promises/entry.ts";
import type { Found, Probe } from "#promises/probes/probe.ts";
import type { PromiseState } from "./promises.contract.ts";

/** What a probe found last, of this company or of the whole house. */
export type LastProof = {
  readonly probe: string;
  readonly state: "kept" | "degraded";
  readonly sinceAt: Date;
  readonly lastAt: Date;
  readonly runsCount: number;
  readonly evidence: Pick<Found, "said" | "facts">;
};

/**
 * Never kept because nobody looked: what was found wrong stays so until it is found right, a proof that is older than its
 * probe allows proves nothing, and what only the operator can do is never called kept.
 */
export function stateOf(
  entry: Entry,
  probes: ReadonlyMap<string, Pick<Probe, "maxAgeMinutes">>,
  proofs: ReadonlyMap<string, LastProof>,
  now: Date,
): PromiseState {
  const last = entry.probes.map((name) => ({ proof: proofs.get(name), probe: probes.get(name) }));
  if (last.some(({ proof }) => proof?.state === "degraded")) return "degraded";
  const isProved =
    last.length > 0 &&
    last.every(
      ({ proof, probe }) =>
        proof !== undefined && probe !== undefined && ageMinutes(proof, now) <= probe.maxAgeMinutes,
    );
  if (entry.duty !== null && (isProved || last.length === 0)) return "duty";
  return isProved ? "kept" : "unproven";
}

export const ageMinutes = ({ lastAt }: Pick<LastProof, "lastAt">, now: Date): number =>
  (now.getTime() - lastAt.getTime()) / 60_000;

/** When the promise as a whole was last proved: by the probe that has waited longest. */
export function provedAtOf(entry: Entry, proofs: ReadonlyMap<string, LastProof>): Date | null {
  const moments = entry.probes.map((name) => proofs.get(name)?.lastAt);
  if (moments.length === 0 || moments.includes(undefined)) return null;
  return (
    moments.reduce((oldest, at) =>
      at !== undefined && oldest !== undefined && at < oldest ? at : oldest,
    ) ?? null
  );
}

const figure = new Intl.NumberFormat("en");

/** The sentence of what was found, with its figures. */
export function foundText(
  probe: Pick<Probe, "finds">,
  { said, facts }: Pick<Found, "said" | "facts">,
  language: Language,
): string {
  const words: Said | undefined = probe.finds[said];
  return (words?.[language] ?? said).replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = facts[name] ?? "";
    return typeof value === "number" ? figure.format(value) : value;
  });
}
