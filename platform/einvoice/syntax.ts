import { readDecimal } from "#kernel/decimal.ts";
import { elementsAt, textAt, type XmlElement } from "#platform/transfer/reading-xml.ts";
import * as codes from "./codes.rules.ts";
import type { Violation } from "./invoice.rules.ts";

/** What the UBL of a document must keep to: its code lists (BR-CL), decimals (BR-DEC, UBL-DT) and how often parts occur (UBL-SR). */
export const syntaxViolations = (root: XmlElement): readonly Violation[] => [
  ...CODES.flatMap((check) => codeViolations(check, root)),
  ...everyElement(root).flatMap(elementViolations),
  ...decimalViolations(root),
  ...OCCURRENCES.flatMap(([rule, says, isKept]) => (isKept(root) ? [] : [{ rule, says }])),
];

const PARTIES = [
  "AccountingSupplierParty/Party",
  "AccountingCustomerParty/Party",
  "PayeeParty",
  "TaxRepresentativeParty",
];
const LINES = ["InvoiceLine", "CreditNoteLine"];
const inEach = (bases: readonly string[], rest: string): string[] =>
  bases.map((base) => `${base}/${rest}`);

type CodeCheck = {
  readonly rule: string;
  readonly says: string;
  readonly paths: readonly string[];
  /** Of what the code is told: the text, or an attribute of it. */
  readonly attribute?: string;
  readonly isKnown: (code: string, element: XmlElement) => boolean;
};

const CODES: readonly CodeCheck[] = [
  {
    rule: "BR-CL-01",
    says: "The type is an invoice's or a credit note's (UNTDID 1001).",
    paths: ["InvoiceTypeCode", "CreditNoteTypeCode"],
    isKnown: (code, { name }) =>
      name === "InvoiceTypeCode" ? codes.isInvoiceType(code) : codes.isCreditNoteType(code),
  },
  {
    rule: "BR-CL-04",
    says: "The currency is one of ISO 4217.",
    paths: ["DocumentCurrencyCode"],
    isKnown: codes.isCurrencyCode,
  },
  {
    rule: "BR-CL-05",
    says: "The currency of VAT is one of ISO 4217.",
    paths: ["TaxCurrencyCode"],
    isKnown: codes.isCurrencyCode,
  },
  {
    rule: "BR-CL-06",
    says: "When VAT falls due is one of UNTDID 2005.",
    paths: ["InvoicePeriod/DescriptionCode"],
    isKnown: codes.isTaxPointCode,
  },
  {
    rule: "BR-CL-10",
    says: "Who numbers a party is one of ISO 6523.",
    paths: inEach(PARTIES, "PartyIdentification/ID"),
    attribute: "schemeID",
    isKnown: codes.isOrganisationScheme,
  },
  {
    rule: "BR-CL-13",
    says: "The list of an item's class is one of UNTDID 7143.",
    paths: inEach(LINES, "Item/CommodityClassification/ItemClassificationCode"),
    attribute: "listID",
    isKnown: codes.isItemKind,
  },
  {
    rule: "BR-CL-15",
    says: "An item's country of origin is one of ISO 3166-1.",
    paths: inEach(LINES, "Item/OriginCountry/IdentificationCode"),
    isKnown: codes.isCountryCode,
  },
  {
    rule: "BR-CL-16",
    says: "The way to pay is one of UNTDID 4461.",
    paths: ["PaymentMeans/PaymentMeansCode"],
    isKnown: codes.isPaymentCode,
  },
  {
    rule: "BR-CL-17",
    says: "The VAT category is one of UNTDID 5305.",
    paths: ["TaxTotal/TaxSubtotal/TaxCategory/ID", "AllowanceCharge/TaxCategory/ID"],
    isKnown: codes.isVatCategory,
  },
  {
    rule: "BR-CL-18",
    says: "An item's VAT category is one of UNTDID 5305.",
    paths: inEach(LINES, "Item/ClassifiedTaxCategory/ID"),
    isKnown: codes.isVatCategory,
  },
  {
    rule: "BR-CL-21",
    says: "The scheme of an item's number is one of ISO 6523.",
    paths: inEach(LINES, "Item/StandardItemIdentification/ID"),
    attribute: "schemeID",
    isKnown: codes.isOrganisationScheme,
  },
  {
    rule: "BR-CL-22",
    says: "The reason of an exemption is one of VATEX.",
    paths: ["TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode"],
    isKnown: codes.isExemptionCode,
  },
  {
    rule: "BR-CL-23",
    says: "A unit is one of UN/ECE recommendations 20 and 21.",
    paths: LINES.flatMap((line) => [
      `${line}/InvoicedQuantity`,
      `${line}/CreditedQuantity`,
      `${line}/Price/BaseQuantity`,
    ]),
    attribute: "unitCode",
    isKnown: codes.isUnit,
  },
  {
    rule: "BR-CL-24",
    says: "What is attached is a PDF, a picture, CSV or a spreadsheet.",
    paths: ["AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject"],
    attribute: "mimeCode",
    isKnown: codes.isMimeType,
  },
  {
    rule: "BR-CL-25",
    says: "The scheme of an electronic address is one of EAS.",
    paths: inEach(PARTIES, "EndpointID"),
    attribute: "schemeID",
    isKnown: codes.isAddressScheme,
  },
  {
    rule: "BR-CL-26",
    says: "The scheme of a place delivered to is one of ISO 6523.",
    paths: ["Delivery/DeliveryLocation/ID"],
    attribute: "schemeID",
    isKnown: codes.isOrganisationScheme,
  },
];

