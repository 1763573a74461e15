import { ActionIcon, Button, Select } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { decimalOf } from "#kernel/money.ts";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { PaperSums } from "#modules/finance/invoices/web/paper-sums.tsx";
import {
  type FoundProduct,
  ProductField,
  productOf,
} from "#modules/finance/invoices/web/product-field.tsx";
import { type TaxCode, useTaxes } from "#modules/finance/taxes/web/taxes.client.ts";
import { ChoicesField } from "#ui/form/choices-field.tsx";
import { useField } from "#ui/form/field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import type { Form } from "#ui/form/use-form.ts";
import { Money } from "#ui/money.tsx";
import { useWords } from "#ui/words.ts";
import { claimsBy } from "../bills.rules.ts";
import styles from "./bill.module.css";
import { type BillDraft, emptyLine, liveFigures } from "./bill-draft.ts";
import type { Bill } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";

type Props = { form: Form<BillDraft, Bill> };

/** The lines with what they come to while they are typed. Ctrl ↓ adds one like the last. */
export function BillLines({ form }: Props) {
  const t = useWords(billWords);
  const { data } = useTaxes();
  const taxes = useMemo(() => new Map((data?.codes ?? []).map((code) => [code.id, code])), [data]);
  const { lines, currency } = form.values;
  const [isFull, showFull] = useState(false);
  const figures = liveFigures(form.values, taxes);
  const add = () => form.set("lines", [...lines, emptyLine(lines.at(-1))]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset className={styles.lines} aria-label={t("lines")} onKeyDown={onKeyDown}>
      {lines.map((line, at) => (
        <div key={line.key} className={styles.line}>
          <ItemField form={form} at={at} />
          <AccountField form={form} at={at} />
          <TextField of={form} name={`lines.${at}.quantity`} label={t("quantity")} />
          <TextField of={form} name={`lines.${at}.price`} label={t("price")} />
          <TaxField form={form} at={at} codes={data?.codes ?? []} />
          <output className={styles.amount} aria-label={t("lineTotal")}>
            {figures !== null && (
              <Money minor={figures.lines[at]?.netMinor ?? 0} currency={currency} bare />
            )}
          </output>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("removeLine", { at: at + 1 })}
            disabled={lines.length === 1}
            onClick={() =>
              form.set(
                "lines",
                lines.filter((_, other) => other !== at),
              )
            }
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
          <div className={styles.under}>
            {line.taxCodeIds.length > 0 && <ClaimField form={form} at={at} taxes={taxes} />}
            {(isFull || line.discount !== "" || line.channel !== "") && (
              <>
                <TextField of={form} name={`lines.${at}.discount`} label={t("discount")} optional />
                <TextField of={form} name={`lines.${at}.channel`} label={t("channel")} optional />
              </>
            )}
          </div>
        </div>
      ))}
      <div>
        <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.8} />} onClick={add}>
          {t("addLine")}
        </Button>
        {!isFull && (
          <Button variant="subtle" onClick={() => showFull(true)}>
            {t("moreOfLines")}
          </Button>
        )}
      </div>
      {figures === null ? (
        <p>{t("finance.bill.too_large")}</p>
      ) : (
        <PaperSums of={figures} currency={currency} isBought />
      )}
    </fieldset>
  );
}

/** A product that is chosen brings its name, and what it costs where that is known; anything else may be typed. */
function ItemField({ form, at }: Props & { at: number }) {
  const t = useWords(billWords);
  const pick = async ({ id, title }: FoundProduct) => {
    const product = await productOf(id);
    const [variant, ...others] = product.variants;
    // Which of several it is, the name says alone.
    const only = others.length === 0 ? variant : undefined;
    const { currency, lines } = form.values;
    const cost =
      only?.costMinor == null || product.currency !== currency
        ? ""
        : decimalOf(only.costMinor, currency);
    form.set(
      "lines",
      lines.map((one, other) =>
        other === at
          ? {
              ...one,
              name: title,
              variantId: only?.id ?? null,
              price: one.price === "" ? cost : one.price,
            }
          : one,
      ),
    );
  };
  return (
    <ProductField
      of={form}
      name={`lines.${at}.name`}
      label={t("what")}
      onPick={(product) => void pick(product)}
    />
  );
}

/** Anything but what papers keep by themselves; left empty, where the supplier's usually go. */
function AccountField({ form, at }: Props & { at: number }) {
  const t = useWords(billWords);
  const { data: chart } = useChart("without");
  const name = `lines.${at}.accountId`;
  const accounts = (chart?.accounts ?? []).filter(
    ({ isGroup, part, kind }) =>
      !isGroup &&
      kind !== "bank" &&
      !["payable", "receivable", "purchase_tax", "sales_tax"].includes(part ?? ""),
  );
  return (
    <Select
      {...useField({ of: form, name, label: t("account") })}
      data={accounts.map(({ id, code, name: called }) => ({
        value: id,
        label: `${code} ${called}`,
      }))}
      searchable
      clearable
      autoComplete="off"
      placeholder={t("usualAccount")}
      maxDropdownHeight={280}
      clearButtonProps={{ "aria-label": t("usualAccount") }}
      value={form.values.lines[at]?.accountId ?? null}
      onChange={(id) => form.set(name, id)}
    />
  );
}

function TaxField({ form, at, codes }: Props & { at: number; codes: readonly TaxCode[] }) {
  const t = useWords(billWords);
  const chosen = form.values.lines[at]?.taxCodeIds ?? [];
  return (
    <ChoicesField
      of={form}
      name={`lines.${at}.taxCodeIds`}
      label={t("tax")}
      max={5}
      placeholder={t("noTax")}
      options={codes
        .filter(
          ({ id, archivedAt, rate }) =>
            chosen.includes(id) || (archivedAt === null && rate !== null),
        )
        .map(({ id, code, rate }) => ({ value: id, label: `${code} ${rate ?? ""} %` }))}
    />
  );
}

function ClaimField({
  form,
  at,
  taxes,
}: Props & { at: number; taxes: ReadonlyMap<string, TaxCode> }) {
  const t = useWords(billWords);
  const { claimsTax = null, taxCodeIds = [] } = form.values.lines[at] ?? {};
  const isClaimed = claimsTax ?? claimsBy(taxCodeIds.map((id) => taxes.get(id)?.scheme ?? ""));
  return (
    <Select
      label={t("claim")}
      allowDeselect={false}
      data={[
        { value: "claimed", label: t("claimed") },
        { value: "cost", label: t("notClaimed") },
      ]}
      value={isClaimed ? "claimed" : "cost"}
      onChange={(value) => form.set(`lines.${at}.claimsTax`, value === "claimed")}
    />
  );
}
