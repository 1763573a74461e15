import { Problem } from "#kernel/errors.ts";
import { type CompanyAction, perform as performAction } from "#platform/actions/action.ts";
import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

/** Asks for every action of a company as somebody who may nothing; the deed itself is replaced, so nothing can happen. */
export const permissions: CompanyProbe = {
  name: "permissions",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Asked for every action of your company as somebody without any permission.",
    ms: "Meminta setiap tindakan syarikat anda sebagai seseorang tanpa sebarang kebenaran.",
  },
  finds: {
    refused: {
      en: "{{count}} of {{count}} actions were refused before anything was read.",
      ms: "{{count}} daripada {{count}} tindakan ditolak sebelum apa-apa dibaca.",
    },
    open: {
      en: "{{count}} actions were not refused, the first of them {{action}}.",
      ms: "{{count}} tindakan tidak ditolak, yang pertama ialah {{action}}.",
    },
  },
  control: controlled("an action that asks for no permission turns the permissions' probe red"),
  async run({ house, actions, perform = performAction }, access) {
    const nobody = {
      access,
      actor: {
        kind: "system",
        id: null,
        name: "trust.promises.try",
        permissions: new Set<string>(),
      },
      request: { id: "trust.promises.try", ip: null, userAgent: null },
      now: house.now(),
    } as const;
    const ofCompany = actions.filter(
      (action): action is CompanyAction => action.door === "company",
    );
    const open: string[] = [];
    for (const action of ofCompany) {
      const harmless = { ...action, run: () => Promise.reject(new Error("the deed was reached")) };
      const isRefused = await perform(harmless, house, nobody, {}).then(
        () => false,
        (error: unknown) => error instanceof Problem && error.kind === "forbidden",
      );
      if (!isRefused) open.push(`${action.does.method} ${action.does.path}`);
    }
    return open.length > 0
      ? degradedAs("open", { count: open.length, action: open[0] ?? "" })
      : keptAs("refused", { count: ofCompany.length });
  },
};
