import { useNavigate, useSearch } from "@tanstack/react-router";

/** What the address holds after its `?`: text only, so that links can be written by hand. */
export type Url = Readonly<Record<string, string>>;
type Change = Readonly<Record<string, string | null | undefined>>;

/** The address as state. Null takes a value out; `push` leaves a step to go back to. */
export function useUrl(): [Url, (change: Change, how?: { push?: boolean }) => void] {
  const url = useSearch({ strict: false }) as Url;
  const navigate = useNavigate();
  return [
    url,
    (change, { push = false } = {}) =>
      void navigate({
        to: ".",
        search: (now: Url) => changed(now, change),
        replace: !push,
      } as unknown as Parameters<typeof navigate>[0]),
  ];
}

export function changed(now: Url, change: Change): Url {
  const all = Object.entries({ ...now, ...change });
  return Object.fromEntries(
    all.filter((entry): entry is [string, string] => (entry[1] ?? "") !== ""),
  );
}

export const readUrl = (text: string): Url => Object.fromEntries(new URLSearchParams(text));

export function writeUrl(url: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(url))
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  return query.size === 0 ? "" : `?${query}`;
}
