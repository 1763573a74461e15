import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { testHouse } from "#platform/testing/house.ts";
import { booksCompany, type Reply } from "../journals/books.testing.ts";
import { getJournal } from "../journals/journals.actions.ts";
import { changeLetterhead } from "../letterheads/letterheads.actions.ts";
import { createReceipt, undoReceipt } from "../receipts/receipts.actions.ts";
import { addReadyTaxes, listTaxes, setRate } from "../taxes/taxes.actions.ts";
import {
  changeInvoice,
  createInvoice,
  discardInvoice,
  getAging,
  getEInvoice,
  getInvoice,
  getPdf,
  listInvoices,
  restoreInvoice,
} from "./invoices.actions.ts";
import { creditInvoice, issueInvoice } from "./issuing.actions.ts";

async function seller() {
  const house = await testHouse();
  const books = await booksCompany(house);
  await books.asks(addReadyTaxes, { set: "my_sst" });
  const { codes } = await books.asks(listTaxes, {});
  const tax = (code: string): string => codes.find((one: Reply) => one.code === code).id;
  const draft = (more: object = {}) => ({
    buyer: { name: "Aminah Trading", city: "Ipoh", country: "MY" },
    currency: "MYR",
    lines: [
      { name: "Kopi", quantity: "3", price: "33.333333", taxCodeIds: [tax("SA10")] },
      {
        name: "Latihan",
        quantity: "1.5",
        price: "200",
        discount: { percent: "10" },
        taxCodeIds: [tax("ST")],
      },
    ],
    adjustments: [{ isCharge: false, of: { minor: 1_000 }, reason: "Diskaun" }],
    ...more,
  });
  const drafted = (more: object = {}): Promise<Reply> => books.asks(createInvoice, draft(more));
  const issued = async (more: object = {}): Promise<Reply> => {
    const { id, version } = await drafted(more);
    return books.asks(issueInvoice, { id, version });
  };
  const pays = (invoice: Reply, amountMinor: number, more: object = {}): Promise<Reply> =>
    books.asks(createReceipt, {
      ...{ receivedOn: invoice.issuedOn, accountId: books.idOf("1011") },
      allocations: [{ invoiceId: invoice.id, amountMinor }],
      ...more,
    });
  const balances = async (): Promise<Record<string, number>> => {
    const { rows } = await books.access.pool.query<{ code: string; sum: number }>(
      `select a.code, sum(l.amount_minor)::int as sum from journal_lines l join ledger_accounts a on a.id = l.account_id
        group by a.code having sum(l.amount_minor) <> 0 order by a.code`,
    );
    return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
  };
  return {
    ...{ house, ...books, tax, draft, drafted, issued, pays, balances },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  const fields = Array.isArray(error.details) ? (error.details as { code: string }[]) : [];
  const said = [error.code, ...fields.map((one) => one.code)];
  assert.ok(said.includes(code), `${said} is not ${code}`);
  return true;
};

test("a draft is reckoned, changed, discarded and restored; nothing is posted before it is issued", async () => {
  await using of = await seller();
  const draft = await of.drafted();
  // 100.00 and 270.00; 10.00 off in proportion; 10 % and 8 % on what is left.
  assert.deepEqual(
    [
      draft.figures.linesMinor,
      draft.figures.discountMinor,
      draft.figures.taxMinor,
      draft.payableMinor,
    ],
    [37_000, 1_000, 973 + 2_102, 36_000 + 3_075],
  );
  assert.deepEqual([draft.standing, draft.number, draft.termsDays], ["draft", null, 30]);
  const { id } = draft;
  const changed = await of.asks(changeInvoice, {
    ...of.draft({ lines: [], adjustments: [] }),
    id,
    version: 1,
  });
  assert.deepEqual(
    [changed.payableMinor, changed.blocked.issue],
    [0, "finance.invoice.has_no_lines"],
  );
  await assert.rejects(
    of.asks(changeInvoice, { ...of.draft(), id, version: 1 }),
    refusedWith("record.changed_meanwhile"),
  );
  const gone = await of.asks(discardInvoice, { id, version: 2 });
  assert.deepEqual((await of.asks(listInvoices, {})).rows, []);
  await assert.rejects(
    of.asks(issueInvoice, { id, version: gone.version }),
    refusedWith("finance.invoice.is_discarded"),
  );
  const back = await of.asks(restoreInvoice, { id, version: gone.version });
  assert.equal(back.standing, "draft");
  assert.deepEqual(await of.balances(), {});
});

test("issuing numbers the invoice, posts its own figures and keeps its taxes for the report", async () => {
  await using of = await seller();
  const first = await of.issued();
  const second = await of.issued();
  const year = first.issuedOn.slice(0, 4);
  assert.deepEqual([first.number, second.number], [`INV-${year}-00001`, `INV-${year}-00002`]);
  assert.deepEqual(
    [first.standing, first.dueMinor, first.blocked.change],
    ["open", 39_075, "finance.invoice.is_issued"],
  );
  assert.deepEqual(await of.balances(), {
    "1100": 78_150,
    "2200": -6_150,
    "4100": -74_000,
    "4200": 2_000,
  });
  const entry = await of.asks(getJournal, { id: first.entryId });
  assert.deepEqual(
    [entry.source, entry.blocked.reverse],
    [first.id, "finance.journal.follows_its_paper"],
  );
  const { rows } = await of.access.pool.query(
    `select c.code, sum(t.taxable_minor)::int as taxable, sum(t.tax_minor)::int as tax
       from invoice_taxes t join tax_codes c on c.id = t.tax_code_id group by 1 order by 1`,
  );
  assert.deepEqual(rows, [
    { code: "SA10", taxable: 2 * 9_730, tax: 2 * 973 },
    { code: "ST", taxable: 2 * 26_270, tax: 2 * 2_102 },
  ]);
});

test("a paper goes by the tax of its own day", async () => {
  await using of = await seller();
  const { codes } = await of.asks(listTaxes, {});
  const service = codes.find(({ code }: Reply) => code === "ST");
  const lines = [{ name: "Latihan", quantity: "1", price: "100", taxCodeIds: [of.tax("ST")] }];
  const draft = await of.drafted({ lines, adjustments: [] });
  assert.equal(draft.figures.taxMinor, 800);
  await of.asks(setRate, {
    id: service.id,
    version: service.version,
    startsOn: "2026-01-01",
    rate: "10",
  });
  const issued = await of.asks(issueInvoice, { id: draft.id, version: draft.version });
  assert.equal(issued.figures.taxMinor, 1_000);
});

test("payments make it part paid and paid, are undone by a reversing entry, and never exceed what is due", async () => {
  await using of = await seller();
  const invoice = await of.issued();
  const standing = async () => (await of.asks(getInvoice, { id: invoice.id })).standing;
  const first = await of.pays(invoice, 9_075);
  assert.equal(await standing(), "part_paid");
  await assert.rejects(of.pays(invoice, 30_001), refusedWith("finance.receipt.more_than_due"));
  await of.pays(invoice, 30_000);
  assert.equal(await standing(), "paid");
  await assert.rejects(of.pays(invoice, 1), refusedWith("finance.receipt.more_than_due"));
  assert.equal((await of.balances())["1100"], undefined);

  const undone = await of.asks(undoReceipt, { id: first.id });
  assert.equal(undone.undoneOn, invoice.issuedOn);
  assert.equal(await standing(), "part_paid");
  assert.deepEqual([(await of.balances())["1100"], (await of.balances())["1011"]], [9_075, 30_000]);
  await assert.rejects(
    of.asks(undoReceipt, { id: first.id }),
    refusedWith("finance.receipt.is_undone"),
  );
  await assert.rejects(
    of.pays(invoice, 1, { accountId: of.idOf("4100") }),
    refusedWith("finance.receipt.no_bank_account"),
  );
});

test("a credit note takes off what is due, by the invoice's own taxes, and brings everything back to nothing", async () => {
  await using of = await seller();
  const invoice = await of.issued();
  const { codes } = await of.asks(listTaxes, {});
  const service = codes.find(({ code }: Reply) => code === "ST");
  await of.asks(setRate, {
    id: service.id,
    version: service.version,
    startsOn: "2026-01-01",
    rate: "10",
  });
  const note = await of.asks(creditInvoice, { id: invoice.id, version: invoice.version });
  assert.deepEqual(
    [note.kind, note.credits.number, note.payableMinor],
    ["credit_note", invoice.number, 39_075],
  );
  const issued = await of.asks(issueInvoice, { id: note.id, version: note.version });
  assert.match(issued.number, /^CN-\d{4}-00001$/);
  assert.deepEqual(await of.balances(), {});
  const answered = await of.asks(getInvoice, { id: invoice.id });
  assert.deepEqual(
    [answered.standing, answered.dueMinor, answered.blocked.credit, answered.blocked.receive],
    ["credited", 0, "finance.invoice.nothing_due", "finance.invoice.nothing_due"],
  );
});

test("a credit note never takes off more than is still due", async () => {
  await using of = await seller();
  const invoice = await of.issued();
  const note = await of.asks(creditInvoice, { id: invoice.id, version: invoice.version });
  await of.pays(invoice, 100);
  await assert.rejects(
    of.asks(issueInvoice, { id: note.id, version: note.version }),
    refusedWith("finance.invoice.credits_more_than_due"),
  );
});

test("thirty-two at once get each their own number, without a gap", async () => {
  await using of = await seller();
  const drafts = await Promise.all(Array.from({ length: 32 }, () => of.drafted()));
  const issued = await Promise.all(
    drafts.map(({ id, version }, at) =>
      of
        .asks(issueInvoice, { id, version: at % 8 === 7 ? version + 1 : version })
        .catch(() => null),
    ),
  );
  const numbers = issued.flatMap((one) => (one === null ? [] : [Number(one.number.slice(-5))]));
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 28 }, (_, at) => at + 1),
  );
});

