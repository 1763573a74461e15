import { takeStep } from "#modules/accounts/accounts.public.ts";
import { messages } from "#modules/connect/connect.public.ts";
import { corrected, ofCustomers } from "#modules/crm/crm.public.ts";
import { createVerifier } from "#platform/audit/verifier.ts";
import { transaction } from "#platform/db/db.ts";
import {
  insertDrillAccount,
  insertDrillFactor,
  selectFactorsCount,
  takenBack,
} from "#promises/probes/drill.sql.ts";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  type HouseProbe,
  keptAs,
  type Probe,
} from "#promises/probes/probe.ts";
import { GROUND_PROBES } from "#promises/probes/probes.ts";
import { alarm } from "../alerts/drill.ts";
import { aboutLog, entriesOf } from "../audit/chain.ts";
import { notice } from "../policies/drill.ts";
import { ageMinutes } from "./promises.rules.ts";
import { selectCurrentProofs } from "./promises.sql.ts";

/** Whether the probes themselves run: the oldest proof must be younger than its probe allows. */
const rounds: CompanyProbe = {
  name: "rounds",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Looked when each probe last ran for your company.",
    ms: "Melihat bila setiap ujian kali terakhir berjalan bagi syarikat anda.",
  },
  finds: {
    fresh: {
      en: "{{count}} probes ran, the one that waited longest {{minutes}} minutes ago; {{runs}} runs in all are kept.",
      ms: "{{count}} ujian telah berjalan, yang paling lama menunggu {{minutes}} minit lalu; {{runs}} larian disimpan kesemuanya.",
    },
    late: {
      en: "{{count}} probes have not run for too long, the first of them {{probe}}.",
      ms: "{{count}} ujian terlalu lama tidak berjalan, yang pertama ialah {{probe}}.",
    },
  },
  control: controlled("a probe that has not run for too long turns the rounds' probe red"),
  async run({ house }, { company }) {
    const proofs = await transaction(house.control, "read only", (db) =>
      selectCurrentProofs(db, company.id),
    );
    const others = proofs.filter(({ probe }) => probe !== "rounds");
    const now = house.now();
    const late = others.filter(
      (proof) => ageMinutes(proof, now) > (PROBE_OF.get(proof.probe)?.maxAgeMinutes ?? Infinity),
    );
    if (late.length > 0)
      return degradedAs("late", { count: late.length, probe: late[0]?.probe ?? "" });
    const oldest = Math.max(0, ...others.map((proof) => ageMinutes(proof, now)));
    const runs = others.reduce((sum, { runsCount }) => sum + runsCount, 0);
    return keptAs("fresh", { count: others.length, minutes: Math.round(oldest), runs });
  },
};

/** Follows the links of the log from where it was last signed to its end. The whole of it is followed once a day. */
const auditChain: CompanyProbe = {
  name: "audit_chain",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Followed the links of your audit log from its last signature to its end, and compared its ends with what the house remembers.",
    ms: "Mengikuti pautan log audit anda dari tandatangan terakhir hingga ke hujung, dan membandingkan hujungnya dengan apa yang diingati oleh rumah.",
  },
  finds: {
    whole: {
      en: "Every link fits. Entries since the last signature: {{entries}}; signatures so far: {{signatures}}.",
      ms: "Setiap pautan padan. Catatan sejak tandatangan terakhir: {{entries}}; tandatangan setakat ini: {{signatures}}.",
    },
    explained: {
      en: "Every link fits, but for gaps that an Admin has explained: {{gaps}}; the audit log says when and why. Entries since the last signature: {{entries}}; signatures so far: {{signatures}}.",
      ms: "Setiap pautan padan, kecuali jurang yang telah diterangkan oleh Admin: {{gaps}}; log audit menyatakan bila dan sebabnya. Catatan sejak tandatangan terakhir: {{entries}}; tandatangan setakat ini: {{signatures}}.",
    },
    broken: {
      en: "{{count}} places of the audit log are not as they were written.",
      ms: "{{count}} tempat dalam log audit tidak seperti yang ditulis.",
    },
  },
  control: controlled("an entry that was altered or cut off turns the chain's probe red"),
  async run({ house }, access) {
    const about = await aboutLog(house, access);
    const from = about.standsFrom;
    const verifier = createVerifier({ ...about, from });
    for await (const page of entriesOf(access, from))
      for (const entry of page) verifier.entry(entry);
    const { findings, entries, gaps } = verifier.end();
    if (findings.length > 0) return degradedAs("broken", { count: findings.length });
    const facts = { entries, signatures: about.heads.length };
    return gaps.length === 0
      ? keptAs("whole", facts)
      : keptAs("explained", { ...facts, gaps: gaps.length });
  },
};

/** Uses one code of an authenticator app twice, by an account that exists only in a transaction which is taken back. */
const secondStep: HouseProbe = {
  name: "second_step",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Used one code of an authenticator app twice, and then an older one, by an account made for the purpose.",
    ms: "Menggunakan satu kod aplikasi pengesah dua kali, kemudian kod yang lebih lama, dengan akaun yang dibuat untuk tujuan ini.",
  },
  finds: {
    once: {
      en: "The code worked once; the second time and the older code were refused. {{count}} accounts have a second step.",
      ms: "Kod itu berfungsi sekali; kali kedua dan kod yang lebih lama ditolak. {{count}} akaun mempunyai langkah kedua.",
    },
    again: { en: "A used code worked again.", ms: "Kod yang telah digunakan berfungsi lagi." },
    never: { en: "A right code was refused.", ms: "Kod yang betul ditolak." },
  },
  control: controlled("a code that works twice turns the second step's probe red"),
  run: ({ house }) =>
    takenBack(async (db) => {
      const id = await insertDrillAccount(db, house.now());
      await insertDrillFactor(db, id, house.now());
      if ((await takeStep(db, id, 2)) !== 1) return degradedAs("never");
      const again = (await takeStep(db, id, 2)) + (await takeStep(db, id, 1));
      if (again > 0) return degradedAs("again");
      const { count } = await selectFactorsCount(db);
      return keptAs("once", { count: count - 1 });
    }, house.control),
};

/** All that is tried. The look at the others comes last. */
export const PROBES: readonly Probe[] = [
  ...GROUND_PROBES,
  ofCustomers,
  corrected,
  messages,
  auditChain,
  secondStep,
  alarm,
  notice,
  rounds,
];

export const PROBE_OF: ReadonlyMap<string, Probe> = new Map(
  PROBES.map((probe) => [probe.name, probe]),
);
