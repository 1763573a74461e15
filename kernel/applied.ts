/** What came of telling the house a record's state: for the delivery log, in words later. */
export type Applied = {
  /** `seen`: nothing changed (a duplicate, or an older state than the one known). */
  readonly outcome: "created" | "changed" | "seen";
  readonly subject: { readonly type: string; readonly id: string; readonly name: string } | null;
  /** What screens should ask for again. */
  readonly topics: readonly string[];
  /** It told of somebody who was erased: what it said of them was not kept, and is not to be kept anywhere else. */
  readonly isNameless?: boolean;
};