function codeViolations(check: CodeCheck, root: XmlElement): readonly Violation[] {
  const { rule, says, paths, attribute, isKnown } = check;
  return paths.flatMap((path) =>
    elementsAt(root, path).flatMap((element) => {
      const code = attribute === undefined ? element.text : element.attributes.get(attribute);
      if (code === undefined || code === "" || isKnown(code, element)) return [];
      // SEPA's own numbers of creditors stand beside a seller's and a payee's identifiers.
      if (rule === "BR-CL-10" && code === "SEPA" && !path.startsWith("AccountingCustomer"))
        return [];
      return [{ rule, says, at: `${path}: ${code}` }];
    }),
  );
}

/** What makes a net price of a gross one may be as fine as they are, and is looked at by nobody here. */
const everyElement = (root: XmlElement): readonly XmlElement[] => [
  root,
  ...root.children.flatMap((child) =>
    root.name === "Price" && child.name === "AllowanceCharge"
      ? [child, ...child.children].map((one) => ({ ...one, text: "" }))
      : everyElement(child),
  ),
];

function elementViolations(element: XmlElement): readonly Violation[] {
  const { name, attributes, text } = element;
  const at = name;
  const found: Violation[] = [];
  const currency = attributes.get("currencyID");
  if (currency !== undefined && !codes.isCurrencyCode(currency))
    found.push({
      rule: "BR-CL-03",
      says: "An amount's currency is one of ISO 4217.",
      at: `${name}: ${currency}`,
    });
  if (name === "Country" && !isKnownCountry(element))
    found.push({ rule: "BR-CL-14", says: "A country is one of ISO 3166-1.", at });
  if (name === "PartyLegalEntity") found.push(...registrationViolations(element));
  if (isAmount(name) && hasMoreThanCents(text))
    found.push({ rule: "UBL-DT-01", says: "An amount has at most two decimals.", at });
  if (name === "EmbeddedDocumentBinaryObject") {
    if (!attributes.has("mimeCode"))
      found.push({ rule: "UBL-DT-06", says: "What is attached tells its type.", at });
    if (!attributes.has("filename"))
      found.push({ rule: "UBL-DT-07", says: "What is attached has a file's name.", at });
  }
  if (name === "AllowanceCharge") found.push(...reasonCodeViolations(element));
  if (name === "AdditionalDocumentReference" || name === "DocumentReference")
    found.push(...referenceViolations(element));
  return found;
}

const registrationViolations = (entity: XmlElement): readonly Violation[] =>
  elementsAt(entity, "CompanyID").flatMap(({ attributes }) => {
    const scheme = attributes.get("schemeID");
    return scheme === undefined || codes.isOrganisationScheme(scheme)
      ? []
      : [{ rule: "BR-CL-11", says: "Who registers a party is one of ISO 6523.", at: scheme }];
  });

const isKnownCountry = (country: XmlElement): boolean => {
  const code = textAt(country, "IdentificationCode");
  return code === undefined || codes.isCountryCode(code);
};

function reasonCodeViolations(adjustment: XmlElement): readonly Violation[] {
  const code = textAt(adjustment, "AllowanceChargeReasonCode");
  if (code === undefined) return [];
  if (textAt(adjustment, "ChargeIndicator") === "true")
    return codes.isChargeReason(code)
      ? []
      : [{ rule: "BR-CL-20", says: "Why a charge is one of UNTDID 7161.", at: code }];
  return codes.isAllowanceReason(code)
    ? []
    : [{ rule: "BR-CL-19", says: "Why an allowance is one of UNTDID 5189.", at: code }];
}

/** A reference of type 130 is to what is invoiced, and says by which kind of number. */
function referenceViolations(reference: XmlElement): readonly Violation[] {
  if (textAt(reference, "DocumentTypeCode") !== "130") return [];
  const scheme = elementsAt(reference, "ID")[0]?.attributes.get("schemeID");
  return scheme === undefined || codes.isReferenceKind(scheme)
    ? []
    : [
        {
          rule: "BR-CL-07",
          says: "The kind of what is invoiced is one of UNTDID 1153.",
          at: scheme,
        },
      ];
}

