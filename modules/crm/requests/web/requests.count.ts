import { requestsApi } from "./requests.client.ts";

/** How many wait for an answer. */
export async function countOpenRequests(): Promise<number> {
  const { count } = await requestsApi.open({});
  return count;
}
