import { rateWords } from "#modules/finance/rates/web/rates.words.ts";
import { reportWords } from "#modules/finance/reports/web/reports.words.ts";
import { revaluationWords } from "#modules/finance/revaluations/web/revaluations.words.ts";
import { statementWords } from "#modules/finance/statements/web/statements.words.ts";
import { postingWords } from "#modules/sales/postings/web/rules.words.ts";
import { Tabs } from "#ui/tabs.tsx";
import { useWords } from "#ui/words.ts";
import { booksWords } from "./books.words.ts";

type Here =
  | "/books"
  | "/books/profit-and-loss"
  | "/books/profit-by"
  | "/books/balance-sheet"
  | "/books/cash-flow"
  | "/books/trial-balance"
  | "/books/general-ledger"
  | "/books/receivables"
  | "/books/payables"
  | "/books/tax"
  | "/books/rules"
  | "/books/revaluation"
  | "/books/rates"
  | "/books/periods"
  | "/books/health";

/** The pages of the books that are no places of their own. */
export function BooksTabs({ here }: { here: Here }) {
  const t = useWords(booksWords);
  const ts = useWords(statementWords);
  const tr = useWords(reportWords);
  const tp = useWords(postingWords);
  const tx = useWords(rateWords);
  const tv = useWords(revaluationWords);
  const places: readonly (readonly [Here, string])[] = [
    ["/books", t("overview")],
    ["/books/profit-and-loss", ts("profit")],
    ["/books/profit-by", tr("profitBy")],
    ["/books/balance-sheet", ts("balance")],
    ["/books/cash-flow", tr("cash_flow")],
    ["/books/trial-balance", ts("trial")],
    ["/books/general-ledger", tr("general_ledger")],
    ["/books/receivables", tr("receivables")],
    ["/books/payables", tr("payables")],
    ["/books/tax", tr("tax")],
    ["/books/rules", tp("rules")],
    ["/books/rates", tx("rates")],
    ["/books/revaluation", tv("revaluation")],
    ["/books/periods", t("periods")],
    ["/books/health", ts("health")],
  ];
  return (
    <Tabs
      label={t("books")}
      of={places.map(([to, label]) => ({ to, label, isHere: to === here }))}
    />
  );
}
