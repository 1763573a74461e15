/** Whether dist/web is what a build of today's sources would give. */
export function isWebBuilt(): boolean;
export function beginWebBuild(): { end(): void };
