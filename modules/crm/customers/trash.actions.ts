import { putInTrash } from "#modules/records/records.public.ts";
import { command } from "#platform/actions/action.ts";
import { auditedMany } from "./bulk.actions.ts";
import { customers } from "./customers.contract.ts";
import { subjectOf } from "./history.ts";
import { inReach } from "./owners.ts";
import { insertClaims, markTrashed } from "./trash.sql.ts";
import { DELETE } from "./trash.ts";

/** To the trash. What they bought stays sold. */
export const trashCustomers = command({
  does: customers.trash,
  needs: DELETE,
  isScoped: true,
  async run(ctx, { ids: named }) {
    const ids = await inReach(ctx, named, DELETE);
    const trashed = await markTrashed(ctx.db, ids, ctx.now);
    const gone = trashed.map(({ id }) => id);
    await insertClaims(ctx.db, gone);

    await putInTrash(
      ctx,
      "customer",
      trashed.map(({ id, ...customer }) => ({ id, name: subjectOf(id, customer).name })),
    );
    ctx.tell("sales.orders", "insights.home");
    return auditedMany(ctx, ids, trashed, () => ({
      before: { isInTrash: false },
      after: { isInTrash: true },
    }));
  },
});
