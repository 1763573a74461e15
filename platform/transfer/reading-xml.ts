import { SaxesParser, type SaxesTagNS } from "saxes";
import { type Reason, refused } from "#kernel/errors.ts";

/** An element of a small document, read whole. */
export type XmlElement = {
  /** Without its prefix; what the prefix stands for is beside it. */
  readonly name: string;
  readonly namespace: string;
  /** By their local names. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, without what surrounds it. */
  readonly text: string;
  readonly line: number;
};

export type XmlLimits = { readonly charsMax: number; readonly elementsMax: number };

const LIMITS: XmlLimits = { charsMax: 32 * 1024 * 1024, elementsMax: 500_000 };
const DEPTH_MAX = 100;

/**
 * Reads a document whole. One that declares types or entities is refused before any of it is expanded, so none can grow (billion
 * laughs) or reach for a file; so is one larger, deeper or of more elements than a paper or a bank's statement ever is.
 */
export function readXml(text: string, limits: XmlLimits = LIMITS): XmlElement {
  if (text.length > limits.charsMax) throw refused("platform.xml.too_large");
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: (Omit<XmlElement, "text" | "children"> & { children: XmlElement[]; text: string })[] =
    [];
  let root: XmlElement | null = null;
  let count = 0;
  const fail = (reason: Reason): never => {
    throw refused(reason, { line: parser.line });
  };
  const addText = (piece: string) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += piece;
  };
  parser.on("doctype", () => fail("platform.xml.declares_types"));
  parser.on("error", () => fail("platform.xml.damaged"));
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("opentag", (tag: SaxesTagNS) => {
    count += 1;
    if (count > limits.elementsMax || open.length >= DEPTH_MAX) fail("platform.xml.too_large");
    open.push({
      name: tag.local,
      namespace: tag.uri,
      attributes: attributesOf(tag),
      children: [],
      text: "",
      line: parser.line,
    });
  });
  parser.on("closetag", () => {
    const done = open.pop();
    if (done === undefined) return;
    done.text = done.text.trim();
    const parent = open.at(-1);
    if (parent === undefined) root = done;
    else parent.children.push(done);
  });
  parser.write(text).close();
  return root ?? fail("platform.xml.damaged");
}

const attributesOf = (tag: SaxesTagNS): ReadonlyMap<string, string> =>
  new Map(
    Object.values(tag.attributes)
      .filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns")
      .map(({ local, value }) => [local, value.trim()]),
  );

/** The elements at the end of a path of names: `Bal/Amt`. */
export function elementsAt(from: XmlElement, path: string): readonly XmlElement[] {
  let found: readonly XmlElement[] = [from];
  for (const name of path.split("/"))
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  return found;
}

/** The first text at the path that says something. */
export function textAt(from: XmlElement, path: string): string | undefined {
  return elementsAt(from, path).find(({ text }) => text !== "")?.text;
}
