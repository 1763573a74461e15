// What records lends to the modules above it.
export {
  forgetTimeline,
  moveTimeline,
  type TimelineTold,
  tellTimeline,
} from "./timeline/timeline.ts";
