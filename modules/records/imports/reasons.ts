import type { Said } from "#kernel/said.ts";

/** What may be wrong with a row, for the file that is taken along: it has no screen to say it. */
const REASONS: Readonly<Record<string, Said>> = {
  "email.invalid": { en: "Not an e-mail address.", ms: "Bukan alamat e-mel." },
  "country.unknown": { en: "Not a country.", ms: "Bukan negara." },
  "field.invalid": { en: "Cannot be read.", ms: "Tidak dapat dibaca." },
  "field.too_big": { en: "Too long.", ms: "Terlalu panjang." },
  "field.required": { en: "Needed.", ms: "Diperlukan." },
  "records.import.not_a_number": { en: "Not a number.", ms: "Bukan nombor." },
  "records.import.not_an_amount": { en: "Not an amount.", ms: "Bukan jumlah wang." },
  "records.import.not_a_day": { en: "Not a day.", ms: "Bukan tarikh." },
  "records.import.not_yes_or_no": { en: "Neither yes nor no.", ms: "Bukan ya atau tidak." },
  "records.import.not_a_choice": { en: "Not one of the choices.", ms: "Bukan salah satu pilihan." },
  "records.import.not_a_link": { en: "Not a link.", ms: "Bukan pautan." },
  "records.import.formula": {
    en: "A formula. Put its result here.",
    ms: "Formula. Letakkan hasilnya di sini.",
  },
  "records.import.too_many_cells": {
    en: "The row has more cells than the file has columns.",
    ms: "Baris ini ada lebih banyak sel daripada lajur fail.",
  },
  "records.import.too_many_together": {
    en: "More than 1,000 rows of one record.",
    ms: "Lebih daripada 1,000 baris bagi satu rekod.",
  },
  "currency.unknown": { en: "Not a currency.", ms: "Bukan mata wang." },
  "records.bulk.too_many_tags": { en: "More than 50 tags.", ms: "Lebih daripada 50 tag." },
  "field.not_positive": { en: "Has to be more than 0.", ms: "Mesti lebih daripada 0." },
  "sales.order.not_known": {
    en: "No order has this id.",
    ms: "Tiada pesanan dengan id ini.",
  },
  "sales.order.number_twice": {
    en: "Several orders have this number: say the channel too.",
    ms: "Beberapa pesanan ada nombor ini: nyatakan salurannya juga.",
  },
  "sales.order.has_no_lines": {
    en: "Neither lines nor a total.",
    ms: "Tiada baris atau jumlah.",
  },
  "sales.order.too_many_lines": {
    en: "More than 500 lines.",
    ms: "Lebih daripada 500 baris.",
  },
  "sales.order.too_large": { en: "Too large.", ms: "Terlalu besar." },
  "sales.order.placed_in_future": {
    en: "In the future.",
    ms: "Pada masa hadapan.",
  },
  "sales.order.discount_too_large": {
    en: "More is taken off than there is.",
    ms: "Potongan melebihi jumlah.",
  },
  "sales.order.belongs_to_store": {
    en: "A store’s order: only note, customer and your own fields change here.",
    ms: "Pesanan kedai: hanya nota, pelanggan dan medan anda sendiri berubah di sini.",
  },
  "sales.order.payment_by_hand": {
    en: "What was paid or given back is entered at the order itself.",
    ms: "Bayaran atau pulangan dimasukkan pada pesanan itu sendiri.",
  },
  "sales.order.has_refunds": {
    en: "Something was given back on it.",
    ms: "Ada pulangan wang padanya.",
  },
  "sales.order.already_cancelled": { en: "It is cancelled.", ms: "Ia telah dibatalkan." },
  "sales.order.is_erased": { en: "Its buyer was erased.", ms: "Pembelinya telah dihapuskan." },
  "sales.order.refund_first": {
    en: "Give the money back first.",
    ms: "Pulangkan wang dahulu.",
  },
  "catalog.product.not_known": {
    en: "No product has this id.",
    ms: "Tiada produk dengan id ini.",
  },
  "catalog.product.belongs_to_store": {
    en: "A store’s product: only tags and your own fields change here.",
    ms: "Produk kedai: hanya tag dan medan anda sendiri berubah di sini.",
  },
  "catalog.product.parent_not_there": {
    en: "Its product is not in the rows beside it.",
    ms: "Produknya tiada dalam baris di sebelahnya.",
  },
  "catalog.product.too_many_variants": {
    en: "More than 250 variants.",
    ms: "Lebih daripada 250 varian.",
  },
  "catalog.variant.not_found": {
    en: "The product has no such variant.",
    ms: "Produk ini tiada varian sedemikian.",
  },
  "records.field.taken": {
    en: "Another record has this value, which must be one record's own.",
    ms: "Rekod lain sudah ada nilai ini, yang mesti unik.",
  },
  "crm.customer.not_a_phone": { en: "Not a phone number.", ms: "Bukan nombor telefon." },
  "crm.customer.has_nothing": {
    en: "Neither name nor e-mail nor phone.",
    ms: "Tiada nama, e-mel atau telefon.",
  },
  "crm.customer.email_taken": {
    en: "Another customer has this e-mail.",
    ms: "Pelanggan lain menggunakan e-mel ini.",
  },
  "crm.customer.too_many_tags": { en: "More than 50 tags.", ms: "Lebih daripada 50 tag." },
  "crm.customer.not_known": {
    en: "No customer has this id.",
    ms: "Tiada pelanggan dengan id ini.",
  },
  "crm.customer.in_trash": {
    en: "The customer with this id is in the trash: restore them first.",
    ms: "Pelanggan dengan id ini berada dalam tong sampah: pulihkan dahulu.",
  },
  "catalog.product.in_trash": {
    en: "The product with this id is in the trash: restore it first.",
    ms: "Produk dengan id ini berada dalam tong sampah: pulihkan dahulu.",
  },
  "sales.order.in_trash": {
    en: "The order with this id is in the trash: restore it first.",
    ms: "Pesanan dengan id ini berada dalam tong sampah: pulihkan dahulu.",
  },
};

const OTHER: Said = { en: "Cannot be taken as it is.", ms: "Tidak dapat diambil seperti ini." };

export const reasonSaid = (code: string): Said => REASONS[code] ?? OTHER;
