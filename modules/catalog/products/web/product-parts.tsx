import { Money } from "#ui/money.tsx";
import { countText } from "#ui/numbers.ts";
import { Status } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { ProductRow } from "./products.client.ts";
import { productWords } from "./products.words.ts";

export function ProductStatus({ of }: { of: ProductRow["status"] }) {
  const t = useWords(productWords);
  return <Status tone={of === "active" ? "good" : "quiet"}>{t(`status.${of}`)}</Status>;
}

/** One price, or from the lowest to the highest of its variants; a dash where none is known. */
export function Price({ of }: { of: ProductRow }) {
  const t = useWords(productWords);
  const { priceMinMinor: min, priceMaxMinor: max, currency } = of;
  if (min === null || max === null || currency === null) return "–";
  if (min === max) return <Money minor={min} currency={currency} />;
  // One inline text: a cell that lays its parts out by itself would drop the spaces between them.
  return (
    <span>
      {t.rich("fromTo", {
        from: <Money key="from" minor={min} currency={currency} />,
        to: <Money key="to" minor={max} currency={currency} bare />,
      })}
    </span>
  );
}

export function Stock({ of }: { of: number | null }) {
  const t = useWords(productWords);
  if (of === null) return <span className="k-muted">–</span>;
  return of > 0 ? countText(of) : <span className="k-bad">{t("soldOut")}</span>;
}
