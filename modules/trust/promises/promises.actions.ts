import { notFound } from "#kernel/errors.ts";
import type { Language } from "#kernel/said.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Section } from "#promises/entry.ts";
import { LATER, PROMISES, SECTIONS } from "#promises/register.ts";
import { PROBE_OF } from "./probes.ts";
import { type PromiseList, promises, type Span } from "./promises.contract.ts";
import { foundText, type LastProof, provedAtOf, stateOf } from "./promises.rules.ts";
import { markAsked, selectCurrentProofs, selectProofHistory, selectTrial } from "./promises.sql.ts";

const SPANS_MAX = 50;

export const listPromises = query({
  does: promises.list,
  needs: "trust.promises.read",
  async run(ctx, { language }) {
    const { current, trial } = await ctx.inControl(async (control) => ({
      current: await selectCurrentProofs(control, ctx.company.id),
      trial: await selectTrial(control, ctx.company.id),
    }));
    const proofs = new Map(current.map((proof) => [proof.probe, proof]));
    const sections = SECTIONS.map((section) => shownSection(section, proofs, language, ctx.now));
    const states = sections.flatMap((section) => section.promises.map(({ state }) => state));
    const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
    return {
      counts: {
        kept: count("kept"),
        degraded: count("degraded"),
        unproven: count("unproven"),
        duty: count("duty"),
      },
      triedAt: trial?.triedAt ?? null,
      isAsked: (trial?.askedAt ?? null) !== null,
      sections,
    };
  },
});

export const historyOfPromise = query({
  does: promises.history,
  needs: "trust.promises.read",
  async run(ctx, { id, language }) {
    const entry = PROMISES.find((one) => one.id === id);
    if (entry === undefined) throw notFound("trust.promise");
    const rows = await ctx.inControl((control) =>
      selectProofHistory(control, ctx.company.id, entry.probes, SPANS_MAX),
    );
    return { spans: rows.map((row) => spanOf(row, language)) };
  },
});

export const checkPromises = command({
  does: promises.check,
  needs: "trust.promises.check",
  isForCancelled: true,
  async run(ctx) {
    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, { asked: "all promises" });
    ctx.tell("trust.promises");
    await ctx.inControl((control) => markAsked(control, id, ctx.now));
    return { done: true as const };
  },
});

type Proofs = ReadonlyMap<string, LastProof>;
type Shown = PromiseList["sections"][number];

const shownSection = (section: Section, proofs: Proofs, language: Language, now: Date): Shown => ({
  key: section.key,
  title: section.title[language],
  promises: section.entries.map((entry) => ({
    id: entry.id,
    title: entry.title[language],
    says: entry.says[language],
    state: stateOf(entry, PROBE_OF, proofs, now),
    isLater: LATER.has(entry.id),
    how: entry.enforcedBy?.how[language] ?? null,
    duty: entry.duty?.[language] ?? null,
    provedAt: provedAtOf(entry, proofs),
    testsCount: entry.tests.length,
    proofs: entry.probes.map((name) => shownProof(name, proofs, language)),
  })),
});

function shownProof(name: string, proofs: Proofs, language: Language) {
  const probe = PROBE_OF.get(name);
  const proof = proofs.get(name);
  return {
    probe: name,
    tries: probe?.tries[language] ?? "",
    found:
      probe === undefined || proof === undefined
        ? null
        : foundText(probe, proof.evidence, language),
    isKept: proof === undefined ? null : proof.state === "kept",
    provedAt: proof?.lastAt ?? null,
    sinceAt: proof?.sinceAt ?? null,
    runsCount: proof?.runsCount ?? 0,
  };
}

function spanOf({ probe, state, evidence, ...row }: LastProof, language: Language): Span {
  const known = PROBE_OF.get(probe);
  return {
    ...row,
    probe,
    isKept: state === "kept",
    found: known === undefined ? evidence.said : foundText(known, evidence, language),
  };
}
