import type { RequestKind } from "./requests.contract.ts";

/** All that a company keeps of one person, as it is handed out. */
export type Pack = {
  readonly format: "kaunter.person.1";
  readonly company: string;
  readonly request: string;
  readonly kind: RequestKind;
  readonly writtenAt: string;
  readonly knownBy: { readonly emails: readonly string[]; readonly phones: readonly string[] };
  /** Slice by slice, table by table: every row with every column, named as in the database. */
  readonly parts: readonly {
    readonly part: string;
    readonly tables: Readonly<Record<string, readonly object[]>>;
  }[];
};

type Language = "en" | "ms";

/** For machines. Money is in the smallest unit of its currency, moments are ISO 8601 in UTC. */
export const packJson = (pack: Pack): string => `${JSON.stringify(pack, null, 2)}\n`;

/** The same for people: one page that needs nothing else, and prints. */
export function packHtml(pack: Pack, language: Language): string {
  const say = WORDS[language];
  const parts = pack.parts
    .filter(({ tables }) => Object.values(tables).some((rows) => rows.length > 0))
    .map(({ part, tables }) => {
      const lists = Object.entries(tables)
        .filter(([, rows]) => rows.length > 0)
        .map(([table, rows]) => tableHtml(say, part, table, rows));
      return `<section><h2>${text(say.parts[part] ?? part)}</h2>${lists.join("")}</section>`;
    });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(say.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${text(say.title)}</h1>
<p>${text(say.intro(pack.company, pack.writtenAt.slice(0, 10), pack.request))}</p>
${parts.length === 0 ? `<p>${text(say.nothing)}</p>` : parts.join("\n")}
</main></body></html>
`;
}

function tableHtml(say: Words, part: string, table: string, rows: readonly object[]): string {
  const records = rows.map((row) => {
    const facts = Object.entries(row)
      .map(([key, value]) => [key, valueText(value)] as const)
      .filter(([, value]) => value !== "")
      .map(([key, value]) => `<dt>${text(labelOf(key))}</dt><dd>${text(value)}</dd>`);
    return `<dl>${facts.join("")}</dl>`;
  });
  const title = say.tables[table] ?? labelOf(table);
  const isOnly = title === (say.parts[part] ?? part);
  const count = `${rows.length}`;
  return `${isOnly ? "" : `<h3>${text(title)} <small>${count}</small></h3>`}${records.join("")}`;
}

/** `email_consent_at` reads as "Email consent at". */
const labelOf = (name: string): string => {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return value.join(", ");
  if (typeof value === "object") {
    const said = JSON.stringify(value, null, 1);
    return said === "{}" || said === "[]" ? "" : said;
  }
  return String(value);
}

/** As text within HTML, whatever it is. */
const text = (said: string): string =>
  said.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1d24}" +
  "h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #d9d7d2}h3{font-size:1rem}" +
  "small{color:#5e5e64;font-weight:400}dl{display:grid;grid-template-columns:14rem 1fr;gap:.15rem 1rem;margin:.5rem 0 1rem;" +
  "padding-top:.5rem;border-top:1px solid #e9e7e3;break-inside:avoid}dt{color:#5e5e64}" +
  "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}" +
  "@media(max-width:40rem){dl{grid-template-columns:1fr}}@media print{body{margin:0}}";

type Words = {
  readonly title: string;
  readonly nothing: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
  intro(company: string, day: string, request: string): string;
};

const WORDS: Record<Language, Words> = {
  en: {
    title: "What is kept about you",
    nothing: "Nothing is kept about you.",
    intro: (company, day, request) =>
      `This is everything that ${company} kept about you on ${day}, as an answer to your request ${request}. Amounts are in the smallest unit of their currency (1050 is RM 10.50), times in UTC.`,
    parts: {
      "crm.customers": "You as a customer",
      "crm.requests": "What you asked",
      "sales.orders": "What you bought",
      "finance.invoices": "What you were invoiced",
      "finance.suppliers": "You as a supplier",
      "finance.recurring": "What you are invoiced again and again",
      "finance.quotes": "What you were offered",
      "finance.sendings": "Mails that brought you papers",
      "finance.links": "Pages where your papers are seen",
      "sales.subscriptions": "What you subscribed to",
      "connect.deliveries": "What stores sent about you",
      "records.timeline": "What happened",
      "records.notes": "What was noted about you",
      "records.attachments": "Files about you",
      "records.imports": "What was read in about you",
      "records.bulk": "What a deed on many records changed",
      "records.lookbacks": "A backup that was opened beside today",
      "records.tasks": "What was to be done about you",
      "crm.consents": "What you agreed to",
      "crm.duplicates": "Who you may be as well",
      "records.views": "Views of lists that name you",
      "records.search": "Words to search by",
      "records.exports": "Files of lists that you may be in",
      "records.trash": "In the trash",
      "platform.audit": "Who did what with your data",
    },
    tables: {
      customers: "You as a customer",
      customer_identities: "What you are known by",
      customer_phones: "Your other numbers",
      customer_addresses: "Your other addresses",
      customer_merges: "Earlier records of you",
      store_account_merges: "Accounts that a store made one",
      duplicate_keys: "What you are compared by",
      duplicate_pairs: "Who you may be as well",
      duplicate_verdicts: "What was said of that",
      customer_claims: "What you were known by when you were deleted",
      privacy_requests: "What you asked",
      orders: "Orders",
      order_lines: "Their lines",
      order_charges: "Shipping, fees and taxes",
      invoices: "Invoices and credit notes",
      invoice_lines: "Their lines",
      recurring_invoices: "What each says, and how often",
      quotes: "Quotations",
      sendings: "Mails",
      paper_links: "Pages",
      receipts: "Payments in",
      receipt_allocations: "What each payment was for",
      invoice_write_offs: "What was written off",
      supplier_refunds: "What came back of payments to you",
      bill_allocations: "What each payment to you was for",
      payments: "Payments",
      refunds: "Refunds",
      subscriptions: "What you subscribed to",
      delivery_batches: "What has just come",
      deliveries: "As it came",
      delivery_results: "What came of it",
      timeline_entries: "What happened",
      notes: "Notes",
      attachments: "Files",
      attachment_parts: "Their pieces",
      attachment_links: "What opens them",
      bulk_records: "What a deed on many records changed",
      lookback_rows: "Records that differ from it",
      imports: "Files that were read in",
      import_parts: "What is in those files",
      import_failures: "Rows that could not be taken",
      import_changes: "What was read in about you",
      customer_parts: "Records of you that were put together",
      customer_ties: "Who put them together",
      tasks: "What was to be done about you",
      consent_entries: "What you agreed to",
      record_views: "Views of lists that name you",
      search_words: "Words to search by",
      search_progress: "How far they are learnt",
      note_versions: "As they stood before",
      note_mentions: "Who was told of them",
      exports: "Files of lists that you may be in",
      export_parts: "What is in those files",
      export_links: "What opens those files",
      trash_entries: "In the trash",
      audit_entries: "Who did what with your data",
    },
  },
  ms: {
    title: "Apa yang disimpan tentang anda",
    nothing: "Tiada apa-apa disimpan tentang anda.",
    intro: (company, day, request) =>
      `Inilah semua yang disimpan oleh ${company} tentang anda pada ${day}, sebagai jawapan kepada permintaan anda ${request}. Jumlah dinyatakan dalam unit terkecil mata wangnya (1050 ialah RM 10.50), masa dalam UTC.`,
    parts: {
      "crm.customers": "Anda sebagai pelanggan",
      "crm.requests": "Apa yang anda minta",
      "sales.orders": "Apa yang anda beli",
      "finance.invoices": "Apa yang diinvois kepada anda",
      "finance.suppliers": "Anda sebagai pembekal",
      "finance.recurring": "Apa yang diinvois kepada anda berulang kali",
      "finance.quotes": "Apa yang ditawarkan kepada anda",
      "finance.sendings": "Mel yang membawa dokumen kepada anda",
      "finance.links": "Halaman tempat dokumen anda dilihat",
      "sales.subscriptions": "Apa yang anda langgan",
      "connect.deliveries": "Apa yang dihantar kedai tentang anda",
      "records.timeline": "Apa yang berlaku",
      "records.notes": "Apa yang dicatat tentang anda",
      "records.attachments": "Fail tentang anda",
      "records.imports": "Apa yang dibaca masuk tentang anda",
      "records.bulk": "Apa yang diubah pada banyak rekod sekali gus",
      "records.lookbacks": "Sandaran yang dibuka di sebelah hari ini",
      "records.tasks": "Apa yang perlu dibuat tentang anda",
      "crm.consents": "Apa yang anda persetujui",
      "crm.duplicates": "Siapa lagi anda mungkin",
      "records.views": "Paparan senarai yang menamakan anda",
      "records.search": "Kata carian",
      "records.exports": "Fail senarai yang mungkin mengandungi anda",
      "records.trash": "Dalam tong sampah",
      "platform.audit": "Siapa buat apa dengan data anda",
    },
    tables: {
      customers: "Anda sebagai pelanggan",
      customer_identities: "Anda dikenali melalui",
      customer_phones: "Nombor anda yang lain",
      customer_addresses: "Alamat anda yang lain",
      customer_merges: "Rekod anda yang terdahulu",
      store_account_merges: "Akaun yang disatukan oleh kedai",
      duplicate_keys: "Anda dibandingkan melalui",
      duplicate_pairs: "Siapa lagi anda mungkin",
      duplicate_verdicts: "Apa yang dikatakan tentangnya",
      customer_claims: "Anda dikenali melalui semasa dipadam",
      privacy_requests: "Apa yang anda minta",
      orders: "Pesanan",
      order_lines: "Barisnya",
      order_charges: "Penghantaran, yuran dan cukai",
      invoices: "Invois dan nota kredit",
      invoice_lines: "Barisnya",
      recurring_invoices: "Isi dan kekerapannya",
      quotes: "Sebut harga",
      sendings: "Mel",
      paper_links: "Halaman",
      receipts: "Bayaran masuk",
      receipt_allocations: "Tujuan setiap bayaran",
      invoice_write_offs: "Hapus kira",
      supplier_refunds: "Bayaran balik daripada bayaran kepada anda",
      bill_allocations: "Tujuan setiap bayaran kepada anda",
      payments: "Bayaran",
      refunds: "Bayaran balik",
      subscriptions: "Apa yang anda langgan",
      delivery_batches: "Yang baru tiba",
      deliveries: "Seperti ia tiba",
      delivery_results: "Hasilnya",
      timeline_entries: "Apa yang berlaku",
      notes: "Nota",
      attachments: "Fail",
      attachment_parts: "Kepingannya",
      attachment_links: "Apa yang membukanya",
      bulk_records: "Apa yang diubah pada banyak rekod sekali gus",
      lookback_rows: "Rekod yang berbeza daripadanya",
      imports: "Fail yang dibaca masuk",
      import_parts: "Kandungan fail itu",
      import_failures: "Baris yang tidak dapat diambil",
      import_changes: "Apa yang dibaca masuk tentang anda",
      customer_parts: "Rekod anda yang digabungkan",
      customer_ties: "Siapa yang menggabungkannya",
      tasks: "Apa yang perlu dibuat tentang anda",
      consent_entries: "Apa yang anda persetujui",
      record_views: "Paparan senarai yang menamakan anda",
      search_words: "Kata carian",
      search_progress: "Sejauh mana ia dipelajari",
      note_versions: "Keadaannya sebelum itu",
      note_mentions: "Siapa yang diberitahu",
      exports: "Fail senarai yang mungkin mengandungi anda",
      export_parts: "Kandungan fail itu",
      export_links: "Apa yang membuka fail itu",
      trash_entries: "Dalam tong sampah",
      audit_entries: "Siapa buat apa dengan data anda",
    },
  },
};
