import { readId } from "#kernel/ids.ts";
import type { Meanings } from "#modules/records/records.public.ts";

/** What the columns of a file of customers can be. */
export const customerMeanings: Meanings = {
  type: "customer",
  targets: [
    {
      key: "id",
      label: { en: "Kaunter’s id", ms: "Id Kaunter" },
      kind: "text",
      read: readCustomerId,
    },
    { key: "firstName", label: { en: "First name", ms: "Nama pertama" }, kind: "text" },
    { key: "lastName", label: { en: "Last name", ms: "Nama keluarga" }, kind: "text" },
    { key: "created", label: { en: "Known since", ms: "Dikenali sejak" }, kind: "moment" },
  ],
  words: {
    id: ["kaunter id", "customer id (kaunter)", "id pelanggan kaunter"],
    name: [
      ...[
        "full name",
        "customer",
        "customer name",
        "contact name",
        "display name",
        "nama penuh",
        "nama pelanggan",
      ],
      ...["pelanggan", "nama pembeli", "buyer", "buyer name"],
    ],
    firstName: ["given name", "forename", "fname", "nama depan", "nama diberi"],
    lastName: ["surname", "family name", "lname", "nama belakang", "nama bapa"],
    email: [
      "email address",
      "e-mail address",
      "mail",
      "emel",
      "e mel",
      "alamat emel",
      "alamat e-mel",
      "email 1",
    ],
    phone: [
      ...[
        "phone number",
        "telephone",
        "tel",
        "tel no",
        "mobile",
        "mobile number",
        "mobile phone",
        "cell",
        "hp",
        "no hp",
      ],
      ...[
        "whatsapp",
        "whatsapp number",
        "no tel",
        "no telefon",
        "nombor telefon",
        "telefon bimbit",
        "no whatsapp",
        "contact number",
      ],
    ],
    organisation: [
      "company name",
      "organization",
      "organisation",
      "business",
      "nama syarikat",
      "organisasi",
    ],
    street: [
      "address",
      "address 1",
      "address line 1",
      "street address",
      "alamat",
      "alamat 1",
      "alamat baris 1",
    ],
    street2: ["address 2", "address line 2", "apartment", "alamat 2", "alamat baris 2"],
    postcode: ["postal code", "zip", "zip code", "zipcode", "kod pos"],
    city: ["town", "suburb", "bandar raya", "pekan"],
    state: ["province", "region", "county"],
    country: ["country code", "country region", "kod negara"],
    tags: ["labels", "label", "groups", "group", "segment", "kumpulan", "tanda"],
    note: ["notes", "comment", "comments", "remarks", "remark", "catatan", "nota", "komen"],
    created: [
      ...[
        "customer since",
        "created",
        "created at",
        "date created",
        "sign up",
        "signup date",
        "joined",
        "registered",
      ],
      ...["date registered", "tarikh daftar", "tarikh sertai", "pelanggan sejak", "date added"],
    ],
    emailConsent: [
      ...[
        "accepts email marketing",
        "accepts marketing",
        "email marketing",
        "newsletter",
        "email opt in",
        "subscribed",
      ],
      ...["setuju emel", "setuju e-mel", "langgan emel", "consent e-mail"],
    ],
    phoneConsent: [
      ...[
        "accepts sms marketing",
        "sms marketing",
        "sms opt in",
        "whatsapp opt in",
        "consent whatsapp",
      ],
      ...["setuju whatsapp", "setuju sms", "consent phone"],
    ],
  },
  keys: ["id", "email", "phone"],
  policies: { id: ["fill"], created: ["earlier"] },
  needsOneOf: ["name", "firstName", "email", "phone", "id"],
};

function readCustomerId(text: string): string | { code: string } {
  return readId("customer", text) ?? { code: "crm.customer.not_known" };
}
