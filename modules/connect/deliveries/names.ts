/** The job that reads what waits; also its key, so that a company has at most one waiting. */
export const PROCESS = "connect.deliveries.process";
