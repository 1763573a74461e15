import { parseArgs } from "node:util";
import { LEARN } from "#modules/records/search/search.ts";
import { ROLL_UP } from "#modules/sales/days/days.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { companyCaller } from "./asking.ts";
import { CliProblem, type Command } from "./command.ts";
import { settle } from "./crowd.ts";

const OPTIONS = {
  company: { type: "string" },
  customers: { type: "string", default: "10000" },
  orders: { type: "string" },
} as const;
const MAX = 10_000_000;

/** Fills an empty company for measuring: customers, five orders for each, and the sums that the doors would have kept. */
export const generate: Command = {
  name: "generate",
  takes: "[--company NAME] [--customers N] [--orders N]",
  says: "Fills an empty company with as many made-up customers and orders as you say, to try it at size.",
  run: async (args, cli) => {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const customers = countOf("--customers", values.customers);
    const orders = values.orders === undefined ? customers * 5 : countOf("--orders", values.orders);
    const { house } = await cli.house();
    const caller = await companyCaller(house, values.company, []);
    const { company } = caller.access;
    await refuseUnlessEmpty(caller);

    const name = await databaseNameOf(house, company.id);
    const began = performance.now();
    cli.say(`Making ${customers} customers with ${orders} orders in ${company.name} …`);
    await settle(urlFor(await cli.databaseUrl(), name), {
      customers,
      orders,
      until: house.now(),
      currency: company.currency,
    });
    await noted(house, caller, { customers, orders });
    cli.say(`They are there, after ${Math.round((performance.now() - began) / 1000)} s.`);
  },
};

function countOf(option: string, text: string): number {
  const count = Number(text.replaceAll("_", ""));
  if (!Number.isInteger(count) || count < 1 || count > MAX)
    throw new CliProblem(`${option} is a whole number from 1 to ${MAX}, not "${text}".`);
  return count;
}

async function refuseUnlessEmpty({ access: { company, pool } }: Caller): Promise<void> {
  const { rowCount } = await pool.query("select from customers limit 1");
  if (rowCount !== 0)
    throw new CliProblem(
      `${company.name} has customers already: made-up ones come into an empty company only. Make another one under Companies.`,
    );
}

async function databaseNameOf({ control }: House, id: string): Promise<string> {
  const { rows } = await control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [id],
  );
  return rows[0]?.name ?? "";
}

/** That it was made up stands in the audit log; the worker of the house adds up the days. */
async function noted(house: House, caller: Caller, made: object): Promise<void> {
  const {
    output: _,
    topics,
    leftJobs,
  } = await inCompany(house, caller, "kaunter.generate", "read write", async (ctx) => {
    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, { generated: made });
    await ctx.later(ROLL_UP, {}, { key: ROLL_UP });
    await ctx.later(LEARN, {}, { key: LEARN });
    ctx.tell("crm.customers", "sales.orders", "catalog.products", "insights.home");
  });
  afterCommit(house, caller, topics, leftJobs);
}
