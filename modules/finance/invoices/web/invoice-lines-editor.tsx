import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo } from "react";
import { decimalOf } from "#kernel/money.ts";
import { type TaxCode, useTaxes } from "#modules/finance/taxes/web/taxes.client.ts";
import { ChoicesField } from "#ui/form/choices-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import type { Form } from "#ui/form/use-form.ts";
import { Money } from "#ui/money.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./invoice.module.css";
import { emptyAdjustment, emptyLine, type InvoiceDraft, liveFigures } from "./invoice-draft.ts";
import { invoiceWords } from "./invoices.words.ts";
import { PaperSums } from "./paper-sums.tsx";
import { type FoundProduct, ProductField } from "./product-field.tsx";

type Props = { form: Form<InvoiceDraft> };

/** The lines with what they come to while they are typed. Ctrl ↓ adds one, with the taxes of the last. */
export function InvoiceLines({ form }: Props) {
  const t = useWords(invoiceWords);
  const { data } = useTaxes();
  const taxes = useMemo(() => new Map((data?.codes ?? []).map((code) => [code.id, code])), [data]);
  const { lines, adjustments, currency } = form.values;
  const figures = liveFigures(form.values, taxes);
  const add = () => form.set("lines", [...lines, emptyLine(lines.at(-1)?.taxCodeIds)]);
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
          <TextField of={form} name={`lines.${at}.quantity`} label={t("quantity")} />
          <TextField of={form} name={`lines.${at}.price`} label={t("price")} />
          <TextField of={form} name={`lines.${at}.discount`} label={t("discount")} />
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
        </div>
      ))}
      {adjustments.map((one, at) => (
        <div key={one.key} className={styles.adjustment}>
          <TextField
            of={form}
            name={`adjustments.${at}.reason`}
            label={t(one.isCharge ? "sumCharge" : "sumDiscount")}
          />
          <TextField of={form} name={`adjustments.${at}.amount`} label={t("shareAmount")} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("removeLine", { at: lines.length + at + 1 })}
            onClick={() =>
              form.set(
                "adjustments",
                adjustments.filter((_, other) => other !== at),
              )
            }
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <div className={styles.adding}>
        <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.8} />} onClick={add}>
          {t("addLine")}
        </Button>
        {([false, true] as const).map((isCharge) => (
          <Button
            key={String(isCharge)}
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.8} />}
            onClick={() =>
              form.set("adjustments", [
                ...adjustments,
                emptyAdjustment(isCharge, t(isCharge ? "chargeReason" : "discountReason")),
              ])
            }
          >
            {t(isCharge ? "addCharge" : "addDiscount")}
          </Button>
        ))}
      </div>
      {figures === null ? (
        <p>{t("finance.invoice.too_large")}</p>
      ) : (
        <PaperSums of={figures} currency={currency} />
      )}
    </fieldset>
  );
}

/** A product that is chosen brings its name and price; anything else may be typed. */
function ItemField({ form, at }: Props & { at: number }) {
  const t = useWords(invoiceWords);
  const pick = ({ title, priceMinMinor, currency: its }: FoundProduct) => {
    const { currency, lines } = form.values;
    const price =
      priceMinMinor === null || its !== currency ? "" : decimalOf(priceMinMinor, currency);
    form.set(
      "lines",
      lines.map((one, other) =>
        other === at ? { ...one, name: title, price: one.price === "" ? price : one.price } : one,
      ),
    );
  };
  return <ProductField of={form} name={`lines.${at}.name`} label={t("item")} onPick={pick} />;
}

function TaxField({ form, at, codes }: Props & { at: number; codes: readonly TaxCode[] }) {
  const t = useWords(invoiceWords);
  const name = `lines.${at}.taxCodeIds`;
  const chosen = form.values.lines[at]?.taxCodeIds ?? [];
  return (
    <ChoicesField
      of={form}
      name={name}
      label={t("tax")}
      max={5}
      placeholder={t("noTax")}
      options={codes
        .filter(
          ({ id, archivedAt, rate, isSelfAssessed }) =>
            chosen.includes(id) || (archivedAt === null && rate !== null && !isSelfAssessed),
        )
        .map(({ id, code, rate }) => ({ value: id, label: `${code} ${rate ?? ""} %` }))}
    />
  );
}
