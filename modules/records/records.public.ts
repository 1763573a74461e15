// What records lends to the modules above it.

export { forgetTimelines, forgetTold } from "./timeline/forgetting.ts";
export {
  forgetTimeline,
  moveTimeline,
  tellTimeline,
} from "./timeline/timeline.ts";
