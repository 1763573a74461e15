import { fileURLToPath } from "node:url";
import type { Day } from "#kernel/day.ts";
import { decimalOf, type Minor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";

/** A4, in points. */
const LONG = 841.89;
const SHORT = 595.28;
export const MARGIN = 50;
export const INK = "#1d1d1f";
export const QUIET = "#6b6b70";
const RULE = "#d9d9de";

const FONT = "@expo-google-fonts/noto-sans";
const fontPath = (file: string): string => fileURLToPath(import.meta.resolve(`${FONT}/${file}`));

export type Doc = PDFKit.PDFDocument;
export type Paper = {
  readonly doc: Doc;
  readonly width: number;
  readonly height: number;
  /** Where the right margin begins, and how wide it is between both. */
  readonly right: number;
  readonly inner: number;
  /** Where the foot of a page begins. */
  readonly foot: number;
};

type About = {
  readonly title: string;
  readonly author: string;
  /** The day the paper is of: the same content is the same bytes, whenever it is written. */
  readonly on: Day;
  readonly language: Language;
  readonly isWide?: boolean;
};

/** Draws a PDF of A4 pages and answers its bytes. */
export async function drawPaper(about: About, draw: (paper: Paper) => void): Promise<Buffer> {
  const { title, author, on, language, isWide = false } = about;
  // With the first paper: a process that draws none does not hold it in memory.
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    layout: isWide ? "landscape" : "portrait",
    margin: 0,
    bufferPages: true,
    lang: language,
    info: { Title: title, Author: author, CreationDate: new Date(`${on}T00:00:00Z`) },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => {
    doc.on("end", resolve);
  });
  doc.registerFont("regular", fontPath("400Regular/NotoSans_400Regular.ttf"));
  doc.registerFont("bold", fontPath("600SemiBold/NotoSans_600SemiBold.ttf"));
  const [width, height] = isWide ? [LONG, SHORT] : [SHORT, LONG];
  const right = width - MARGIN;
  draw({ doc, width, height, right, inner: width - 2 * MARGIN, foot: height - 78 });
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

/** What is no sign at all is left out; a line's end stays one. */
const plain = (text: string): string => text.toWellFormed().replace(/(?!\n)\p{Cc}/gu, " ");

export type Style = {
  bold?: boolean;
  size?: number;
  color?: string;
  width?: number;
  align?: "left" | "right";
};

/** Writes at a place and answers where it ended. */
export function say(doc: Doc, text: string, x: number, y: number, style: Style = {}): number {
  const { bold = false, size = 9, color = INK, width = SHORT - 2 * MARGIN, align = "left" } = style;
  doc
    .font(bold ? "bold" : "regular")
    .fontSize(size)
    .fillColor(color);
  doc.text(plain(text), x, y, { width, align, lineGap: 1.5 });
  return doc.y;
}

export function heightOf(doc: Doc, text: string, width: number, size = 9): number {
  doc.font("regular").fontSize(size);
  return doc.heightOfString(plain(text), { width, lineGap: 1.5 });
}

export function rule(doc: Doc, y: number, from: number, to: number): void {
  doc.moveTo(from, y).lineTo(to, y).lineWidth(0.6).strokeColor(RULE).stroke();
}

export const dayOn = (day: Day, language: Language): string =>
  new Intl.DateTimeFormat(language === "ms" ? "ms-MY" : "en-GB", {
    dateStyle: "medium",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));

/** Figures with a comma between thousands, as papers show them in both languages. */
export function bare(minor: Minor, currency: string): string {
  const [whole = "", fraction] = decimalOf(minor, currency).split(".");
  const signed = grouped(whole).replace("-", "−");
  return fraction === undefined ? signed : `${signed}.${fraction}`;
}

export const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ",");
