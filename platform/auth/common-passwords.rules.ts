import { isKnownPassword } from "./known-passwords.rules.ts";

/** Words that guessers try first, in the languages of our customers; what is made of one or two of them is no secret. */
const WORDS = `
  password passw pass passcode katalaluan kata laluan rahsia secret login signin admin administrator root user guest test
  testing welcome selamat datang hello letmein open sesame changeme default master access qwerty qwertyuiop asdfghjkl
  asdfgh zxcvbnm zxcvbn azerty abc abcd abcdef abcdefgh iloveyou loveyou love sayang cinta baby princess sunshine
  monkey dragon tiger football liverpool arsenal chelsea manchester united baseball superman batman pokemon starwars
  shadow michael jordan jesus allah bismillah muhammad ahmad malaysia malaysiaku kualalumpur singapore indonesia
  kaunter company business shop store syarikat kedai usaha summer winter spring autumn january february monday sunday
  money wang computer internet google facebook shopify woocommerce whatever trustno nothing never correct horse battery
  staple fuck bitch biteme freedom family keluarga rumah saya aku anda temp temporary new my the is and
`
  .trim()
  .split(/\s+/);

const SEQUENCES = [
  "abcdefghijklmnopqrstuvwxyz",
  "0123456789".repeat(13),
  "qwertyuiopasdfghjklzxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];
const LOOKALIKES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * Whether a guesser would come to it soon: one of those used most, a repeated sign or piece, a row of the keyboard, or one or two words from the
 * list or from what is known of the person, with figures and signs around. `known`: address, name, company.
 */
export function isCommonPassword(password: string, known: readonly string[]): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  if (isKnownPassword(password) || isRepeated(plain) || isSequence(plain)) return true;
  const personal = known.flatMap((text) => wordsOf(text)).filter((word) => word.length >= 3);
  const words = new Set([...WORDS, ...personal]);
  // Figures and signs at the ends count for nothing, nor do signs within.
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return [plain, core, foldLookalikes(core)].some((text) => {
    const letters = text.replace(/[^\p{L}\p{N}]/gu, "");
    return letters !== "" && distinctWords(letters, words) <= 2;
  });
}

const foldLookalikes = (text: string): string =>
  text.replace(/[013457@$!]/g, (sign) => LOOKALIKES[sign] ?? "");

/** The whole, and its pieces: `farah.adilah@rumah.example` is also `farah` and `adilah`. */
function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKC").toLowerCase();
  const pieces = plain.split(/[^\p{L}\p{N}]+/u).filter((piece) => piece !== "");
  return [...pieces, pieces.join("")];
}

/** `aaaaaaaaaaaa`, `abc1abc1abc1`: one piece again and again, or hardly any different signs. */
function isRepeated(text: string): boolean {
  return new Set(text).size <= 3 || /^(.{1,6})\1+.{0,5}$/u.test(text);
}

/** Made of rows of the keyboard or the alphabet, each three or more long, forwards or backwards. */
function isSequence(text: string): boolean {
  const bare = text.replace(/[^\p{L}\p{N}]/gu, "");
  const rows = SEQUENCES.flatMap((row) => [row, [...row].reverse().join("")]);
  let at = 0;
  while (at < bare.length) {
    const length = Math.max(...rows.map((row) => longestRun(bare, at, row)));
    if (length < 3) return false;
    at += length;
  }
  return bare.length > 0;
}

function longestRun(text: string, at: number, row: string): number {
  let length = 0;
  while (at + length < text.length && row.includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** The fewest different words the text can be put together from; infinite when it cannot. */
function distinctWords(text: string, words: ReadonlySet<string>): number {
  const found: (ReadonlySet<string> | null)[] = [new Set()];
  for (let end = 1; end <= text.length; end += 1) {
    let best: ReadonlySet<string> | null = null;
    for (let begin = Math.max(0, end - 40); begin < end; begin += 1) {
      const before = found[begin];
      const word = text.slice(begin, end);
      if (before === null || before === undefined || !words.has(word)) continue;
      const made = new Set([...before, word]);
      if (best === null || made.size < best.size) best = made;
    }
    found.push(best);
  }
  return found.at(-1)?.size ?? Number.POSITIVE_INFINITY;
}
