// Verifies an audit log downloaded from Kaunter. It needs Node 18 or newer and nothing else:
//
//   node verify-audit.mjs audit-log.jsonl.gz [--key <the house's public key, as you noted it earlier>]
//
// How the log is built. Entries stand in lanes; in each lane the positions run 1, 2, 3 … without a gap. The hash of an
// entry is the SHA-256 of its canonical JSON (RFC 8785), in which stands the hash of the entry before it in its lane (for
// the first: the empty string), the log it belongs to, its lane and its position. What the entry says of a record (its name
// and the change) stands in it as a salted hash of its own, `said`: words that must be erased go together with the salt,
// and the chain stays whole. Every hour the house signs (Ed25519) what the newest entry of each lane is: a head. Each head
// names the hash of the head before it. Where a company knows of a gap (its database was restored from a backup), the house
// signs that as well: which of the entries it had signed or noted are gone, how the log stood then, who said why. Those are
// no findings any more, and are told of for ever; everything else is held as before.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";

const FORMAT = "kaunter.audit.1";
const HEAD_FORMAT = "kaunter.audit.head.1";
const GAP_FORMAT = "kaunter.audit.gap.1";
const FINDINGS_MAX = 10_000;

/** Canonical JSON of what JSON.parse gives, by RFC 8785: names in order, nothing between, numbers as JavaScript says them. */
export function canonical(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value).sort(byUtf16);
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const byUtf16 = (a, b) => (a < b ? -1 : 1);

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** What an entry says of its record, hashed with the entry's own salt. */
export const saidOf = ({ change, salt, subjectName }) =>
  sha256(canonical({ change, salt, subjectName }));

const text = JSON.stringify;

/** Its fields in the order of canonical JSON; all are texts, numbers or null. */
export const hashOf = (entry, log, previous) =>
  sha256(
    `{"action":${text(entry.action)},"actorId":${text(entry.actorId)},"actorKind":${text(entry.actorKind)}` +
      `,"actorName":${text(entry.actorName)},"at":${text(entry.at)},"format":"${FORMAT}","ip":${text(entry.ip)}` +
      `,"lane":${text(entry.lane)},"log":${text(log)},"number":${text(entry.number)},"position":${text(entry.position)}` +
      `,"previous":${text(previous)},"requestId":${text(entry.requestId)},"said":${text(entry.said)}` +
      `,"subjectId":${text(entry.subjectId)},"subjectType":${text(entry.subjectType)}}`,
  );

/**
 * Takes the heads first (oldest first) and the tips that the house remembers, then every entry by lane and position, and
 * answers what is wrong. It goes on after each finding: what was done in several places is found in each of them. `from`
 * is where each lane stood when it was last looked through; only what follows is taken then.
 */
export function createVerifier({ log, keys, heads, tips, gaps = [], from = [] }) {
  const findings = [];
  const found = (kind, lane, position) => {
    if (findings.length < FINDINGS_MAX) findings.push({ kind, lane, position });
  };
  const known = gapsOf({ log, keys, gaps }, found);
  const marks = marksOf({ log, keys, heads, tips, known }, found);
  const lanes = new Map(from.map((tip) => [tip.lane, tip]));
  const erased = new Map();
  const named = new Set();
  let entries = 0;

  function entry(one) {
    const { lane, position, hash } = one;
    const last = lanes.get(lane) ?? { position: 0, hash: "" };
    entries += 1;
    if (position <= last.position) {
      found("misplaced", lane, position);
      return;
    }
    compare(one, last);
    if (one.salt === null) erased.set(`${lane}/${position}`, one);
    for (const name of namedIn(one)) named.add(name);
    lanes.set(lane, { position, hash });
  }

  function compare(one, last) {
    const { lane, position, hash } = one;
    if (position > last.position + 1) found("missing", lane, last.position + 1);
    if (!isWhole(one) || !isLinked(one, last)) found("changed", lane, position);
    const marked = marks.get(lane)?.get(position) ?? hash;
    if (marked !== hash) found("rewritten", lane, position);
  }

  /** Behind a gap nobody knows what came before: the entry is taken as it says, and counted from. */
  const isLinked = (one, last) =>
    one.position > last.position + 1 || hashOf(one, log, last.hash) === one.hash;

  function end() {
    for (const [lane, ofLane] of marks) {
      const { position: last } = lanes.get(lane) ?? { position: 0 };
      if (Math.max(...ofLane.keys()) > last) found("cut", lane, last + 1);
    }
    for (const [name, { lane, position }] of erased)
      if (!named.has(name)) found("erased", lane, position);
    const signedAt = marks.signedAt;
    return {
      entries,
      lanes: lanes.size,
      heads: heads.length,
      erased: erased.size,
      signedAt,
      gaps: known,
      findings,
    };
  }

  return { entry, end };
}

/** The gaps that the company knows of, oldest first, as the house signed them. */
function gapsOf({ log, keys, gaps }, found) {
  const known = [];
  let previous = "";
  for (const [i, gap] of gaps.entries()) {
    const said = readSigned(gap, keys, GAP_FORMAT);
    const isNext = said?.log === log && said.number === i + 1 && said.previous === previous;
    if (isNext) known.push(said);
    else found("gap", 0, said?.number ?? i + 1);
    previous = sha256(gap.statement);
  }
  return known;
}

const placeOf = ({ lane, position, hash }) => `${lane}/${position}/${hash}`;

