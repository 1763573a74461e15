import { kept, notYet, type Section } from "../entry.ts";

export const collected: Section = {
  key: "collected",
  title: { en: "What is kept", ms: "Apa yang disimpan" },
  entries: [
    kept({
      id: "P01",
      title: { en: "Your account", ms: "Akaun anda" },
      says: {
        en: "Of you we keep your name, your e-mail address and, if you give it, your phone number; of your company its name, country and settings.",
        ms: "Tentang anda, kami menyimpan nama, alamat e-mel dan nombor telefon jika diberi; tentang syarikat anda, nama, negara dan tetapannya.",
      },
      enforcedBy: {
        symbols: ["modules/accounts/accounts/accounts.contract.ts#SignUp"],
        how: {
          en: "Sign-up asks for these fields and no others; Settings shows and changes them.",
          ms: "Pendaftaran hanya meminta medan ini; Tetapan menunjukkan dan mengubahnya.",
        },
      },
      tests: [
        "modules/accounts/accounts/sign-ups.test.ts: who signs up gets a mail, proves the address, has a company of their own, and can leave and return",
      ],
      probes: ["of_you"],
    }),
    notYet(
      "P02",
      { en: "Your business data", ms: "Data perniagaan anda" },
      {
        en: "Of your business we keep what you enter: employees, projects, books and documents.",
        ms: "Tentang perniagaan anda, kami menyimpan apa yang anda masukkan: pekerja, projek, akaun dan dokumen.",
      },
    ),
    kept({
      id: "P03",
      title: { en: "Your customers and their orders", ms: "Pelanggan anda dan pesanan mereka" },
      says: {
        en: "Of your customers we keep what you enter or your stores send: names, e-mail addresses, phone numbers, orders, products, amounts, tags and subscriptions.",
        ms: "Tentang pelanggan anda, kami menyimpan apa yang anda masukkan atau dihantar oleh kedai anda: nama, alamat e-mel, nombor telefon, pesanan, produk, jumlah, tag dan langganan.",
      },
      enforcedBy: {
        symbols: ["modules/crm/customers/customers.contract.ts#customers"],
        how: {
          en: "Everything kept about a customer stands on the customer's page.",
          ms: "Semua yang disimpan tentang pelanggan tertera di halaman pelanggan itu.",
        },
      },
      tests: [
        "modules/connect/deliveries/processing.test.ts: a signed order becomes a customer, an order and numbers, and the log says so",
      ],
      probes: ["of_customers"],
    }),
    kept({
      id: "P04",
      title: { en: "What connected stores send", ms: "Apa yang dihantar oleh kedai" },
      says: {
        en: "When you connect a store we receive its messages about orders, customers, subscriptions and products, and keep each as it came.",
        ms: "Apabila anda menyambungkan kedai, kami menerima mesejnya tentang pesanan, pelanggan, langganan dan produk, dan menyimpan setiap satu seperti yang diterima.",
      },
      enforcedBy: {
        symbols: ["modules/connect/deliveries/door.ts#deliveryDoor"],
        how: {
          en: "WooCommerce and Shopify can be connected today; each message is kept whole, sealed, and read into the same records.",
          ms: "WooCommerce dan Shopify boleh disambungkan hari ini; setiap mesej disimpan penuh, dimeterai, dan dibaca ke dalam rekod yang sama.",
        },
      },
      tests: [
        "modules/connect/deliveries/processing.test.ts: a signed order becomes a customer, an order and numbers, and the log says so",
        "modules/connect/deliveries/processing.test.ts: what cannot be read is kept as failed with the field and the reason, and does not block the next",
      ],
      probes: ["messages"],
    }),
    kept({
      id: "P05",
      title: { en: "How the house is used", ms: "Cara rumah ini digunakan" },
      says: {
        en: "We note when somebody signs in, from which network and browser, and what was changed by whom. Your company sees these notes; nobody else gets them.",
        ms: "Kami mencatat bila seseorang log masuk, dari rangkaian dan pelayar mana, serta apa yang diubah dan oleh siapa. Syarikat anda dapat melihat catatan ini; tiada pihak lain menerimanya.",
      },
      enforcedBy: {
        symbols: [
          "platform/audit/audit.ts#auditTrail",
          "platform/security/events.ts#noteSecurityEvent",
        ],
        how: {
          en: "Sessions and the audit log are the only places where this is kept.",
          ms: "Sesi dan log audit ialah satu-satunya tempat catatan ini disimpan.",
        },
      },
      tests: [
        "modules/trust/audit/audit.test.ts: the log shows who did what to which record, newest first, and pages through each entry once",
        "platform/security/events.test.ts: the mark of an address is the same for its spellings and does not hold it",
      ],
      probes: ["noted", "isolation", "egress"],
    }),
  ],
};
