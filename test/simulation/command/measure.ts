/** The date of a run, as figures have it. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Seconds of processor time of this process since then, with one digit behind the point. */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 100_000) / 10;
}
