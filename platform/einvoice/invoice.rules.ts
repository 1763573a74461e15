/**
 * An invoice or credit note as EN 16931-1 sees it: business terms (BT) in their groups (BG). What a document leaves out or leaves
 * blank is undefined. Amounts, percentages and quantities are told as written; the rules read them exactly.
 */
export type EInvoice = {
  readonly isCreditNote: boolean;
  readonly specification?: string | undefined; // BT-24
  readonly profile?: string | undefined; // BT-23
  readonly number?: string | undefined; // BT-1
  readonly issuedOn?: string | undefined; // BT-2
  readonly typeCode?: string | undefined; // BT-3
  readonly currency?: string | undefined; // BT-5
  readonly taxCurrency?: string | undefined; // BT-6
  readonly taxPointOn?: string | undefined; // BT-7
  readonly taxPointCode?: string | undefined; // BT-8
  readonly dueOn?: string | undefined; // BT-9
  readonly buyerReference?: string | undefined; // BT-10
  readonly orderReference?: string | undefined; // BT-13
  readonly terms?: string | undefined; // BT-20
  readonly notes: readonly string[]; // BT-22
  readonly preceding: readonly { id?: string | undefined; issuedOn?: string | undefined }[]; // BG-3
  readonly seller: Party; // BG-4
  readonly buyer: Party; // BG-7
  readonly payee?: { readonly name?: string | undefined } | undefined; // BG-10
  readonly taxRepresentative?: Party | undefined; // BG-11
  readonly delivery?: Delivery | undefined; // BG-13
  readonly period?: Period | undefined; // BG-14
  readonly payments: readonly Payment[]; // BG-16
  readonly adjustments: readonly EAdjustment[]; // BG-20, BG-21
  readonly totals: Totals; // BG-22
  readonly breakdown: readonly Breakdown[]; // BG-23
  readonly documents: readonly { id?: string | undefined }[]; // BG-24
  readonly lines: readonly ELine[]; // BG-25
};

export type Party = {
  readonly name?: string | undefined; // BT-27, BT-44, BT-62
  readonly tradingName?: string | undefined; // BT-28, BT-45
  readonly ids: readonly string[]; // BT-29, BT-46
  readonly legalId?: string | undefined; // BT-30, BT-47
  readonly vatId?: string | undefined; // BT-31, BT-48, BT-63
  readonly taxId?: string | undefined; // BT-32
  readonly endpoint?: { id?: string | undefined; scheme?: string | undefined } | undefined; // BT-34, BT-49
  readonly address?: Address | undefined; // BG-5, BG-8, BG-12
  readonly email?: string | undefined; // BT-43, BT-58
  readonly phone?: string | undefined; // BT-42, BT-57
};

export type Address = {
  readonly street?: string | undefined;
  readonly more?: string | undefined;
  readonly city?: string | undefined;
  readonly postcode?: string | undefined;
  readonly state?: string | undefined;
  readonly country?: string | undefined; // BT-40, BT-55, BT-69, BT-80
};

export type Delivery = {
  readonly on?: string | undefined; // BT-72
  readonly address?: Address | undefined; // BG-15
};

export type Period = { readonly from?: string | undefined; readonly to?: string | undefined };

export type Payment = {
  readonly code?: string | undefined; // BT-81
  readonly reference?: string | undefined; // BT-83
  /** A credit transfer is told where there is an account, named or not. */
  readonly account?:
    | { id?: string | undefined; name?: string | undefined; bic?: string | undefined }
    | undefined; // BG-17
  readonly cardNumber?: string | undefined; // BT-87
};

/** A VAT category with its rate. */
export type Vat = { readonly category?: string | undefined; readonly rate?: string | undefined };

export type EAdjustment = {
  readonly isCharge: boolean;
  readonly amount?: string | undefined; // BT-92, BT-99
  readonly base?: string | undefined;
  readonly percent?: string | undefined;
  readonly reason?: string | undefined;
  readonly reasonCode?: string | undefined;
  /** Of the paper's own: BT-95, BT-102. */
  readonly vat?: Vat | undefined;
};

export type Totals = {
  readonly lines?: string | undefined; // BT-106
  readonly allowances?: string | undefined; // BT-107
  readonly charges?: string | undefined; // BT-108
  readonly net?: string | undefined; // BT-109
  readonly tax?: string | undefined; // BT-110
  readonly taxInTaxCurrency?: string | undefined; // BT-111
  readonly total?: string | undefined; // BT-112
  readonly prepaid?: string | undefined; // BT-113
  readonly rounding?: string | undefined; // BT-114
  readonly payable?: string | undefined; // BT-115
};

export type Breakdown = {
  readonly taxable?: string | undefined; // BT-116
  readonly tax?: string | undefined; // BT-117
  readonly vat: Vat; // BT-118, BT-119
  readonly exemptionReason?: string | undefined; // BT-120
  readonly exemptionCode?: string | undefined; // BT-121
};

export type ELine = {
  readonly id?: string | undefined; // BT-126
  readonly note?: string | undefined; // BT-127
  readonly quantity?: string | undefined; // BT-129
  readonly unit?: string | undefined; // BT-130
  readonly net?: string | undefined; // BT-131
  readonly period?: Period | undefined; // BG-26
  readonly adjustments: readonly EAdjustment[]; // BG-27, BG-28
  readonly price?: string | undefined; // BT-146
  readonly grossPrice?: string | undefined; // BT-148
  readonly baseQuantity?: string | undefined; // BT-149
  readonly vat: Vat; // BT-151, BT-152
  readonly name?: string | undefined; // BT-153
  readonly description?: string | undefined; // BT-154
  readonly sellerItemId?: string | undefined; // BT-155
  readonly standardId?: { scheme?: string | undefined } | undefined; // BT-157
  readonly classifications: readonly { list?: string | undefined }[]; // BT-158
  readonly attributes: readonly { name?: string | undefined; value?: string | undefined }[]; // BG-32
};

/** A rule that a document breaks, and where. */
export type Violation = {
  /** As the standard names it: `BR-CO-10`. */
  readonly rule: string;
  /** What must be so, in plain English. */
  readonly says: string;
  /** Which line, subtotal or party, where there are several. */
  readonly at?: string | undefined;
  /** Against good use, but no reason to refuse. */
  readonly isWarning?: boolean | undefined;
};
