import { kept, type Section } from "../entry.ts";

const SESSIONS = "modules/accounts/accounts/sessions.test.ts";

export const guarded: Section = {
  key: "protected",
  title: { en: "How it is protected", ms: "Bagaimana ia dilindungi" },
  entries: [
    kept({
      id: "P14",
      title: { en: "Everything on the way is encrypted", ms: "Semua dalam perjalanan disulitkan" },
      says: {
        en: "Everything between you and us travels encrypted (TLS). What comes unencrypted from another machine is turned away.",
        ms: "Semua antara anda dan kami bergerak secara tersulit (TLS). Apa yang datang tanpa penyulitan dari mesin lain ditolak.",
      },
      enforcedBy: {
        symbols: [
          "platform/http/guards.ts#guardConnection",
          "platform/http/hosts.rules.ts#whyNotSecure",
        ],
        how: {
          en: "From elsewhere only a declared TLS proxy may connect; browsers are told to use nothing else (HSTS).",
          ms: "Dari tempat lain hanya proksi TLS yang diisytiharkan boleh menyambung; pelayar diberitahu supaya tidak menggunakan cara lain (HSTS).",
        },
      },
      tests: [
        "platform/http/hosts.rules.test.ts: nothing travels in the clear but on this machine, and only a declared proxy speaks for others",
        "platform/http/http.test.ts: from another machine only a declared proxy that came over TLS is answered, and it says who asks",
      ],
      probes: ["transport"],
      duty: {
        en: "The certificate and the proxy that ends TLS belong to the operator.",
        ms: "Sijil dan proksi yang menamatkan TLS ialah milik pengendali.",
      },
    }),
    kept({
      id: "P15",
      title: { en: "So is the way to the database", ms: "Begitu juga laluan ke pangkalan data" },
      says: {
        en: "The connection to the database is encrypted and its certificate verified, unless the database is on the same machine.",
        ms: "Sambungan ke pangkalan data disulitkan dan sijilnya disahkan, kecuali pangkalan data itu berada di mesin yang sama.",
      },
      enforcedBy: {
        symbols: ["platform/config/values.ts#databaseUrlOf"],
        how: {
          en: "A database on another machine is only reached with full verification; nothing less can be set.",
          ms: "Pangkalan data di mesin lain hanya dicapai dengan pengesahan penuh; kurang daripada itu tidak boleh ditetapkan.",
        },
      },
      tests: [
        "platform/config/config.test.ts: a database on this machine needs no TLS, by loopback or by socket",
      ],
      probes: ["links"],
    }),
    kept({
      id: "P16",
      title: { en: "Passwords are hashed with bcrypt", ms: "Kata laluan dicincang dengan bcrypt" },
      says: {
        en: "Passwords are kept only as salted bcrypt hashes of cost 12. Every letter counts, and nobody can read them.",
        ms: "Kata laluan hanya disimpan sebagai cincangan bcrypt bergaram dengan kos 12. Setiap huruf dikira, dan tiada sesiapa boleh membacanya.",
      },
      enforcedBy: {
        symbols: ["platform/auth/passwords.ts#hashPassword"],
        how: {
          en: "bcrypt of cost 12 over a keyed hash of the whole password; the database takes no other.",
          ms: "bcrypt kos 12 di atas cincangan berkunci bagi seluruh kata laluan; pangkalan data tidak menerima yang lain.",
        },
      },
      tests: [
        `${SESSIONS}: every letter of a password counts, past 72 bytes; one with a NUL is refused at its field`,
      ],
      probes: ["hashes"],
    }),
    kept({
      id: "P17",
      title: { en: "A second factor can be switched on", ms: "Faktor kedua boleh dihidupkan" },
      says: {
        en: "You can protect your sign-in with one-time codes from an app (TOTP). Each code works once.",
        ms: "Anda boleh melindungi log masuk dengan kod sekali guna daripada aplikasi (TOTP). Setiap kod berfungsi sekali sahaja.",
      },
      enforcedBy: {
        symbols: ["modules/accounts/factors/factors.ts#spendCode"],
        how: {
          en: "After the password, the code of the app is asked for; the last used one is remembered and refused. Companies can require it.",
          ms: "Selepas kata laluan, kod aplikasi diminta; kod terakhir yang digunakan diingati dan ditolak. Syarikat boleh mewajibkannya.",
        },
      },
      tests: [
        "modules/accounts/factors/factors.test.ts: with a second step the password alone opens nothing; a code of the app does, and sets the cookie",
        "modules/accounts/factors/factors.test.ts: a code works once, ever: not again, not one step later, not for 16 that show it at once, nor an older one after it",
        "modules/accounts/factors/factors.test.ts: each of ten recovery codes stands in for the app once, also shown 16 times at once, however it is spaced",
      ],
      probes: ["second_step"],
    }),
    kept({
      id: "P18",
      title: {
        en: "Everybody may do what their role says",
        ms: "Setiap orang hanya membuat apa yang dibenarkan oleh peranannya",
      },
      says: {
        en: "What a person may see and do depends on their role: Admin, Manager, Analyst, Member or Viewer. A request that is refused changes nothing.",
        ms: "Apa yang boleh dilihat dan dibuat oleh seseorang bergantung pada peranannya: Admin, Pengurus, Penganalisis, Ahli atau Pemerhati. Permintaan yang ditolak tidak mengubah apa-apa.",
      },
      enforcedBy: {
        symbols: [
          "platform/permissions/permissions.ts#whyNotMay",
          "platform/actions/action.ts#perform",
        ],
        how: {
          en: "Every action names its permission, and one function decides before anything else happens.",
          ms: "Setiap tindakan menamakan kebenarannya, dan satu fungsi memutuskan sebelum apa-apa berlaku.",
        },
      },
      tests: [
        "tests/actions.test.ts: every action turns away a person without its permission, and nothing has changed",
        "tests/actions.test.ts: an admin may everything; whoever only views changes nothing",
      ],
      probes: ["permissions"],
    }),
    kept({
      id: "P19",
      title: {
        en: "Pages run our own code only",
        ms: "Halaman hanya menjalankan kod kami sendiri",
      },
      says: {
        en: "A Content-Security-Policy lets our pages run and load only what comes from us, and nothing written into the page.",
        ms: "Content-Security-Policy hanya membenarkan halaman kami menjalankan dan memuatkan apa yang datang daripada kami, dan tiada apa yang ditulis terus ke dalam halaman.",
      },
      enforcedBy: {
        symbols: ["platform/http/headers.ts#setStrictHeaders"],
        how: {
          en: "One policy for every page, without any exception for inline code or other hosts.",
          ms: "Satu dasar bagi setiap halaman, tanpa pengecualian untuk kod sebaris atau hos lain.",
        },
      },
      tests: [
        "platform/http/http.test.ts: every answer carries the strict headers, and no policy allows anything inline",
      ],
      probes: ["pages"],
    }),
    kept({
      id: "P20",
      title: { en: "Guessing passwords is limited", ms: "Meneka kata laluan dihadkan" },
      says: {
        en: "How often somebody may try to sign in is limited, for each account and for each network.",
        ms: "Berapa kerap seseorang boleh cuba log masuk dihadkan, bagi setiap akaun dan setiap rangkaian.",
      },
      enforcedBy: {
        symbols: ["platform/auth/limits.ts#countTries"],
        how: {
          en: "Tries are counted exactly and before any password is compared.",
          ms: "Cubaan dikira dengan tepat dan sebelum mana-mana kata laluan dibandingkan.",
        },
      },
      tests: [
        `${SESSIONS}: guesses are counted exactly, before any hashing, also in parallel; a right password does not count`,
      ],
      probes: ["limits"],
    }),
    kept({
      id: "P21",
      title: { en: "All this is checked again and again", ms: "Semua ini diperiksa berulang kali" },
      says: {
        en: "The system tries its own protection on a schedule, and each result is kept and shown on your Trust page.",
        ms: "Sistem menguji perlindungannya sendiri mengikut jadual, dan setiap keputusan disimpan serta ditunjukkan di halaman Amanah anda.",
      },
      enforcedBy: {
        symbols: ["modules/trust/promises/promises.ts#tryPromises"],
        how: {
          en: "Probes run every few minutes; one that has not run for too long makes its promise unproven.",
          ms: "Ujian berjalan setiap beberapa minit; ujian yang terlalu lama tidak berjalan menjadikan janjinya belum terbukti.",
        },
      },
      tests: [
        "modules/trust/promises/promises.test.ts: a promise that nobody tried for longer than its maximum age is unproven again",
      ],
      probes: ["rounds"],
    }),
    kept({
      id: "P22",
      title: { en: "Keys and tokens are sealed", ms: "Kunci dan token dimeterai" },
      says: {
        en: "Keys, tokens and secrets are sealed with AES-256-GCM before they are stored.",
        ms: "Kunci, token dan rahsia dimeterai dengan AES-256-GCM sebelum disimpan.",
      },
      enforcedBy: {
        symbols: [
          "platform/crypto/sealing.ts#sealBytes",
          "platform/crypto/company-sealer.ts#createSealer",
        ],
        how: {
          en: "A sealed value is bound to its company, table, column and row; moved elsewhere it stays shut.",
          ms: "Nilai bermeterai terikat pada syarikat, jadual, lajur dan barisnya; dialih ke tempat lain ia kekal tertutup.",
        },
      },
      tests: [
        "platform/crypto/sealing.test.ts: a value moved to another company, purpose, table, column or row cannot be opened",
        "platform/crypto/sealing.test.ts: a value that was changed anywhere cannot be opened",
      ],
      probes: ["sealed", "sealed_house"],
    }),
    kept({
      id: "P23",
      title: { en: "Keys have versions and are changed", ms: "Kunci mempunyai versi dan ditukar" },
      says: {
        en: "Encryption keys have versions, so that a new one can take over while what the old one sealed still opens.",
        ms: "Kunci penyulitan mempunyai versi, supaya kunci baharu boleh mengambil alih sementara apa yang dimeterai oleh kunci lama masih terbuka.",
      },
      enforcedBy: {
        symbols: ["platform/crypto/keyring.ts#createHouseSealer"],
        how: {
          en: "Every sealed value says which key opens it.",
          ms: "Setiap nilai bermeterai menyatakan kunci mana yang membukanya.",
        },
      },
      tests: [
        "platform/crypto/sealing.test.ts: after a change of key the old one still opens and the new one seals",
        "tests/rotation.test.ts: keys are rotated under requests: none fails, everything is sealed anew, and the old version can go",
      ],
      probes: ["wrapped"],
    }),
    kept({
      id: "P24",
      title: { en: "A session ends after eight hours", ms: "Sesi tamat selepas lapan jam" },
      says: {
        en: "When you sign in, a signed token in a cookie keeps you signed in for eight hours at most.",
        ms: "Apabila anda log masuk, token bertandatangan dalam kuki mengekalkan log masuk anda paling lama lapan jam.",
      },
      enforcedBy: {
        symbols: ["platform/auth/sessions.ts#startSession", "platform/auth/tokens.ts#signSession"],
        how: {
          en: "The end stands in the token and in the database; both are looked at on every request.",
          ms: "Waktu tamat tertera dalam token dan pangkalan data; kedua-duanya dilihat pada setiap permintaan.",
        },
      },
      tests: [`${SESSIONS}: a session ends after eight hours`],
      probes: ["sessions"],
    }),
    kept({
      id: "P25",
      title: {
        en: "A new password ends all sessions",
        ms: "Kata laluan baharu menamatkan semua sesi",
      },
      says: {
        en: "When a password is changed, every other session of that person ends at once.",
        ms: "Apabila kata laluan ditukar, setiap sesi lain orang itu tamat serta-merta.",
      },
      enforcedBy: {
        symbols: ["platform/auth/sessions.ts#readSession"],
        how: {
          en: "Each request reads the session anew; nothing older is believed.",
          ms: "Setiap permintaan membaca sesi semula; tiada apa yang lebih lama dipercayai.",
        },
      },
      tests: [
        `${SESSIONS}: a new password ends every other session at once, and keeps the one that changed it`,
      ],
      probes: ["sessions"],
    }),
    kept({
      id: "P26",
      title: { en: "An address is proved first", ms: "Alamat disahkan dahulu" },
      says: {
        en: "A new account must prove its e-mail address; until then it can do nothing else.",
        ms: "Akaun baharu mesti mengesahkan alamat e-melnya; sebelum itu ia tidak boleh membuat apa-apa lagi.",
      },
      enforcedBy: {
        symbols: ["platform/auth/sessions.ts#readSession"],
        how: {
          en: "Without a proved address a session has no company and no permission.",
          ms: "Tanpa alamat yang disahkan, sesi tidak mempunyai syarikat atau kebenaran.",
        },
      },
      tests: [
        `${SESSIONS}: an account whose address is not proved can do nothing but see itself, prove it and leave`,
      ],
      probes: ["sessions"],
    }),
    kept({
      id: "P27",
      title: { en: "Every change is in the audit log", ms: "Setiap perubahan ada dalam log audit" },
      says: {
        en: "Every change writes who made it, when and from where into the audit log, in the same moment; and the log cannot be altered.",
        ms: "Setiap perubahan menulis siapa yang membuatnya, bila dan dari mana ke dalam log audit pada saat yang sama; dan log itu tidak boleh diubah.",
      },
      enforcedBy: {
        symbols: ["platform/audit/audit.ts#auditTrail", "modules/trust/audit/chain.ts#checkLog"],
        how: {
          en: "A change and its entry are one transaction. Each entry carries the hash of the one before it, and the ends are signed every hour; the program has no right to alter entries.",
          ms: "Perubahan dan catatannya ialah satu transaksi. Setiap catatan membawa cincangan catatan sebelumnya, dan hujungnya ditandatangani setiap jam; program tiada hak untuk mengubah catatan.",
        },
      },
      tests: [
        "tests/platform.test.ts: a command that changes and audits nothing is our bug, and then nothing has happened",
        "modules/trust/audit/audit.test.ts: nobody changes or removes an entry, not even the company's own role",
        "modules/trust/audit/chain.test.ts: each of 1,000 random tamperings is found",
      ],
      probes: ["audit_log", "audit_chain"],
    }),
  ],
};
