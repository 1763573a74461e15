import { reasons } from "#ui/words/reasons.words.ts";
import { type T, type Words, words } from "#ui/words.ts";

export const trashWords = reasons(
  words("records.trash", {
    en: {
      trash: "Trash",
      record: "record",
      records: "records",
      searchFor: "Name or number",
      name: "Record",
      nameless: "No name",
      kind: "Kind",
      by: "Deleted by",
      when: "Deleted",
      left: "Days left",
      daysLeft: { one: "{{count}} day left", other: "{{count}} days left" },
      all: "All",
      "type.customer": "Customer",
      "type.order": "Order",
      "type.product": "Product",
      "type.subscription": "Subscription",
      "type.connection": "Store",
      "types.customer": "Customers",
      "types.order": "Orders",
      "types.product": "Products",
      "types.subscription": "Subscriptions",
      "types.connection": "Stores",
      emptyTitle: "Nothing is in the trash",
      emptyText:
        "What you delete stays here for 30 days and comes back exactly as it was. Then nothing is left of it.",
      toTrash: "Move to trash",
      moved: "{{name}} moved to the trash",
      movedMany: {
        one: "{{count}} record moved to the trash",
        other: "{{count}} records moved to the trash",
      },
      stillInTrash: {
        one: "1 record is still in the trash: its address or number is used again",
        other:
          "{{count}} records are still in the trash: their addresses or numbers are used again",
      },
      restore: "Bring back",
      restored: "{{name}} brought back",
      restoredMany: {
        one: "{{count}} record brought back",
        other: "{{count}} records brought back",
      },
      purge: "Delete for good",
      purgeTitle: {
        one: "Delete {{count}} record for good?",
        other: "Delete {{count}} records for good?",
      },
      purgeText:
        "Nobody can bring it back. The audit log keeps who did what and when, without names and values. A customer's orders stay as papers of the sale, with the name and address on them.",
      purged: {
        one: "{{count}} record deleted for good",
        other: "{{count}} records deleted for good",
      },
      empty: "Empty the trash",
      emptyAsk: "Empty the trash?",
      inTrash: "In the trash · {{when}} · {{who}} · {{left}}",
      inTrashCustomer:
        "The orders stay. What a store still tells of the past is kept for the day the record comes back; a new order makes a new customer.",
      inTrashOrder:
        "It counts nowhere. What the store still tells of it is kept for the day it comes back.",
      inTrashSubscription: "What the store still tells of it is kept for the day it comes back.",
      inTrashConnection:
        "Its address does not answer. Brought back, it answers there again, with the same secret. Deleted for good, its address, its secret and its deliveries are gone; what it brought stays.",
      inTrashProduct: "What was sold of it stays sold. What the store still tells of it is kept.",
      conflictTitle: {
        one: "Something of {{name}} is used again",
        other: "Something of {{count}} customers is used again",
      },
      conflict: "{{owner}} has {{what}} now.",
      "what.email": "the address {{key}}",
      "what.store": "the store account {{key}}",
      "what.phone": "the number {{key}}",
      "what.whatsapp": "{{key}} on WhatsApp",
      "what.field": "the {{field}} {{key}}",
      choose: "What should happen?",
      merge: "Join them",
      mergeText: "They are one person: one customer with all orders, notes and tags of both.",
      without: "Bring back without it",
      withoutValue: "It comes back without this value: whoever has it now keeps it.",
      withoutText: "They are two people: each keeps what is theirs now.",
      "records.trash.too_late": "The 30 days are over. Nothing is left to bring back.",
      "records.trash.not_found": "This is not in the trash any more.",
    },
    ms: {
      trash: "Tong sampah",
      record: "rekod",
      records: "rekod",
      searchFor: "Nama atau nombor",
      name: "Rekod",
      nameless: "Tanpa nama",
      kind: "Jenis",
      by: "Dipadam oleh",
      when: "Dipadam",
      left: "Baki hari",
      daysLeft: { one: "tinggal {{count}} hari", other: "tinggal {{count}} hari" },
      all: "Semua",
      "type.customer": "Pelanggan",
      "type.order": "Pesanan",
      "type.product": "Produk",
      "type.subscription": "Langganan",
      "type.connection": "Kedai",
      "types.customer": "Pelanggan",
      "types.order": "Pesanan",
      "types.product": "Produk",
      "types.subscription": "Langganan",
      "types.connection": "Kedai",
      emptyTitle: "Tong sampah kosong",
      emptyText:
        "Apa yang anda padam disimpan di sini selama 30 hari dan boleh dikembalikan seperti asal. Selepas itu tiada apa-apa yang tinggal.",
      toTrash: "Alih ke tong sampah",
      moved: "{{name}} dialih ke tong sampah",
      movedMany: {
        one: "{{count}} rekod dialih ke tong sampah",
        other: "{{count}} rekod dialih ke tong sampah",
      },
      stillInTrash: {
        one: "1 rekod masih dalam tong sampah: alamat atau nombornya sudah digunakan semula",
        other:
          "{{count}} rekod masih dalam tong sampah: alamat atau nombornya sudah digunakan semula",
      },
      restore: "Kembalikan",
      restored: "{{name}} dikembalikan",
      restoredMany: { one: "{{count}} rekod dikembalikan", other: "{{count}} rekod dikembalikan" },
      purge: "Padam selamanya",
      purgeTitle: {
        one: "Padam {{count}} rekod selamanya?",
        other: "Padam {{count}} rekod selamanya?",
      },
      purgeText:
        "Tiada siapa dapat mengembalikannya. Log audit masih menyimpan siapa yang berbuat apa dan bila, tanpa nama dan nilai. Pesanan seorang pelanggan kekal sebagai dokumen jualan, dengan nama dan alamat padanya.",
      purged: {
        one: "{{count}} rekod dipadam selamanya",
        other: "{{count}} rekod dipadam selamanya",
      },
      empty: "Kosongkan tong sampah",
      emptyAsk: "Kosongkan tong sampah?",
      inTrash: "Dalam tong sampah · {{when}} · {{who}} · {{left}}",
      inTrashCustomer:
        "Pesanannya kekal. Apa yang kedai masih beritahu tentang masa lalu disimpan untuk hari rekod ini dikembalikan; pesanan baharu menjadi pelanggan baharu.",
      inTrashOrder:
        "Ia tidak dikira di mana-mana. Apa yang kedai masih beritahu tentangnya disimpan untuk hari ia dikembalikan.",
      inTrashSubscription:
        "Apa yang masih diberitahu kedai tentangnya disimpan untuk hari ia kembali.",
      inTrashConnection:
        "Alamatnya tidak menjawab. Apabila dikembalikan, ia menjawab di situ semula dengan rahsia yang sama. Apabila dihapus selamanya, alamat, rahsia dan penghantarannya hilang; apa yang dibawanya kekal.",
      inTrashProduct:
        "Apa yang telah dijual tetap dikira. Apa yang kedai masih beritahu tentangnya disimpan.",
      conflictTitle: {
        one: "Sesuatu milik {{name}} digunakan semula",
        other: "Sesuatu milik {{count}} pelanggan digunakan semula",
      },
      conflict: "{{owner}} kini memiliki {{what}}.",
      "what.email": "alamat {{key}}",
      "what.store": "akaun kedai {{key}}",
      "what.phone": "nombor {{key}}",
      "what.whatsapp": "{{key}} di WhatsApp",
      "what.field": "{{field}} {{key}}",
      choose: "Apa yang patut dibuat?",
      merge: "Gabungkan",
      mergeText:
        "Mereka orang yang sama: seorang pelanggan dengan semua pesanan, nota dan tanda kedua-duanya.",
      without: "Kembalikan tanpanya",
      withoutValue: "Ia kembali tanpa nilai ini: yang memilikinya sekarang kekal memilikinya.",
      withoutText: "Mereka dua orang: masing-masing kekal dengan apa yang dimiliki sekarang.",
      "records.trash.too_late": "30 hari telah berlalu. Tiada apa-apa lagi untuk dikembalikan.",
      "records.trash.not_found": "Ini tiada lagi dalam tong sampah.",
    },
  }),
);

export type TrashT = typeof trashWords extends Words<infer Key> ? T<Key> : never;
