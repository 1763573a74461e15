import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

reasons(
  words("records.fields", {
    en: {
      "records.field.unknown": "There is no such field.",
      "records.field.is_retired": "This field is retired. Bring it back first.",
      "records.field.not_retired": "This field is in use. Retire it first.",
      "records.field.is_going": "This field is being deleted for good.",
      "records.field.is_used":
        "Records have values of this field. To delete them for good, say its name.",
      "records.field.would_lose_values":
        "Records have values that cannot be kept this way. Make a new field instead.",
      "records.field.too_many":
        "There are 200 fields of this kind of record; more is not possible.",
      "records.field.too_many_indexed": "20 fields put lists in order; take one out of that first.",
      "records.field.cannot_be_unique": "Two records may well have the same here.",
      "records.field.cannot_be_indexed": "Lists are not put in order by this kind of field.",
      "records.field.begins_alike": "Records that begin alike cannot each have their own.",
      "records.field.has_doubles": "Some records have the same value already.",
      "records.field.has_no_choices": "Give at least one choice.",
      "records.field.no_such_choice": "Choose one of the list.",
      "records.field.names_nothing": "This record is not there.",
      "records.field.not_a_link": "Write a web address, such as example.com/page.",
      "records.field.not_a_moment": "Write a day and a time.",
      "records.field.taken": "Another record has this already.",
    },
    ms: {
      "records.field.unknown": "Tiada medan sebegini.",
      "records.field.is_retired": "Medan ini telah dihentikan. Aktifkannya semula dahulu.",
      "records.field.not_retired": "Medan ini sedang digunakan. Hentikannya dahulu.",
      "records.field.is_going": "Medan ini sedang dipadam selamanya.",
      "records.field.is_used":
        "Ada rekod yang mempunyai nilai medan ini. Untuk memadamnya selamanya, sebut namanya.",
      "records.field.would_lose_values":
        "Ada rekod yang nilainya tidak dapat disimpan begini. Buat medan baharu.",
      "records.field.too_many": "Sudah ada 200 medan bagi jenis rekod ini; tidak boleh lebih.",
      "records.field.too_many_indexed":
        "20 medan sudah menyusun senarai; keluarkan satu daripadanya dahulu.",
      "records.field.cannot_be_unique": "Dua rekod boleh sahaja mempunyai nilai yang sama di sini.",
      "records.field.cannot_be_indexed": "Senarai tidak disusun mengikut medan jenis ini.",
      "records.field.begins_alike":
        "Rekod yang bermula serupa tidak boleh mempunyai nilai sendiri masing-masing.",
      "records.field.has_doubles": "Ada rekod yang sudah mempunyai nilai yang sama.",
      "records.field.has_no_choices": "Beri sekurang-kurangnya satu pilihan.",
      "records.field.no_such_choice": "Pilih satu daripada senarai.",
      "records.field.names_nothing": "Rekod ini tiada.",
      "records.field.not_a_link": "Tulis alamat web, seperti example.com/halaman.",
      "records.field.not_a_moment": "Tulis hari dan masa.",
      "records.field.taken": "Rekod lain sudah mempunyai nilai ini.",
    },
  }),
);