test("the e-invoice says what was issued, and what a draft still lacks", async () => {
  await using of = await seller();
  const draft = await of.drafted();
  assert.deepEqual(
    draft.lacks.map(({ rule }: Reply) => rule),
    ["BR-CO-26", "BR-S-02", "BR-S-03"],
  );
  await of.asks(changeLetterhead, {
    ...{ legalName: "Kedai Kopi Sdn. Bhd.", registration: "202301012345", taxNumber: "MYW10-1808" },
    ...{ street: "12 Jalan Sultan", street2: "", city: "Ipoh", postcode: "30000", state: "Perak" },
    ...{ email: "", phone: "", bankName: "Maybank", bankAccount: "514012345678", bankBic: "" },
    ...{ footer: "", termsDays: 14, version: 1 },
  });
  const lines = [{ name: "Kopi", quantity: "2", price: "11", taxCodeIds: [of.tax("SA10")] }];
  const issued = await of.issued({ lines, adjustments: [], pricesContainTax: true });
  assert.deepEqual(issued.lacks, []);
  const { name, xml } = await of.asks(getEInvoice, { id: issued.id });
  assert.equal(name, `${issued.number}.xml`);
  for (const told of ["Kedai Kopi Sdn. Bhd.", "514012345678", ">20.00<", ">2.00<", ">22.00<"])
    assert.ok(xml.includes(told), told);
  const aging = await of.asks(getAging, {});
  assert.deepEqual(aging.currencies, [
    {
      currency: "MYR",
      notDueMinor: 2_200,
      to30Minor: 0,
      to60Minor: 0,
      to90Minor: 0,
      olderMinor: 0,
    },
  ]);
});

