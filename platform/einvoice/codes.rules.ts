import { isCountry } from "#kernel/countries.ts";
import { isCurrency } from "#kernel/money.ts";

/**
 * The code lists that EN 16931 names, as far as they are short. Long ones (units, references, item types) are known by the form of
 * their codes, with the short codes told one by one: a misspelt code is found, a retired one may not be.
 */
export type CodeList = (code: string) => boolean;

const listed = (codes: string): CodeList => {
  const known = new Set(codes.trim().split(/\s+/));
  return (code) => known.has(code);
};
const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at)).join(" ");
const padded = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at).padStart(4, "0")).join(" ");

/** Those that no shop counts in: precious metals, bonds, funds. */
const OTHER_CURRENCIES = listed(
  "BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD XAG XAU XBA XBB XBC XBD XPD XPT XTS XUA XXX",
);
export const isCurrencyCode: CodeList = (code) => isCurrency(code) || OTHER_CURRENCIES(code);

export const isCountryCode: CodeList = (code) =>
  isCountry(code) || ["1A", "XI", "AQ", "BV", "HM", "IO", "TF", "UM", "GS"].includes(code);

/** UNTDID 1001: what is an invoice, and what a credit note. */
export const isInvoiceType = listed(
  "71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457 500 501 502 503 527 553 575 623 633 751 780 817 870 875 876 877 935",
);
export const isCreditNoteType = listed("81 83 261 262 296 308 381 396 420 458 532");

/** UNTDID 2005: when VAT falls due. */
export const isTaxPointCode = listed("3 35 432");
/** UNTDID 4461: ways to pay. */
export const isPaymentCode = listed(`${range(1, 68)} 70 ${range(74, 78)} ${range(91, 98)} ZZZ`);
/** UNTDID 5305: VAT categories; B is Italy's. */
export const isVatCategory = listed("S Z E AE K G O L M B");
/** UNTDID 5189: why an allowance. */
export const isAllowanceReason = listed(
  "41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105",
);
/** UNTDID 7161: why a charge. */
export const isChargeReason = listed(`
  AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG ACH ACI ACJ ACK ACL
  ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK AEL AEM AEN AEO AEP AES
  AET AEU AEV AEW AEX AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR CAS CAT CAU CAV CAW CAX CAY CAZ CD
  CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DL EG EP ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID
  IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA OA PA PAA PC PL PRV RAB RAC RAD RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB
  TAC TT TV V1 V2 WH XAA YY ZZZ`);
/** ISO/IEC 6523: who numbers organisations. 0181 and 0182 were never given. */
export const isOrganisationScheme = listed(`${padded(2, 180)} ${padded(183, 248)}`);
/** EAS: how electronic addresses are told. */
export const isAddressScheme: CodeList = (code) => /^(0\d{3}|99[0-5]\d|AN|AQ|AS|AU|EM)$/.test(code);
/** UNTDID 1153: kinds of references. */
export const isReferenceKind: CodeList = (code) => /^(A[A-Z]{2}|[A-Z]{2}|ZZZ)$/.test(code);
/** UNTDID 7143: kinds of item numbers. */
export const isItemKind: CodeList = (code) => /^([A-Z]{2,3})$/.test(code);
/** VATEX: why no VAT. */
export const isExemptionCode: CodeList = (code) =>
  /^VATEX-(EU|FR)-[A-Z0-9]+(-[0-9A-Z]+)*$/i.test(code);
/** What may be attached. */
export const isMimeType = listed(
  "application/pdf image/png image/jpeg text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/vnd.oasis.opendocument.spreadsheet",
);

const SHORT_UNITS = listed(`
  10 11 13 14 15 1I 20 21 22 23 24 25 27 28 2A 2B 2C 2G 2H 2I 2J 2K 2L 2M 2N 2P 2Q 2R 2U 2X 2Y 2Z 33 34 35 37 38 3B 3C 40 41 4C 4G
  4H 4K 4L 4M 4N 4O 4P 4Q 4R 4T 4U 4W 4X 56 57 58 59 5A 5B 5E 5J 60 61 74 76 77 78 80 81 85 87 89 91 AA AB AD AE AH AI AK AL AP AS
  AV AW AY AZ BB BE BG BH BJ BK BL BO BP BQ BT BU BW BX BZ CA CG CH CI CJ CK CL CO CQ CR CS CT CU CV CY CZ DA DB DC DD DE DG DI DJ
  DN DO DP DQ DR DS DT DU DX DY EA EB EC EP EQ EV F1 F9 FB FC FD FE FF FG FH FL FM FO FP FR FS FX FY GB GE GF GH GJ GK GL GM GN GO
  GP GQ GV GW GY HA HC HD HE HF HH HI HJ HK HL HN HO HP HS HT HY IA IC IE IF II IL IM IN IP IR IT JA JE JJ JK JO JR JU KA KB KD KF
  KG KH KJ KK KL KR KS KT KV KW KX KY KZ L2 LB LC LE LF LH LI LJ LK LM LN LO LP LR LS LX LY M4 M9 MA MC MD MF MH MI MK MQ MV NB NC
  ND NE NF NH NI NJ NL NM NN NQ NR NT NU NV NX NY OA OP OT OZ P1 P2 P5 PA PD PE PF PG PI PK PO PQ PR PS PT PU PV PW PY PZ QA QB QD
  QK QR QT RA RD RG RK RL RM RN RO RP RS RT RU S8 SA SD SG SH SI SO SP SQ SR SS ST SV SW SX T1 TA TC TD TE TF TI TJ TK TL TN TP TR
  TS TT TU TV TW TY UA UB UC UD UE UF UH UM VA VI VP VQ VS WA WB WE WG WH WI WM WR WW YL YT ZP ZZ`);
/** UN/ECE recommendation 20, and 21 with an X before it: most codes of two are a letter and a digit. */
export const isUnit: CodeList = (code) =>
  SHORT_UNITS(code) || /^([A-HK-Q]\d{1,2}|X[0-9A-Z]{2}|[A-WYZ][A-Z0-9]{2}|NIL)$/.test(code);
