import type { ReactNode } from "react";
import type { Url } from "../url-state.ts";

/** What goes to the API: the filters of the address under their wire names, sort, and the cursor. */
// biome-ignore lint/suspicious/noExplicitAny: each endpoint checks its own filters; the address holds text.
export type ListQuery = Readonly<Record<string, any>>;

export type Column<Row> = {
  key: string;
  /** Money names its currency here, "Spent, RM", and cells are bare. */
  label: string;
  cell: (row: Row) => ReactNode;
  /** name: 500, the link · facts: muted · number: right · date: muted · status. */
  kind?: "name" | "facts" | "number" | "date" | "status";
  /** A grid track, `minmax(160px, 2fr)`; each kind has its own. */
  width?: string;
  /** The wire's words for both directions; `first` is what the first click gives. */
  sort?: { up: string; down: string; first?: "up" | "down" };
  /** Shown only when somebody chooses it. */
  isExtra?: boolean;
  /** The key of a field that has to be asked for with the rows. */
  field?: string;
};

export type FilterOption = { value: string; label: string };

/** A filter, by the names of its parameters on the wire, which are also its names in the address. */
export type Filter =
  | { kind: "choice"; label: string; param: string; options: readonly FilterOption[] }
  | { kind: "text"; label: string; param: string }
  | { kind: "flag"; label: string; param: string }
  | { kind: "number"; label: string; min: string; max: string }
  | { kind: "money"; label: string; min: string; max: string; currency: string }
  | { kind: "days"; label: string; from: string; to: string }
  /** Comes from a link only ("orders of this product"): shown and dropped, not offered. */
  | {
      kind: "given";
      label: string;
      param: string;
      show?: (value: string) => string;
      /** Its chip is drawn by the page itself, in `slots.filters`. */
      isDrawn?: boolean;
    };

export type View = { label: string; filter: Url; count?: number };

export type BulkVerb = {
  label: string;
  icon?: ReactNode;
  /** A reason code why it is closed. */
  blocked?: string | null;
  /** `ids` are the picked ones; with "Pick all" they are null and `filter` says which. */
  run: (picked: Picked) => Promise<unknown> | void;
  /** Whether it can be done to all that the filters leave, also those not loaded. */
  canDoAll?: boolean;
  /** Offered only for all that the filters leave: for what is picked there is a shorter way. */
  isForAll?: boolean;
};
export type Picked = { ids: string[] | null; filter: Url; count: number; letGo: () => void };

export type Counted = { count: number; allCount?: number };

/** What a page puts into the list's own places. */
export type Slots = {
  /** Beside the chips, before one more filter is added. */
  filters?: ReactNode;
  /** At the right end of the bar, instead of the usual choice of columns. */
  tools?: ReactNode;
  /** One more filter is added in `filters`: then F is the page's, and the list's own filters only show when they are on. */
  ownsFilters?: boolean;
  /** Instead of rows: a board, a calendar, groups. The list then asks for no rows. */
  instead?: ReactNode;
};

export type ListProps<Row, C extends Counted = Counted> = {
  /** The first word of its cache key, `crm.customers`: live updates of it refresh the list. */
  topic: string;
  /** What one is and what many are: `{ one: "customer", many: "customers" }`, in the reader's language. */
  noun: { one: string; many: string };
  load: (query: ListQuery) => Promise<{ rows: readonly Row[]; next: string | null }>;
  /** How many the filters leave, and sums of them. */
  count?: (filter: ListQuery) => Promise<C>;
  idOf: (row: Row) => string;
  /** The row in a few words, for a screen reader: a name, a number. */
  nameOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** How rows come when the address does not say: the wire's word, `-lastOrder`. */
  sort?: string;
  filters?: readonly Filter[];
  /** Placeholder of the search box ("Name, e-mail or phone"); left out: no search. */
  search?: string;
  /** Sent with every request and not shown: `{ connectionId }`. */
  always?: ListQuery;
  /** Where Enter and a click lead; null: nowhere. */
  to?: (row: Row) => string | null;
  /** What Space shows at the right (and a click, where there is no `to`). */
  peek?: (row: Row) => ReactNode;
  bulk?: readonly BulkVerb[];
  /** In the foot: "Together they spent RM …". */
  sums?: (counted: C) => ReactNode;
  /** A row at 360 px: two lines and a figure. */
  phone: (row: Row) => { face?: ReactNode; title: ReactNode; facts: ReactNode; end?: ReactNode };
  /** Shown when there is nothing at all yet: an <Empty>. */
  empty: ReactNode;
  slots?: Slots;
};
