import { type T, type Words, words } from "#ui/words.ts";

export const subscriptionWords = words("sales.subscriptions", {
  en: {
    subscriptions: "Subscriptions",
    subscription: "Subscription",
    next: "Next charge",
    status: "Status",
    amount: "Amount",
    verbs: "What can be done",
    verbsOf: "What can be done with {{name}}",
    pending: "Waiting",
    active: "Active",
    on_hold: "On hold",
    ending: "Ending",
    cancelled: "Cancelled",
    expired: "Ended",
    "every.day": { one: "a day", other: "every {{count}} days" },
    "every.week": { one: "a week", other: "every {{count}} weeks" },
    "every.month": { one: "a month", other: "every {{count}} months" },
    "every.year": { one: "a year", other: "every {{count}} years" },
  },
  ms: {
    subscriptions: "Langganan",
    subscription: "Langganan",
    next: "Caj seterusnya",
    status: "Status",
    amount: "Amaun",
    verbs: "Apa yang boleh dibuat",
    verbsOf: "Apa yang boleh dibuat dengan {{name}}",
    pending: "Menunggu",
    active: "Aktif",
    on_hold: "Ditahan",
    ending: "Akan tamat",
    cancelled: "Dibatalkan",
    expired: "Tamat",
    "every.day": { one: "sehari", other: "setiap {{count}} hari" },
    "every.week": { one: "seminggu", other: "setiap {{count}} minggu" },
    "every.month": { one: "sebulan", other: "setiap {{count}} bulan" },
    "every.year": { one: "setahun", other: "setiap {{count}} tahun" },
  },
});

export type SubscriptionT = typeof subscriptionWords extends Words<infer Key> ? T<Key> : never;
