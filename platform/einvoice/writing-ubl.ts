import type {
  Address,
  Breakdown,
  EAdjustment,
  EInvoice,
  ELine,
  Party,
  Payment,
  Vat,
} from "./invoice.rules.ts";

/** The specification a document follows, as it names it (BT-24). */
export const EN_16931 = "urn:cen.eu:en16931:2017";

const UBL = "urn:oasis:names:specification:ubl:schema:xsd";

/** Writes UBL 2.1, its elements in the order of the schema. What is not told is left out. */
export function writeUbl(invoice: EInvoice): string {
  const { isCreditNote, currency = "", totals } = invoice;
  const root = isCreditNote ? "CreditNote" : "Invoice";
  const money = (name: string, amount: string | undefined) =>
    cbc(name, amount, { currencyID: currency });
  const typed = cbc(`${root}TypeCode`, invoice.typeCode);
  const taxPoint = cbc("TaxPointDate", invoice.taxPointOn);
  const notes = invoice.notes.map((note) => cbc("Note", note)).join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${root} xmlns="${UBL}:${root}-2" xmlns:cac="${UBL}:CommonAggregateComponents-2" xmlns:cbc="${UBL}:CommonBasicComponents-2">`,
    cbc("CustomizationID", invoice.specification),
    cbc("ProfileID", invoice.profile),
    cbc("ID", invoice.number),
    cbc("IssueDate", invoice.issuedOn),
    ...(isCreditNote
      ? [taxPoint, typed, notes]
      : [cbc("DueDate", invoice.dueOn), typed, notes, taxPoint]),
    cbc("DocumentCurrencyCode", currency),
    cbc("TaxCurrencyCode", invoice.taxCurrency),
    cbc("BuyerReference", invoice.buyerReference),
    periodOf(invoice.period),
    cac("OrderReference", cbc("ID", invoice.orderReference)),
    ...invoice.preceding.map(({ id, issuedOn }) =>
      cac(
        "BillingReference",
        cac("InvoiceDocumentReference", cbc("ID", id) + cbc("IssueDate", issuedOn)),
      ),
    ),
    cac("AccountingSupplierParty", partyOf(invoice.seller)),
    cac("AccountingCustomerParty", partyOf(invoice.buyer)),
    cac("PayeeParty", cac("PartyName", cbc("Name", invoice.payee?.name))),
    representativeOf(invoice.taxRepresentative),
    deliveryOf(invoice.delivery),
    ...invoice.payments.map((one) => paymentOf(one, isCreditNote ? invoice.dueOn : undefined)),
    cac("PaymentTerms", cbc("Note", invoice.terms)),
    ...invoice.adjustments.map((one) => adjustmentOf(one, money)),
    cac(
      "TaxTotal",
      money("TaxAmount", totals.tax) +
        invoice.breakdown.map((one) => subtotalOf(one, money)).join(""),
    ),
    cac(
      "TaxTotal",
      cbc("TaxAmount", totals.taxInTaxCurrency, { currencyID: invoice.taxCurrency ?? "" }),
    ),
    cac(
      "LegalMonetaryTotal",
      money("LineExtensionAmount", totals.lines) +
        money("TaxExclusiveAmount", totals.net) +
        money("TaxInclusiveAmount", totals.total) +
        money("AllowanceTotalAmount", totals.allowances) +
        money("ChargeTotalAmount", totals.charges) +
        money("PrepaidAmount", totals.prepaid) +
        money("PayableRoundingAmount", totals.rounding) +
        money("PayableAmount", totals.payable),
    ),
    ...invoice.lines.map((line) => lineOf(line, isCreditNote, money)),
    `</${root}>\n`,
  ].join("");
}

type Money = (name: string, amount: string | undefined) => string;

function partyOf(party: Party): string {
  return cac(
    "Party",
    cbc("EndpointID", party.endpoint?.id, { schemeID: party.endpoint?.scheme ?? "" }) +
      party.ids.map((id) => cac("PartyIdentification", cbc("ID", id))).join("") +
      cac("PartyName", cbc("Name", party.tradingName)) +
      addressOf("PostalAddress", party.address) +
      taxNumberOf(party.vatId, "VAT") +
      taxNumberOf(party.taxId, "TAX") +
      cac(
        "PartyLegalEntity",
        cbc("RegistrationName", party.name) + cbc("CompanyID", party.legalId),
      ) +
      cac("Contact", cbc("Telephone", party.phone) + cbc("ElectronicMail", party.email)),
  );
}

const representativeOf = (party: Party | undefined): string =>
  party === undefined
    ? ""
    : cac(
        "TaxRepresentativeParty",
        cac("PartyName", cbc("Name", party.name)) +
          addressOf("PostalAddress", party.address) +
          taxNumberOf(party.vatId, "VAT"),
      );

const taxNumberOf = (id: string | undefined, scheme: string): string =>
  id === undefined
    ? ""
    : cac("PartyTaxScheme", cbc("CompanyID", id) + cac("TaxScheme", cbc("ID", scheme)));

const addressOf = (name: string, address: Address | undefined): string =>
  address === undefined
    ? ""
    : cac(
        name,
        cbc("StreetName", address.street) +
          cbc("AdditionalStreetName", address.more) +
          cbc("CityName", address.city) +
          cbc("PostalZone", address.postcode) +
          cbc("CountrySubentity", address.state) +
          cac("Country", cbc("IdentificationCode", address.country)),
      );

const deliveryOf = (delivery: EInvoice["delivery"]): string =>
  delivery === undefined
    ? ""
    : cac(
        "Delivery",
        cbc("ActualDeliveryDate", delivery.on) +
          cac("DeliveryLocation", addressOf("Address", delivery.address)),
      );

const periodOf = (period: EInvoice["period"]): string =>
  cac("InvoicePeriod", cbc("StartDate", period?.from) + cbc("EndDate", period?.to));

const paymentOf = ({ code, reference, account }: Payment, dueOn: string | undefined): string =>
  cac(
    "PaymentMeans",
    cbc("PaymentMeansCode", code) +
      cbc("PaymentDueDate", dueOn) +
      cbc("PaymentID", reference) +
      cac(
        "PayeeFinancialAccount",
        cbc("ID", account?.id) +
          cbc("Name", account?.name) +
          cac("FinancialInstitutionBranch", cbc("ID", account?.bic)),
      ),
  );

const adjustmentOf = (one: EAdjustment, money: Money): string =>
  cac(
    "AllowanceCharge",
    cbc("ChargeIndicator", String(one.isCharge)) +
      cbc("AllowanceChargeReasonCode", one.reasonCode) +
      cbc("AllowanceChargeReason", one.reason) +
      cbc("MultiplierFactorNumeric", one.percent) +
      money("Amount", one.amount) +
      money("BaseAmount", one.base) +
      categoryOf("TaxCategory", one.vat),
  );

const subtotalOf = (one: Breakdown, money: Money): string =>
  cac(
    "TaxSubtotal",
    money("TaxableAmount", one.taxable) +
      money("TaxAmount", one.tax) +
      categoryOf(
        "TaxCategory",
        one.vat,
        cbc("TaxExemptionReasonCode", one.exemptionCode) +
          cbc("TaxExemptionReason", one.exemptionReason),
      ),
  );

const categoryOf = (name: string, vat: Vat | undefined, reason = ""): string =>
  vat?.category === undefined
    ? ""
    : cac(
        name,
        cbc("ID", vat.category) +
          cbc("Percent", vat.rate) +
          reason +
          cac("TaxScheme", cbc("ID", "VAT")),
      );

function lineOf(line: ELine, isCreditNote: boolean, money: Money): string {
  return cac(
    isCreditNote ? "CreditNoteLine" : "InvoiceLine",
    cbc("ID", line.id) +
      cbc("Note", line.note) +
      cbc(isCreditNote ? "CreditedQuantity" : "InvoicedQuantity", line.quantity, {
        unitCode: line.unit ?? "",
      }) +
      money("LineExtensionAmount", line.net) +
      periodOf(line.period) +
      line.adjustments.map((one) => adjustmentOf(one, money)).join("") +
      cac(
        "Item",
        cbc("Description", line.description) +
          cbc("Name", line.name) +
          cac("SellersItemIdentification", cbc("ID", line.sellerItemId)) +
          categoryOf("ClassifiedTaxCategory", line.vat),
      ) +
      cac("Price", money("PriceAmount", line.price)),
  );
}

function cbc(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string>> = {},
): string {
  if (text === undefined || text === "") return "";
  const told = Object.entries(attributes)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<cbc:${name}${told.join("")}>${escaped(text)}</cbc:${name}>`;
}

const cac = (name: string, content: string): string =>
  content === "" ? "" : `<cac:${name}>${content}</cac:${name}>`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
/** `Char` of XML 1.0. What it has no place for, half a character included, is left out. */
const NO_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const escaped = (text: string): string =>
  text.replace(NO_XML, "").replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
