import { inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { transaction } from "#platform/db/db.ts";
import { undone } from "#promises/probes/drill.sql.ts";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  keptAs,
} from "#promises/probes/probe.ts";
import { changeCustomer, createCustomer } from "./customers.actions.ts";
import { Customer, NewCustomer } from "./customers.contract.ts";
import { selectColumns } from "./drill.sql.ts";

/** What only serves how the rest is found, ordered and learnt: nothing that anybody said of a customer. */
const INNER = new Set([
  ...["search_text", "sort_name", "field_clocks", "first_connection_id", "is_phone_alone"],
  ...["archived_by", "custom", "is_merged", "order_states"],
]);

/** Reads from the running database what can be kept of a customer at all, and compares it with what their page shows. */
export const ofCustomers: CompanyProbe = {
  name: "of_customers",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read from your database every field in which something of a customer could be kept, and looked for it on the customer's page.",
    ms: "Membaca daripada pangkalan data anda setiap medan yang boleh menyimpan sesuatu tentang pelanggan, dan mencarinya di halaman pelanggan.",
  },
  finds: {
    shown: {
      en: "{{count}} of {{count}} fields stand on the customer's page; {{inner}} more only serve search and order.",
      ms: "{{count}} daripada {{count}} medan tertera di halaman pelanggan; {{inner}} lagi hanya untuk carian dan susunan.",
    },
    hidden: {
      en: "{{count}} fields are kept and not shown, the first of them {{field}}.",
      ms: "{{count}} medan disimpan tetapi tidak ditunjukkan, yang pertama ialah {{field}}.",
    },
  },
  control: controlled("a field of customers that no page shows turns its probe red"),
  async run(_ground, { pool }) {
    const columns = (await transaction(pool, "read only", selectColumns)).map(({ name }) => name);
    const shown = new Set(Object.keys(Customer.shape).map(columnOf));
    const hidden = columns.filter((name) => !shown.has(name) && !INNER.has(name));
    const [first] = hidden;
    if (first !== undefined) return degradedAs("hidden", { count: hidden.length, field: first });
    const inner = columns.filter((name) => !shown.has(name)).length;
    return keptAs("shown", { count: columns.length - inner, inner });
  },
};

const columnOf = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const WRONG = "Aina bt Zul";
const RIGHT = "Aina binti Zul";

/** Enters a customer with a wrong name and corrects it, by the same deeds as people do, and takes both back. */
export const corrected: CompanyProbe = {
  name: "corrected",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Entered a customer with a wrong name, corrected it, looked at the record and at what the audit log would say, and took all of it back.",
    ms: "Memasukkan pelanggan dengan nama yang salah, membetulkannya, melihat rekod itu dan apa yang log audit akan katakan, dan menarik semuanya balik.",
  },
  finds: {
    right: {
      en: "The record has the right name, and the entry the wrong one it had before.",
      ms: "Rekod itu mempunyai nama yang betul, dan catatan mempunyai nama salah yang sebelumnya.",
    },
    still_wrong: {
      en: "The record still has the wrong name.",
      ms: "Rekod itu masih mempunyai nama yang salah.",
    },
    untold: {
      en: "The entry does not say what it was before.",
      ms: "Catatan itu tidak menyatakan keadaan sebelumnya.",
    },
  },
  control: controlled("a database that lets no correction through turns its probe red"),
  run: ({ house }, access) => {
    const caller: Caller = {
      access,
      actor: { kind: "system", id: null, name: "trust.promises", permissions: new Set() },
      request: { id: "trust.promises.try", ip: null, userAgent: null },
      now: house.now(),
    };
    return undone(
      (tries) => inCompany(house, caller, "trust.promises.try", "read write", tries),
      tryCorrecting,
    );
  },
};

async function tryCorrecting(real: CommandCtx) {
  const said: object[] = [];
  const ctx: CommandCtx = {
    ...real,
    audit: async (subject, change) => {
      said.push(change);
      await real.audit(subject, change);
    },
  };
  const { id, version } = await createCustomer.run(ctx, NewCustomer.parse({ name: WRONG }));
  const { name } = await changeCustomer([]).run(ctx, { id, version, name: RIGHT });
  if (name !== RIGHT) return degradedAs("still_wrong");
  const told = JSON.stringify(said.at(-1));
  return told === JSON.stringify({ before: { name: WRONG }, after: { name: RIGHT } })
    ? keptAs("right")
    : degradedAs("untold");
}