/** Which entry must stand where, as heads and tips say it: hashes by position, by lane. */
function marksOf({ log, keys, heads, tips, known }, found) {
  const marks = new Map();
  marks.signedAt = null;
  const gone = new Set(known.flatMap((gap) => gap.gone.map(placeOf)));
  const mark = (tip) => {
    if (gone.has(placeOf(tip))) return;
    const { lane, position, hash } = tip;
    const ofLane = marks.get(lane) ?? new Map();
    if ((ofLane.get(position) ?? hash) !== hash) found("rewritten", lane, position);
    marks.set(lane, ofLane.set(position, hash));
  };
  let previous = "";
  for (const [i, head] of heads.entries()) {
    const said = readSigned(head, keys, HEAD_FORMAT);
    const isNext = said?.log === log && said.number === i + 1 && said.previous === previous;
    if (!isNext) found("head", 0, said?.number ?? i + 1);
    previous = sha256(head.statement);
    if (said === null) continue;
    marks.signedAt = said.at;
    for (const tip of said.lanes) mark(tip);
  }
  for (const tip of [...tips, ...known.flatMap(({ lanes }) => lanes)]) mark(tip);
  return marks;
}

/** Field by field as the format has it: nothing may ride along that no hash covers. */
const FIELDS =
  "action,actorId,actorKind,actorName,at,change,hash,ip,lane,number,position,requestId,said,salt,subjectId,subjectName,subjectType";
const isWhole = (entry) =>
  Object.keys(entry).sort(byUtf16).join() === FIELDS &&
  (entry.salt === null
    ? entry.subjectName === "" && canonical(entry.change) === "{}"
    : saidOf(entry) === entry.said);

/** An erased entry says nothing any more; what it was erased for names it: `{"erased": {"<lane>": [position, …]}}`. */
function namedIn({ change }) {
  const byLane = change?.erased;
  if (typeof byLane !== "object" || byLane === null) return [];
  return Object.entries(byLane).flatMap(([lane, positions]) =>
    Array.isArray(positions) ? positions.map((position) => `${lane}/${position}`) : [],
  );
}

/** What a head or a gap states, or null when its signature is not the house's. */
function readSigned({ statement, keyId, signature }, keys, format) {
  const key = keys[String(keyId)];
  if (key === undefined) return null;
  const publicKey = createPublicKey({
    key: Buffer.from(key, "base64"),
    type: "spki",
    format: "der",
  });
  const isSigned = verify(
    null,
    Buffer.from(statement),
    publicKey,
    Buffer.from(signature, "base64"),
  );
  const said = isSigned ? JSON.parse(statement) : null;
  return said?.format === format ? said : null;
}

/** A downloaded log, line by line: what it is, its heads, then its entries. */
export async function verifyLines(lines, trustedKey) {
  const heads = [];
  let about = null;
  let verifier = null;
  const take = (said) => {
    if (about === null) about = aboutOf(said);
    else if ("statement" in said && verifier === null) heads.push(said);
    else {
      verifier ??= createVerifier({ ...about, heads });
      verifier.entry(said);
    }
  };
  for await (const line of lines) if (line !== "") take(JSON.parse(line));
  if (about === null) throw new Error("the file is empty");
  const result = (verifier ?? createVerifier({ ...about, heads })).end();
  const isTrusted = trustedKey === undefined || Object.values(about.keys).includes(trustedKey);
  if (!isTrusted) result.findings.unshift({ kind: "key", lane: 0, position: 0 });
  return { ...result, company: about.company, writtenAt: about.writtenAt, keys: about.keys };
}

function aboutOf(said) {
  if (said.format !== FORMAT) throw new Error("this is no audit log of Kaunter");
  return said;
}

const WORDS = {
  changed: "was changed after it was written",
  missing: "is missing",
  misplaced: "stands in another place than it was written in",
  rewritten: "is not the entry that stood there when the house signed or noted it",
  cut: "and what followed it is gone",
  erased: "was emptied, and no entry says why",
  head: "is not a head that the house signed in this place",
  gap: "is not one that the house signed in this place",
  key: "the log is signed with another key than the one you trust",
};

export const wordsOf = ({ kind, lane, position }) =>
  kind === "key"
    ? WORDS.key
    : `${kind === "head" || kind === "gap" ? `${kind} ${position}` : `lane ${lane}, entry ${position}`} ${WORDS[kind]}`;

async function main([path, option, key]) {
  const say = (line) => process.stdout.write(`${line}\n`);
  const isOdd = option !== undefined && (option !== "--key" || key === undefined);
  if (path === undefined || path.startsWith("-") || isOdd) {
    say("node verify-audit.mjs <audit-log.jsonl.gz> [--key <public key>]");
    return 2;
  }
  const file = createReadStream(path);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  const result = await verifyLines(createInterface({ input, crlfDelay: Infinity }), key);
  say(`${result.company}, downloaded ${result.writtenAt}`);
  for (const [id, known] of Object.entries(result.keys)) say(`signing key ${id}: ${known}`);
  say(
    `${result.entries} entries in ${result.lanes} lanes, ${result.heads} heads, signed up to ${result.signedAt ?? "never"}`,
  );
  if (result.erased > 0) say(`${result.erased} entries were emptied, as the law asks for`);
  for (const { at, by, gone, reason } of result.gaps)
    say(`! acknowledged gap at ${at}, by ${by}: ${reason} (${gone.length} signed places are gone)`);
  for (const finding of result.findings) say(`✘ ${wordsOf(finding)}`);
  say(result.findings.length === 0 ? "✔ all in place" : `${result.findings.length} findings`);
  return result.findings.length === 0 ? 0 : 1;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2));
