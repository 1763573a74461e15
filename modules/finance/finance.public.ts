// What the books lend to the modules above them.

export type { LedgerAccountId } from "./chart/chart.contract.ts";
export { accountsAmong, clearingFor, partsOf } from "./chart/chart.ts";
export type { NewLine } from "./journals/journals.rules.ts";
export { postJournal } from "./journals/journals.ts";
export { convertedParts } from "./journals/rates.rules.ts";
export { checkAllBooks, inspectBooks } from "./statements/nightly.ts";
