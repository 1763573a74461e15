import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** OWASP ASVS 5.0, levels 1 and 2, as docs/asvs.json answers it: by id, in our own words. `node tools/asvs.ts` writes docs/asvs.md. */
export type Asvs = {
  readonly standard: string;
  readonly chapters: Readonly<Record<string, string>>;
  readonly sections: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
};

export type Requirement = {
  readonly id: string;
  readonly level: 1 | 2;
  readonly state: State;
  readonly tests?: readonly { readonly file: string; readonly name: string }[];
  /** `platform/auth/passwords.ts#hashPassword`: what holds it, and where that is exported. */
  readonly symbol?: string;
  readonly words: string;
};

export const STATES = {
  tested: "it applies, and tests go red when it is broken",
  decided: "it asks for a decision or is held by one; a test that shows a part of it is named",
  operator: "it is for whoever runs the house",
  "does not apply": "what it is about does not exist here",
  open: "something is missing; the words say what",
} as const;
type State = keyof typeof STATES;

const ROOT = resolve(import.meta.dirname, "..");
const JSON_PATH = resolve(ROOT, "docs/asvs.json");
export const PAGE_PATH = resolve(ROOT, "docs/asvs.md");

export const readAsvs = (): Asvs => JSON.parse(readFileSync(JSON_PATH, "utf8")) as Asvs;

export function pageOf({ standard, chapters, sections, requirements }: Asvs): string {
  const open = requirements.filter(({ state }) => state === "open");
  return [
    "# OWASP ASVS, requirement by requirement",
    "",
    `How Kaunter stands to the ${standard}, levels 1 and 2, by requirement number. What a number asks for is read at OWASP; the words here are ours. Decisions stand in [security-decisions.md](security-decisions.md). This page is made of \`docs/asvs.json\` by \`node tools/asvs.ts\`; \`tests/asvs-document.test.ts\` holds that every test and symbol that it names exists.`,
    "",
    "| state | level 1 | level 2 | means |",
    "| --- | --- | --- | --- |",
    ...countLines(requirements),
    "",
    ...(open.length === 0 ? [] : ["## Open", "", ...open.map(openLine), ""]),
    ...Object.entries(chapters).flatMap(([chapter, title]) => [
      `## ${chapter} ${title}`,
      "",
      "| requirement | level | state | how, and what shows it |",
      "| --- | --- | --- | --- |",
      ...Object.entries(sections)
        .filter(([section]) => section.startsWith(`${chapter}.`))
        .flatMap(([section, name]) => [
          `| **${section} ${name}** | | | |`,
          ...requirements.filter(({ id }) => sectionOf(id) === section).map(rowOf),
        ]),
      "",
    ]),
  ].join("\n");
}

export const sectionOf = (id: string): string => id.slice(0, id.lastIndexOf("."));

function countLines(requirements: readonly Requirement[]): string[] {
  const count = (level: number, state?: State) =>
    requirements.filter((one) => one.level === level && (state ?? one.state) === one.state).length;
  return [
    ...Object.entries(STATES).map(
      ([state, means]) =>
        `| ${state} | ${count(1, state as State)} | ${count(2, state as State)} | ${means} |`,
    ),
    `| together | ${count(1)} | ${count(2)} | |`,
  ];
}

const openLine = ({ id, level, words }: Requirement): string =>
  `- **${id}** (level ${level}): ${words}`;

function rowOf({ id, level, state, tests = [], symbol, words }: Requirement): string {
  const shown = [
    inCell(words),
    ...(symbol === undefined ? [] : [`\`${symbol}\``]),
    ...tests.map(({ file, name }) => `${file}: “${inCell(name)}”`),
  ];
  return `| ${id} | ${level} | ${state} | ${shown.join("<br>")} |`;
}

const inCell = (text: string): string =>
  text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");

if (import.meta.main) writeFileSync(PAGE_PATH, pageOf(readAsvs()));
