/** Tells open screens what changed, over processes. A hint to ask again, never the data itself; losing one is harmless. */
export type Live = {
  /** Topics are the first two words of a permission: `sales.orders`. Sent after the commit, gathered for 100 ms. */
  publish(companyId: string, topics: readonly string[]): void;
  subscribe(companyId: string, onTopics: (topics: readonly string[]) => void): () => void;
};
