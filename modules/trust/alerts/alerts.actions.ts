import { command, query } from "#platform/actions/action.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { type Alert, alerts } from "./alerts.contract.ts";
import {
  type AlertRow,
  markAlertSeen,
  selectAlertKind,
  selectAlerts,
  selectOpenCounts,
} from "./alerts.sql.ts";
import { ruleOf, wordsOf } from "./words.rules.ts";

export const listAlerts = query({
  does: alerts.list,
  needs: "trust.alerts.read",
  async run(ctx, { language, isOpen, after, limit }) {
    const [raisedAt, id] = after === undefined ? [] : readCursor(after, 2);
    const before = raisedAt === undefined ? null : ([String(raisedAt), String(id)] as const);
    const rows = await ctx.inControl((control) =>
      selectAlerts(control, ctx.company.id, { isOpen, before, limit: limit + 1 }),
    );
    const page = pageOf(rows, limit, (row) => [row.raisedAt.toISOString(), row.id]);
    return { rows: page.rows.map((row) => shownOf(row, language)), next: page.next };
  },
});

export const countAlerts = query({
  does: alerts.count,
  needs: "trust.alerts.read",
  run: (ctx) => ctx.inControl((control) => selectOpenCounts(control, ctx.company.id)),
});

export const seeAlert = command({
  does: alerts.see,
  needs: "trust.alerts.write",
  async run(ctx, { id }) {
    const company = ctx.company.id;
    const { kind } = await ctx.inControl((control) => selectAlertKind(control, company, id));
    await ctx.audit({ type: "alert", id, name: kind }, { after: { seen: true } });
    ctx.tell("trust.alerts");
    await ctx.inControl((control) => markAlertSeen(control, company, id, ctx.actor.name, ctx.now));
    return { done: true as const };
  },
});

function shownOf({ facts, ...row }: AlertRow, language: "en" | "ms"): Alert {
  const rule = ruleOf(row.kind, facts.rule);
  const words = rule === undefined ? null : wordsOf(rule.words, facts);
  return {
    ...row,
    id: row.id as Alert["id"],
    title: words?.title[language] ?? row.kind,
    text: words?.text[language] ?? "",
    advice: words?.advice[language] ?? "",
  };
}