/** A price may be finer than a cent; the amounts of its own discount too. */
const isAmount = (name: string): boolean => /Amount$/.test(name) && name !== "PriceAmount";
const hasMoreThanCents = (text: string): boolean => (text.split(".")[1] ?? "").length > 2;

/** UBL-DT-01 term by term. */
const DECIMALS: readonly [rule: string, term: string, paths: readonly string[]][] = [
  ["BR-DEC-09", "BT-106", ["LegalMonetaryTotal/LineExtensionAmount"]],
  ["BR-DEC-10", "BT-107", ["LegalMonetaryTotal/AllowanceTotalAmount"]],
  ["BR-DEC-11", "BT-108", ["LegalMonetaryTotal/ChargeTotalAmount"]],
  ["BR-DEC-12", "BT-109", ["LegalMonetaryTotal/TaxExclusiveAmount"]],
  ["BR-DEC-13", "BT-110", ["TaxTotal/TaxAmount"]],
  ["BR-DEC-14", "BT-112", ["LegalMonetaryTotal/TaxInclusiveAmount"]],
  ["BR-DEC-16", "BT-113", ["LegalMonetaryTotal/PrepaidAmount"]],
  ["BR-DEC-17", "BT-114", ["LegalMonetaryTotal/PayableRoundingAmount"]],
  ["BR-DEC-18", "BT-115", ["LegalMonetaryTotal/PayableAmount"]],
  ["BR-DEC-19", "BT-116", ["TaxTotal/TaxSubtotal/TaxableAmount"]],
  ["BR-DEC-20", "BT-117", ["TaxTotal/TaxSubtotal/TaxAmount"]],
  ["BR-DEC-23", "BT-131", inEach(LINES, "LineExtensionAmount")],
];

const decimalViolations = (root: XmlElement): readonly Violation[] =>
  DECIMALS.flatMap(([rule, term, paths]) =>
    paths
      .flatMap((path) => elementsAt(root, path))
      .filter(({ text }) => readDecimal(text, 2) === null && readDecimal(text, 18) !== null)
      .map(({ name }) => ({ rule, says: `${term} has at most two decimals.`, at: name })),
  );

const countOf = (root: XmlElement, path: string): number => elementsAt(root, path).length;
const taxNumbersOf = (root: XmlElement, party: string, isVat: boolean): number =>
  elementsAt(root, `${party}/Party/PartyTaxScheme`).filter(
    (scheme) => (textAt(scheme, "TaxScheme/ID")?.toUpperCase() === "VAT") === isVat,
  ).length;
const atMostOnce =
  (path: string) =>
  (root: XmlElement): boolean =>
    countOf(root, path) <= 1;

const OCCURRENCES: readonly [string, string, (root: XmlElement) => boolean][] = [
  [
    "UBL-SR-12",
    "The seller's VAT number is told once.",
    (root) => taxNumbersOf(root, "AccountingSupplierParty", true) <= 1,
  ],
  [
    "UBL-SR-13",
    "The seller's tax number is told once.",
    (root) => taxNumbersOf(root, "AccountingSupplierParty", false) <= 1,
  ],
  [
    "UBL-SR-18",
    "The buyer's VAT number is told once.",
    (root) => taxNumbersOf(root, "AccountingCustomerParty", true) <= 1,
  ],
  [
    "UBL-SR-42",
    "The seller has at most two tax numbers.",
    (root) => countOf(root, "AccountingSupplierParty/Party/PartyTaxScheme") <= 2,
  ],
  ["UBL-SR-01", "The contract is told once.", atMostOnce("ContractDocumentReference/ID")],
  ["UBL-SR-08", "The period is told once.", atMostOnce("InvoicePeriod")],
  ["UBL-SR-24", "The delivery is told once.", atMostOnce("Delivery")],
  ["UBL-SR-04", "What is invoiced is told once (BT-18).", (root) => invoicedObjects(root) <= 1],
  [
    "UBL-SR-44",
    "Payments are told by one reference.",
    (root) => differentIn(root, "PaymentMeans/PaymentID") <= 1,
  ],
  ["UBL-SR-46", "The way to pay has one name.", (root) => namesOfPayment(root) <= 1],
  [
    "UBL-SR-47",
    "Ways to pay beside each other are of one kind.",
    (root) => differentIn(root, "PaymentMeans/PaymentMeansCode") <= 1,
  ],
];

const differentIn = (root: XmlElement, path: string): number =>
  new Set(elementsAt(root, path).map(({ text }) => text)).size;
const namesOfPayment = (root: XmlElement): number =>
  new Set(
    elementsAt(root, "PaymentMeans/PaymentMeansCode").flatMap(
      ({ attributes }) => attributes.get("name") ?? [],
    ),
  ).size;

const invoicedObjects = (root: XmlElement): number =>
  elementsAt(root, "AdditionalDocumentReference").filter(
    (reference) => textAt(reference, "DocumentTypeCode") === "130",
  ).length;
