import { refused } from "#kernel/errors.ts";
import { elementsAt, textAt, type XmlElement } from "#platform/transfer/reading-xml.ts";
import type {
  Address,
  Breakdown,
  EAdjustment,
  EInvoice,
  ELine,
  Party,
  Payment,
  Period,
  Totals,
  Vat,
} from "./invoice.rules.ts";

const ROOTS = new Map([
  ["urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "Invoice"],
  ["urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", "CreditNote"],
]);

/** What a UBL 2.1 invoice or credit note says, by the binding of CEN/TS 16931-3-2. */
export function readUbl(root: XmlElement): EInvoice {
  if (ROOTS.get(root.namespace) !== root.name) throw refused("platform.einvoice.not_ubl");
  const isCreditNote = root.name === "CreditNote";
  const currency = textAt(root, "DocumentCurrencyCode");
  const taxCurrency = textAt(root, "TaxCurrencyCode");
  const [period] = elementsAt(root, "InvoicePeriod");
  const [payee] = elementsAt(root, "PayeeParty");
  const [representative] = elementsAt(root, "TaxRepresentativeParty");
  const [delivery] = elementsAt(root, "Delivery");
  const [place] = delivery === undefined ? [] : elementsAt(delivery, "DeliveryLocation/Address");
  return {
    isCreditNote,
    specification: textAt(root, "CustomizationID"),
    profile: textAt(root, "ProfileID"),
    number: textAt(root, "ID"),
    issuedOn: textAt(root, "IssueDate"),
    typeCode: textAt(root, isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode"),
    currency,
    taxCurrency,
    taxPointOn: textAt(root, "TaxPointDate"),
    taxPointCode: textAt(root, "InvoicePeriod/DescriptionCode"),
    dueOn: textAt(root, isCreditNote ? "PaymentMeans/PaymentDueDate" : "DueDate"),
    buyerReference: textAt(root, "BuyerReference"),
    orderReference: textAt(root, "OrderReference/ID"),
    terms: textAt(root, "PaymentTerms/Note"),
    notes: elementsAt(root, "Note").map(({ text }) => text),
    preceding: elementsAt(root, "BillingReference").map((reference) => ({
      id: textAt(reference, "InvoiceDocumentReference/ID"),
      issuedOn: textAt(reference, "InvoiceDocumentReference/IssueDate"),
    })),
    seller: partyOf(elementsAt(root, "AccountingSupplierParty/Party")[0]),
    buyer: partyOf(elementsAt(root, "AccountingCustomerParty/Party")[0]),
    payee: payee && { name: textAt(payee, "PartyName/Name") },
    taxRepresentative: representative && representativeOf(representative),
    delivery: delivery && {
      on: textAt(delivery, "ActualDeliveryDate"),
      address: place && addressOf(place),
    },
    period: period && periodOf(period),
    payments: elementsAt(root, "PaymentMeans").map(paymentOf),
    adjustments: elementsAt(root, "AllowanceCharge").map(adjustmentOf),
    totals: totalsOf(root, currency, taxCurrency),
    breakdown: elementsAt(root, "TaxTotal/TaxSubtotal").map(breakdownOf),
    documents: elementsAt(root, "AdditionalDocumentReference").map((reference) => ({
      id: textAt(reference, "ID"),
    })),
    lines: elementsAt(root, isCreditNote ? "CreditNoteLine" : "InvoiceLine").map(lineOf),
  };
}

function partyOf(party: XmlElement | undefined): Party {
  if (party === undefined) return { ids: [] };
  const [address] = elementsAt(party, "PostalAddress");
  const [endpoint] = elementsAt(party, "EndpointID");
  return {
    name: textAt(party, "PartyLegalEntity/RegistrationName"),
    tradingName: textAt(party, "PartyName/Name"),
    ids: elementsAt(party, "PartyIdentification/ID").flatMap(({ text }) => text || []),
    legalId: textAt(party, "PartyLegalEntity/CompanyID"),
    vatId: taxIdOf(party, true),
    taxId: taxIdOf(party, false),
    endpoint: endpoint && {
      id: endpoint.text || undefined,
      scheme: endpoint.attributes.get("schemeID") || undefined,
    },
    address: address && addressOf(address),
    email: textAt(party, "Contact/ElectronicMail"),
    phone: textAt(party, "Contact/Telephone"),
  };
}

const representativeOf = (party: XmlElement): Party => ({
  ...partyOf(party),
  name: textAt(party, "PartyName/Name"),
});

const isVat = (scheme: string | undefined): boolean => scheme?.toUpperCase() === "VAT";

const taxIdOf = (party: XmlElement, ofVat: boolean): string | undefined =>
  elementsAt(party, "PartyTaxScheme")
    .filter((scheme) => isVat(textAt(scheme, "TaxScheme/ID")) === ofVat)
    .map((scheme) => textAt(scheme, "CompanyID"))
    .find((id) => id !== undefined);

const addressOf = (address: XmlElement): Address => ({
  street: textAt(address, "StreetName"),
  more: textAt(address, "AdditionalStreetName"),
  city: textAt(address, "CityName"),
  postcode: textAt(address, "PostalZone"),
  state: textAt(address, "CountrySubentity"),
  country: textAt(address, "Country/IdentificationCode"),
});

const periodOf = (period: XmlElement): Period => ({
  from: textAt(period, "StartDate"),
  to: textAt(period, "EndDate"),
});

function paymentOf(means: XmlElement): Payment {
  const [account] = elementsAt(means, "PayeeFinancialAccount");
  return {
    code: textAt(means, "PaymentMeansCode"),
    reference: textAt(means, "PaymentID"),
    account: account && {
      id: textAt(account, "ID"),
      name: textAt(account, "Name"),
      bic: textAt(account, "FinancialInstitutionBranch/ID"),
    },
    cardNumber: textAt(means, "CardAccount/PrimaryAccountNumberID"),
  };
}

const adjustmentOf = (adjustment: XmlElement): EAdjustment => ({
  isCharge: textAt(adjustment, "ChargeIndicator") === "true",
  amount: textAt(adjustment, "Amount"),
  base: textAt(adjustment, "BaseAmount"),
  percent: textAt(adjustment, "MultiplierFactorNumeric"),
  reason: textAt(adjustment, "AllowanceChargeReason"),
  reasonCode: textAt(adjustment, "AllowanceChargeReasonCode"),
  vat: vatOf(adjustment, "TaxCategory"),
});

/** Only a category of VAT counts: other taxes stand beside it. */
function vatOf(from: XmlElement, path: string): Vat {
  const category = elementsAt(from, path).find((one) => isVat(textAt(one, "TaxScheme/ID")));
  return category === undefined
    ? {}
    : { category: textAt(category, "ID"), rate: textAt(category, "Percent") };
}

function totalsOf(
  root: XmlElement,
  currency: string | undefined,
  taxCurrency: string | undefined,
): Totals {
  const taxes = elementsAt(root, "TaxTotal/TaxAmount");
  const inCurrency = (code: string | undefined) =>
    taxes.find(({ attributes }) => attributes.get("currencyID") === code)?.text || undefined;
  const at = (name: string) => textAt(root, `LegalMonetaryTotal/${name}`);
  // Where no second currency is told there is but one total, whatever currency it is marked with.
  const only = taxCurrency === undefined ? taxes[0]?.text || undefined : undefined;
  return {
    lines: at("LineExtensionAmount"),
    allowances: at("AllowanceTotalAmount"),
    charges: at("ChargeTotalAmount"),
    net: at("TaxExclusiveAmount"),
    tax: inCurrency(currency) ?? only,
    taxInTaxCurrency: taxCurrency === undefined ? undefined : inCurrency(taxCurrency),
    total: at("TaxInclusiveAmount"),
    prepaid: at("PrepaidAmount"),
    rounding: at("PayableRoundingAmount"),
    payable: at("PayableAmount"),
  };
}

const breakdownOf = (subtotal: XmlElement): Breakdown => ({
  taxable: textAt(subtotal, "TaxableAmount"),
  tax: textAt(subtotal, "TaxAmount"),
  vat: vatOf(subtotal, "TaxCategory"),
  exemptionReason: textAt(subtotal, "TaxCategory/TaxExemptionReason"),
  exemptionCode: textAt(subtotal, "TaxCategory/TaxExemptionReasonCode"),
});

function lineOf(line: XmlElement): ELine {
  const [quantity] = ["InvoicedQuantity", "CreditedQuantity"].flatMap((name) =>
    elementsAt(line, name),
  );
  const [period] = elementsAt(line, "InvoicePeriod");
  const [standardId] = elementsAt(line, "Item/StandardItemIdentification/ID");
  return {
    id: textAt(line, "ID"),
    note: textAt(line, "Note"),
    quantity: quantity?.text || undefined,
    unit: quantity?.attributes.get("unitCode") || undefined,
    net: textAt(line, "LineExtensionAmount"),
    period: period && periodOf(period),
    adjustments: elementsAt(line, "AllowanceCharge").map(adjustmentOf),
    price: textAt(line, "Price/PriceAmount"),
    grossPrice: textAt(line, "Price/AllowanceCharge/BaseAmount"),
    baseQuantity: textAt(line, "Price/BaseQuantity"),
    vat: vatOf(line, "Item/ClassifiedTaxCategory"),
    name: textAt(line, "Item/Name"),
    description: textAt(line, "Item/Description"),
    sellerItemId: textAt(line, "Item/SellersItemIdentification/ID"),
    standardId: standardId && { scheme: standardId.attributes.get("schemeID") || undefined },
    classifications: elementsAt(line, "Item/CommodityClassification/ItemClassificationCode").map(
      ({ attributes }) => ({ list: attributes.get("listID") || undefined }),
    ),
    attributes: elementsAt(line, "Item/AdditionalItemProperty").map((property) => ({
      name: textAt(property, "Name"),
      value: textAt(property, "Value"),
    })),
  };
}
