import { z } from "zod";
import { blocked, get, id, instant, patch, post } from "#kernel/contract.ts";

export const TaxCodeId = id("tax_code");
export type TaxCodeId = z.output<typeof TaxCodeId>;

export const TaxScheme = z.enum(["VAT", "GST", "SERVICE_TAX", "SALES_TAX", "WITHHOLDING", "OTHER"]);
export type TaxScheme = z.output<typeof TaxScheme>;

/** UNCL 5305, as EN 16931 uses it. */
export const TaxCategoryCode = z.enum(["S", "Z", "E", "AE", "K", "G", "O", "L", "M"]);

/** Per cent, as exact text: `8`, `9.975`. */
export const Percent = z.string().regex(/^\d{1,3}(\.\d{1,6})?$/, "finance.tax.no_percent");

export const TaxRate = z.object({ startsOn: z.iso.date(), rate: Percent });
export type TaxRate = z.output<typeof TaxRate>;

export const TaxCode = z.object({
  id: TaxCodeId,
  code: z.string(),
  name: z.string(),
  scheme: TaxScheme,
  category: TaxCategoryCode,
  isCompound: z.boolean(),
  isWithheld: z.boolean(),
  /** Reckoned and owed by whoever buys: the reverse charge. It is on no invoice. */
  isSelfAssessed: z.boolean(),
  exemptionReason: z.string().nullable(),
  /** The newest first, those to come included. */
  rates: z.array(TaxRate),
  /** Today's; null where none has begun. */
  rate: Percent.nullable(),
  archivedAt: instant().nullable(),
  version: z.int(),
  blocked: z.object({ change: blocked(), archive: blocked(), restore: blocked() }),
});
export type TaxCode = z.output<typeof TaxCode>;

const Code = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$/, "finance.tax.code_form");
const Name = z.string().trim().min(1, "field.required").max(200, "field.too_long");
const Reason = z.string().trim().max(200, "field.too_long").nullable();

/** Ready codes: Malaysia, Singapore, a country of the EU, all other countries of the EU (one-stop shop), and no tax at all. */
export const ReadyTaxes = z.enum(["my_sst", "sg_gst", "eu_vat", "eu_oss", "none"]);
export type ReadyTaxes = z.output<typeof ReadyTaxes>;

const at = "/api/finance/taxes";
export const taxes = {
  list: get(
    at,
    z.object({ archived: z.enum(["with", "without"]).default("without") }),
    z.object({ codes: z.array(TaxCode), blocked: z.object({ create: blocked() }) }),
  ),
  create: post(
    at,
    z.object({
      code: Code,
      name: Name,
      scheme: TaxScheme,
      category: TaxCategoryCode,
      isCompound: z.boolean().default(false),
      isSelfAssessed: z.boolean().default(false),
      exemptionReason: Reason.default(null),
      startsOn: z.iso.date(),
      rate: Percent,
    }),
    TaxCode,
  ),
  change: patch(
    `${at}/:id`,
    z.object({
      id: TaxCodeId,
      version: z.int(),
      code: Code.optional(),
      name: Name.optional(),
      exemptionReason: Reason.optional(),
    }),
    TaxCode,
  ),
  /** From that day on; again for the same day changes it. */
  setRate: post(
    `${at}/:id/rates`,
    z.object({ id: TaxCodeId, version: z.int(), startsOn: z.iso.date(), rate: Percent }),
    TaxCode,
  ),
  dropRate: post(
    `${at}/:id/rates/drop`,
    z.object({ id: TaxCodeId, version: z.int(), startsOn: z.iso.date() }),
    TaxCode,
  ),
  archive: post(`${at}/:id/archive`, z.object({ id: TaxCodeId, version: z.int() }), TaxCode),
  restore: post(`${at}/:id/restore`, z.object({ id: TaxCodeId, version: z.int() }), TaxCode),
  /** Adds what of a ready set is not there yet, by its codes. */
  addReady: post(
    `${at}/ready`,
    z.object({
      set: ReadyTaxes,
      /** Of the EU: whose tax it is. */
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "country.unknown")
        .nullable()
        .default(null),
      language: z.enum(["en", "ms"]).default("en"),
    }),
    z.object({ added: z.int() }),
  ),
};
