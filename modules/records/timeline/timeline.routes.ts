import { serve } from "#platform/actions/serve.ts";
import { listTimeline } from "./timeline.actions.ts";
import { timeline } from "./timeline.contract.ts";

export const timelineRoutes = serve(timeline, { list: listTimeline });
