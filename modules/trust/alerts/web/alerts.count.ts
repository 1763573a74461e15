import { client } from "#ui/api.ts";
import { alerts } from "../alerts.contract.ts";

const api = client(alerts);

/** How much needs somebody: alerts that nobody has seen, and promises that do not hold. */
export async function countOpen(): Promise<number> {
  const { alertsCount, degradedCount } = await api.count({});
  return alertsCount + degradedCount;
}
