/**
 * The register of what this web app keeps in a browser's localStorage: three choices of looks and
 * keys, nothing about a person or a company. The cookie is the session's, and the server's. In
 * sessionStorage the router notes that it has reloaded once for a file of an older version.
 */
export const STORAGE_KEYS = {
  /** light, dark or auto; read before the first paint by color-scheme.js. */
  scheme: "kaunter-scheme",
  /** en or ms. */
  language: "kaunter-language",
  /** "off" when single-key shortcuts are switched off (WCAG 2.1.4). */
  keys: "kaunter-keys",
} as const;

/** Null where storage is switched off: the choice then lasts as long as the page. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off or full; the choice still holds on this page.
  }
}