test("what is issued cannot be changed by anybody, not in the database either", async () => {
  await using of = await seller();
  const invoice = await of.issued();
  for (const change of [
    "update invoices set net_minor = 1, tax_minor = payable_minor - 1 - rounding_minor",
    "update invoices set number = 'INV-2026-99999'",
    "update invoices set buyer = '{}'",
    "update invoices set status = 'draft', number = null, issued_on = null",
    "update invoices set paid_minor = payable_minor + 1",
    "delete from invoices",
    "update invoice_lines set net_minor = 0",
    "delete from invoice_taxes",
  ])
    await assert.rejects(of.access.pool.query(change), change);
  assert.equal((await of.asks(getInvoice, { id: invoice.id })).payableMinor, 39_075);
});

test("a locked month takes no invoice and no payment", async () => {
  await using of = await seller();
  const { id, version } = await of.drafted();
  await assert.rejects(
    of.asks(issueInvoice, { id, version, issuedOn: "2025-12-31" }),
    refusedWith("finance.period.before_books"),
  );
  const after = await of.asks(getInvoice, { id });
  assert.deepEqual([after.standing, after.number], ["draft", null]);
  const issued = await of.asks(issueInvoice, { id, version });
  assert.match(issued.number, /-00001$/, "the number that was taken for nothing is taken again");
});

test("it prints as a PDF of A4 in both languages, as many pages as it takes", async () => {
  await using of = await seller();
  const lines = Array.from({ length: 60 }, (_, at) => ({
    name: `Kopi nombor ${at + 1}`,
    ...{ quantity: "1", price: "10", taxCodeIds: [of.tax("SA10")] },
  }));
  const issued = await of.issued({ lines, adjustments: [] });
  for (const language of ["en", "ms"]) {
    const { name, base64 } = await of.asks(getPdf, { id: issued.id, language });
    assert.equal(name, `${issued.number}.pdf`);
    const bytes = Buffer.from(base64, "base64").toString("latin1");
    assert.ok(bytes.startsWith("%PDF-1."));
    assert.match(bytes, /\/MediaBox \[0 0 595\.28 841\.89\]/);
    const pages = bytes.match(/\/Type \/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 2 && pages <= 4, `${pages} pages`);
    assert.equal(
      (await of.asks(getPdf, { id: issued.id, language })).base64,
      base64,
      "the same bytes each time",
    );
  }
});
