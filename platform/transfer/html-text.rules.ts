/** WordPress escapes names for HTML before it stores them: `Tom &amp; Jerry &#8211; small`. Decoded once. */
export function withoutEntities(text: string): string {
  return text.includes("&")
    ? text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});/gi, decoded)
    : text;
}

/** Text of a field that holds HTML by definition (a product's description): tags away, paragraphs kept. */
export function textOfHtml(html: string): string {
  const text = html
    .slice(0, 100_000)
    .replace(/<(?:script|style)\b[^<>]*>[^<]*/gi, "")
    .replace(/<(?:br|\/p|\/li|\/div|\/h[1-6]|\/tr)\b[^<>]*>/gi, "\n")
    .replace(/<\/?[a-z!][^<>]*>/gi, "");
  return withoutEntities(text)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n");
}

function decoded(entity: string, body: string): string {
  if (!body.startsWith("#")) return NAMED.get(body) ?? entity;
  const isHex = body[1] === "x" || body[1] === "X";
  const point = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  // Numbers that are no characters stay as they were written.
  if (Number.isNaN(point) || point === 0 || point > 0x10ffff) return entity;
  return point >= 0xd800 && point <= 0xdfff ? entity : String.fromCodePoint(point);
}

/** HTML 4: Latin-1 in order of its code points from 160, then the others that shops write. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
  "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig " +
  "Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash " +
  "Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute " +
  "ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc " +
  "uuml yacute thorn yuml";
const OTHERS =
  "amp:& lt:< gt:> quot:\" apos:' ndash:– mdash:— lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ hellip:… bull:• " +
  "trade:™ euro:€ dagger:† lsaquo:‹ rsaquo:› prime:′ Prime:″ minus:− larr:← rarr:→ infin:∞ ne:≠ le:≤ ge:≥ oelig:œ " +
  "OElig:Œ scaron:š Scaron:Š";
const NAMED = new Map<string, string>([
  ...LATIN_1.split(" ").map((name, at) => [name, String.fromCodePoint(160 + at)] as const),
  ...OTHERS.split(" ").map((pair) => {
    const at = pair.indexOf(":");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  }),
]);
