import { useLanguage, type Words, words, wordsOf } from "../words.ts";

/** Words of the codes that no single slice owns. A slice adds its own with `reasons(…)`. */
const common = words("reasons", {
  en: {
    "network.unreachable":
      "Kaunter did not answer. What you typed is still here. Try again in a moment.",
    "network.not_understood":
      "Something broke on our side. Nothing was changed that you did not see. Try again.",
    "input.invalid": "Some fields need a look. What you typed is kept.",
    "input.not_json": "The request could not be read.",
    "input.too_large": "That is too much at once. Send less.",
    "field.required": "This is needed.",
    "field.not_positive": "This must be more than zero.",
    "field.invalid": "This cannot be read as it is written.",
    "field.too_long": "This is too long.",
    "field.too_short": "This is too short.",
    "field.not_a_day": "Write a day, such as 3 Nov or 3/11/2026.",
    "field.not_an_amount": "Write an amount, such as 1,234.50.",
    "field.not_a_number": "Write a number.",
    "email.invalid": "This is not an e-mail address.",
    "phone.invalid": "This is not a phone number.",
    "password.too_short": "At least 12 letters or signs.",
    "password.too_long": "At most 128 letters or signs.",
    "country.unknown": "Choose a country of the list.",
    "currency.unknown": "Choose a currency of the list.",
    "zone.unknown": "Choose a zone of the list.",
    not_an_id: "This names nothing.",
    "record.changed_meanwhile":
      "Somebody changed this while you looked at it. The newest is shown now; make your change again.",
    "platform.permission.missing":
      "Your role does not allow this. An Admin of your company can change that.",
    "platform.permission.denied":
      "Your role rules this out. An Admin of your company can change that.",
    "platform.permission.unknown": "There is no such permission.",
    "platform.permission.not_own": "Your role allows this only on what is yours.",
    "platform.permission.not_team": "Your role allows this only on what is your team’s.",
    "platform.permission.some_only":
      "Your role allows this on some records only, and this is about all of them.",
    "platform.permission.viewing":
      "You are looking with another role. Nothing is changed meanwhile: stop looking first.",
    "platform.field.masked": "Your role does not see this.",
    whyNot: "Why can’t I?",
    "platform.session.missing": "You are signed out. Sign in to go on.",
    "platform.session.ended": "Your session has ended. Sign in to go on.",
    "too_many.requests": "Too many tries. Wait a little and try again.",
    "accounts.session.required": "You are signed out. Sign in to go on.",
    "accounts.account.not_verified": "Open the link in your mail first.",
    "accounts.account.no_company": "This account belongs to no company.",
    "platform.limit.too_many": "Too many tries. Wait a little and try again.",
    "platform.auth.busy": "Many people sign in just now. Try again in a few seconds.",
    "platform.database.busy":
      "Kaunter is busy just now. Nothing was changed. Try again in a moment.",
    "platform.database.behind":
      "Your company’s data are being brought to a new version of Kaunter. Nothing is lost and nothing was changed. Try again in a few minutes.",
    "platform.live.too_many": "Kaunter is open in too many windows. Close some.",
    "platform.origin.foreign": "This was not asked from a page of Kaunter. Open it anew.",
    "platform.origin.missing": "This was not asked from a page of Kaunter. Open it anew.",
    "platform.host.unknown": "Kaunter does not go by this name. Open it at its own address.",
    "platform.connection.not_secure": "This connection is not encrypted. Open Kaunter by https.",
    "platform.bankfile.unknown":
      "This is no bank file that Kaunter knows: CAMT.052, .053 or .054, OFX, QIF, MT940, or a table (CSV, XLSX).",
    "platform.bankfile.too_large":
      "This file is larger than 32 MB. Ask the bank for a shorter period.",
    "platform.bankfile.unreadable":
      "One place of this file cannot be read, so none of it was taken. The bank can send it again.",
    "platform.bankfile.day_order_unclear":
      "The days of this file can be read two ways. Say whether the day or the month comes first.",
    "platform.xml.too_large": "This file is larger than a paper or a bank’s statement ever is.",
    "platform.xml.declares_types":
      "This file declares types of its own. No bank and no business needs that, so it is not opened.",
    "platform.xml.damaged": "This file is damaged, or no XML. Fetch it again from where it came.",
    "platform.einvoice.not_ubl": "This is no UBL invoice or credit note.",
    "finance.einvoice.several_taxes":
      "An e-invoice knows one tax. This paper bears several on a line, or two at the same rate.",
    "input.unsafe_key": "The request could not be read.",
    "input.not_an_object": "The request could not be read.",
    "input.not_json_type": "The request could not be read.",
    "input.bad_address": "The address could not be read.",
    "field.contradicts_address": "The address says otherwise.",
    "field.too_small": "This is too short or too small.",
    "field.too_big": "This is too long or too large.",
    "cursor.unknown": "The list has changed. Load it again.",
    "route.not_found": "This does not exist.",
    internal: "Something broke on our side and was noted. Nothing was changed. Try again.",
    "companies.company.no_room":
      "This region takes no more companies just now. Nothing is lost: try again later, or choose another region.",
    "companies.company.none_ready":
      "Your company could not be opened just now. Nothing is lost: open the link again in a moment.",
    fallback: "This was not possible ({{code}}).",
    notFound: "This does not exist, or not for you.",
  },
  ms: {
    "network.unreachable":
      "Kaunter tidak menjawab. Apa yang anda taip masih di sini. Cuba lagi sebentar nanti.",
    "network.not_understood":
      "Ada yang rosak di pihak kami. Tiada yang berubah tanpa anda lihat. Cuba lagi.",
    "input.invalid": "Ada medan yang perlu dilihat. Apa yang anda taip disimpan.",
    "input.not_json": "Permintaan tidak dapat dibaca.",
    "input.too_large": "Terlalu banyak sekali gus. Hantar kurang.",
    "field.required": "Ini diperlukan.",
    "field.not_positive": "Ini mesti lebih daripada sifar.",
    "field.invalid": "Ini tidak dapat dibaca seperti yang ditulis.",
    "field.too_long": "Ini terlalu panjang.",
    "field.too_short": "Ini terlalu pendek.",
    "field.not_a_day": "Tulis satu hari, seperti 3 Nov atau 3/11/2026.",
    "field.not_an_amount": "Tulis satu jumlah, seperti 1,234.50.",
    "field.not_a_number": "Tulis satu nombor.",
    "email.invalid": "Ini bukan alamat e-mel.",
    "phone.invalid": "Ini bukan nombor telefon.",
    "password.too_short": "Sekurang-kurangnya 12 huruf atau tanda.",
    "password.too_long": "Paling banyak 128 huruf atau tanda.",
    "country.unknown": "Pilih negara daripada senarai.",
    "currency.unknown": "Pilih mata wang daripada senarai.",
    "zone.unknown": "Pilih zon daripada senarai.",
    not_an_id: "Ini tidak merujuk apa-apa.",
    "record.changed_meanwhile":
      "Seseorang telah mengubahnya semasa anda melihatnya. Yang terbaharu ditunjukkan; buat perubahan anda sekali lagi.",
    "platform.permission.missing":
      "Peranan anda tidak membenarkannya. Admin syarikat anda boleh mengubahnya.",
    "platform.permission.denied":
      "Peranan anda melarangnya. Pentadbir syarikat anda boleh mengubahnya.",
    "platform.permission.unknown": "Tiada kebenaran sedemikian.",
    "platform.permission.not_own": "Peranan anda membenarkannya hanya untuk rekod anda sendiri.",
    "platform.permission.not_team": "Peranan anda membenarkannya hanya untuk rekod pasukan anda.",
    "platform.permission.some_only":
      "Peranan anda membenarkannya untuk sesetengah rekod sahaja, sedangkan ini melibatkan semuanya.",
    "platform.permission.viewing":
      "Anda sedang melihat dengan peranan lain. Tiada apa-apa diubah buat sementara: berhenti melihat dahulu.",
    "platform.field.masked": "Peranan anda tidak melihatnya.",
    whyNot: "Kenapa saya tidak boleh?",
    "platform.session.missing": "Anda telah log keluar. Log masuk untuk meneruskan.",
    "platform.session.ended": "Sesi anda telah tamat. Log masuk untuk meneruskan.",
    "too_many.requests": "Terlalu banyak percubaan. Tunggu sebentar dan cuba lagi.",
    "accounts.session.required": "Anda telah log keluar. Log masuk untuk meneruskan.",
    "accounts.account.not_verified": "Buka pautan dalam mel anda dahulu.",
    "accounts.account.no_company": "Akaun ini tidak tergolong dalam mana-mana syarikat.",
    "platform.limit.too_many": "Terlalu banyak percubaan. Tunggu sebentar dan cuba lagi.",
    "platform.auth.busy": "Ramai yang log masuk sekarang. Cuba lagi beberapa saat lagi.",
    "platform.database.busy": "Kaunter sedang sibuk. Tiada yang berubah. Cuba lagi sebentar nanti.",
    "platform.database.behind":
      "Data syarikat anda sedang dibawa ke versi baharu Kaunter. Tiada yang hilang dan tiada yang berubah. Cuba lagi dalam beberapa minit.",
    "platform.live.too_many": "Kaunter dibuka di terlalu banyak tetingkap. Tutup sebahagiannya.",
    "platform.origin.foreign": "Ini tidak diminta dari halaman Kaunter. Buka semula.",
    "platform.origin.missing": "Ini tidak diminta dari halaman Kaunter. Buka semula.",
    "platform.host.unknown": "Ini bukan nama Kaunter. Buka di alamatnya sendiri.",
    "platform.connection.not_secure": "Sambungan ini tidak disulitkan. Buka Kaunter dengan https.",
    "platform.bankfile.unknown":
      "Ini bukan fail bank yang dikenali Kaunter: CAMT.052, .053 atau .054, OFX, QIF, MT940, atau jadual (CSV, XLSX).",
    "platform.bankfile.too_large":
      "Fail ini melebihi 32 MB. Minta tempoh yang lebih pendek daripada bank.",
    "platform.bankfile.unreadable":
      "Satu tempat dalam fail ini tidak dapat dibaca, jadi tiada apa yang diambil. Bank boleh menghantarnya semula.",
    "platform.bankfile.day_order_unclear":
      "Hari dalam fail ini boleh dibaca dengan dua cara. Nyatakan sama ada hari atau bulan di hadapan.",
    "platform.xml.too_large": "Fail ini lebih besar daripada mana-mana dokumen atau penyata bank.",
    "platform.xml.declares_types":
      "Fail ini mengisytiharkan jenisnya sendiri. Tiada bank atau perniagaan memerlukannya, jadi ia tidak dibuka.",
    "platform.xml.damaged": "Fail ini rosak atau bukan XML. Ambil semula dari asalnya.",
    "platform.einvoice.not_ubl": "Ini bukan invois atau nota kredit UBL.",
    "finance.einvoice.several_taxes":
      "E-invois hanya mengenal satu cukai. Dokumen ini mempunyai beberapa pada satu baris, atau dua pada kadar yang sama.",
    "input.unsafe_key": "Permintaan tidak dapat dibaca.",
    "input.not_an_object": "Permintaan tidak dapat dibaca.",
    "input.not_json_type": "Permintaan tidak dapat dibaca.",
    "input.bad_address": "Alamat tidak dapat dibaca.",
    "field.contradicts_address": "Alamat menyatakan yang lain.",
    "field.too_small": "Ini terlalu pendek atau terlalu kecil.",
    "field.too_big": "Ini terlalu panjang atau terlalu besar.",
    "cursor.unknown": "Senarai telah berubah. Muat semula.",
    "route.not_found": "Ini tidak wujud.",
    internal: "Ada yang rosak di pihak kami dan telah dicatat. Tiada yang berubah. Cuba lagi.",
    "companies.company.no_room":
      "Wilayah ini tidak menerima syarikat baharu buat masa ini. Tiada apa-apa hilang: cuba lagi nanti, atau pilih wilayah lain.",
    "companies.company.none_ready":
      "Syarikat anda belum dapat dibuka. Tiada apa-apa hilang: buka pautan itu semula sebentar lagi.",
    fallback: "Ini tidak dapat dilakukan ({{code}}).",
    notFound: "Ini tidak wujud, atau bukan untuk anda.",
  },
});

/** zod's own codes, said as ours. */
const SAME: Readonly<Record<string, string>> = {
  too_small: "field.too_short",
  too_big: "field.too_long",
  invalid_type: "field.required",
  invalid_value: "field.required",
  invalid_format: "field.invalid",
  custom: "field.invalid",
};

const slices: Words[] = [];

/** Adds a slice's reason codes: the keys are the codes. Call it once, in the slice's words file. */
export function reasons<Key extends string>(of: Words<Key>): Words<Key> {
  slices.push(of as Words);
  return of;
}

/** What a code means, in the language spoken. */
export function reasonText(code: string): string {
  for (const of of [...slices, common as Words]) {
    const t = wordsOf(of);
    if (t.has(code)) return t(code);
  }
  const t = wordsOf(common);
  const same = SAME[code];
  if (same !== undefined && t.has(same)) return t(same);
  return code.endsWith(".not_found") ? t("notFound") : t("fallback", { code });
}

/** "Why can’t I?", in the language spoken. */
export const whyNotText = (): string => wordsOf(common)("whyNot");

/** Null stays null, so that `blocked` of a reply goes straight in. */
export function useReason(): (code: string | null) => string | null {
  useLanguage();
  return (code) => (code === null ? null : reasonText(code));
}
