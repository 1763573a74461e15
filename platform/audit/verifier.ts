/** The script that anybody can check a downloaded log with is also what the house checks with: one definition. */
export {
  canonical,
  createVerifier,
  type Finding,
  type GapStatement,
  type HeadStatement,
  type LoggedEntry,
  type LogToVerify,
  type SignedHead,
  saidOf,
  type Verified,
  verifyLines,
  wordsOf,
  // biome-ignore lint/correctness/useImportExtensions: a script of its own, declared in the .d.mts beside it.
} from "./verify-audit.mjs";
