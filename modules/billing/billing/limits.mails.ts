import type { Admin } from "#modules/companies/companies.public.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { Limit, Usage } from "../plans/plans.rules.ts";

/** What of a plan's limits is nearly used up, or more than that; and that nothing stops. */
export function limitsMail(
  to: Admin,
  company: string,
  usage: readonly Usage[],
  publicUrl: string,
): Mail {
  const name = company.replace(/\s+/g, " ").slice(0, 100);
  const { subject, first, last, door, hello } = WORDS[to.locale];
  const lines = usage.map(
    ({ limit, used, of }) =>
      `- ${LIMITS[to.locale][limit]}: ${said(to, limit, used)} / ${said(to, limit, of ?? 0)}`,
  );
  return {
    to: to.email,
    kind: "billing.limits",
    subject: subject(name),
    text: `${hello} ${to.name},\n\n${first(name)}\n\n${lines.join("\n")}\n\n${last}\n\n${door}: ${publicUrl}/settings/billing\n`,
  };
}

const LOCALES = { en: "en-GB", ms: "ms-MY" } as const;
const GB = 1024 ** 3;

const said = ({ locale }: Admin, limit: Limit, count: number): string =>
  limit === "bytes"
    ? `${(count / GB).toLocaleString(LOCALES[locale], { maximumFractionDigits: 1 })} GB`
    : count.toLocaleString(LOCALES[locale]);

const LIMITS: Record<"en" | "ms", Record<Limit, string>> = {
  en: {
    customers: "Customers",
    orders: "Orders this month",
    members: "Members",
    bytes: "Files",
  },
  ms: {
    customers: "Pelanggan",
    orders: "Pesanan bulan ini",
    members: "Ahli",
    bytes: "Fail",
  },
};

const WORDS = {
  en: {
    hello: "Hello",
    subject: (company: string) => `${company} nears what its plan holds`,
    first: (company: string) => `${company} uses nearly all, or more, of what its plan holds:`,
    last: "Nothing stops, and nothing is hidden or deleted: everything goes on, is shown and can be exported as before. A larger plan fits when you like.",
    door: "Plan and billing",
  },
  ms: {
    hello: "Salam",
    subject: (company: string) => `${company} menghampiri had pelannya`,
    first: (company: string) =>
      `${company} sudah menggunakan hampir semua, atau lebih, daripada had pelannya:`,
    last: "Tiada apa-apa yang dihentikan, disembunyikan atau dipadam: semuanya berjalan, dipaparkan dan boleh dieksport seperti biasa. Pelan yang lebih besar boleh dipilih pada bila-bila masa.",
    door: "Pelan dan bil",
  },
};
