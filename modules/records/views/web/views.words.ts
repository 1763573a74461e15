import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

reasons(
  words("records.views", {
    en: {
      "records.view.deleted": "This view was deleted. Undo the deletion first.",
      "records.view.not_own": "This view belongs to somebody else. Save it as your own.",
      "records.view.too_many": "You have 100 views here. Delete one you no longer use.",
    },
    ms: {
      "records.view.deleted": "Paparan ini telah dipadam. Batalkan pemadaman dahulu.",
      "records.view.not_own": "Paparan ini milik orang lain. Simpan sebagai milik anda.",
      "records.view.too_many":
        "Anda ada 100 paparan di sini. Padam satu yang tidak digunakan lagi.",
    },
  }),
);
