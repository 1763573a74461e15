const PLACES: Readonly<Record<string, string>> = {
  cus: "/customers",
  ord: "/orders",
  prd: "/products",
};

/** Where a record stands, by its shown id. */
export const placeOf = (shown: string): string => `${PLACES[shown.slice(0, 3)] ?? ""}/${shown}`;
