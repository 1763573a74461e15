/** An entry's place in the log's chain. */
export type Link = { readonly lane: number; readonly position: number; readonly hash: string };

/** The newest of each lane. */
export function newestOf(links: readonly Link[]): Link[] {
  const newest = new Map<number, Link>();
  for (const link of links)
    if (link.position > (newest.get(link.lane)?.position ?? 0)) newest.set(link.lane, link);
  return [...newest.values()];
}
