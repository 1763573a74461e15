import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../words.ts";
import { filterOf, said, sameFilter, spansOf, withoutEach } from "./filters.ts";
import { listWords } from "./list.words.ts";
import type { Filter } from "./types.ts";

const t = wordsOf(listWords, "en");
const calendar = { zone: "Asia/Kuala_Lumpur", language: "en", today: "2026-11-22" } as const;
const orders: Filter = { kind: "number", label: "Orders", min: "ordersMin", max: "ordersMax" };
const placed: Filter = { kind: "days", label: "Placed", from: "placedFrom", to: "placedTo" };
const city: Filter = { kind: "text", label: "City", param: "city" };

test("only what a list filters by goes to the API: no order, columns or row looked at", () => {
  const url = { city: "Kuching", sort: "-spent", columns: "name", peek: "cus_1", search: "ali" };
  assert.deepEqual(filterOf(url, [city]), { city: "Kuching", search: "ali" });
});

test("a filter is said in words, whichever of its parts the address has", () => {
  assert.deepEqual(said(orders, { ordersMin: "2" }, t, calendar), {
    operator: "at least",
    value: "2",
  });
  assert.deepEqual(said(orders, { ordersMin: "2", ordersMax: "1204" }, t, calendar), {
    operator: "between",
    value: "2 and 1,204",
  });
  assert.deepEqual(
    said(placed, { placedFrom: "2026-10-24", placedTo: "2026-11-22" }, t, calendar),
    {
      operator: "in the last",
      value: "30 days",
    },
  );
  assert.deepEqual(
    said(placed, { placedFrom: "2026-11-01", placedTo: "2026-11-03" }, t, calendar),
    {
      operator: "is",
      value: "1 Nov – 3 Nov",
    },
  );
});

test("a year ends where it began, on a leap day too", () => {
  const year = (today: string) => spansOf(today).find(({ name }) => name === "months12");
  assert.equal(year("2026-11-22")?.from, "2025-11-23");
  assert.equal(year("2028-02-29")?.from, "2027-03-01");
});

test("dropping a filter leaves the others", () => {
  const ways = withoutEach([orders, city], { ordersMin: "2", city: "Kuching" });
  assert.deepEqual(
    ways.map(({ url }) => url),
    [{ city: "Kuching" }, { ordersMin: "2" }],
  );
});

test("a view is in use when the address has its filters and no other", () => {
  assert.equal(sameFilter({ ordersMin: "2" }, { ordersMin: "2" }), true);
  assert.equal(sameFilter({ ordersMin: "2", city: "Ipoh" }, { ordersMin: "2" }), false);
});
