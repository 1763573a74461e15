/** Text that is HTML already. Made by `html` only, which escapes everything else. */
export type Markup = { readonly markup: string };

type Part = string | number | Markup | readonly Markup[];

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = texts.reduce((done, text, i) => done + markupOf(parts[i - 1] ?? "") + text);
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

/** Plain text in which addresses of our own house are links. Others stay text: nobody is led away from here. */
export function linked(text: string, ownUrl: string): Markup {
  const pieces = text.split(/(https?:\/\/[^\s<>"']+)/);
  const parts = pieces.map((piece) =>
    piece.startsWith(`${ownUrl}/`) ? html`<a href="${piece}">${piece}</a>` : html`${piece}`,
  );
  return html`${parts}`;
}

/** A whole page made on the server: no script, one stylesheet of its own. */
export const page = (parts: {
  language: string;
  title: string;
  stylesheet: string;
  main: Markup;
}): string =>
  html`<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="${parts.stylesheet}">
</head>
<body><main>${parts.main}</main></body>
</html>
`.markup;
