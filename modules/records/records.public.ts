// What records lends to the modules above it.

export { forgetTimelines, forgetTold } from "./timeline/forgetting.ts";
export {
  forgetTimeline,
  moveTimeline,
  type TimelineTold,
  tellTimeline,
} from "./timeline/timeline.ts";
