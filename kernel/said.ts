/** The same in both languages of the house. */
export type Said = { readonly en: string; readonly ms: string };
export type Language = keyof Said;
