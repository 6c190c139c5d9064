interface Stage {
  name: string;
  status: string;
  started_at: string;
  ended_at?: string;
  detail?: string;
}

interface Replica {
  region: string;
  status: string;
  started_at?: string;
  ended_at?: string;
  message?: string;
}

/** The parts of the record of a build that the progress shows. */
export interface RunView {
  build_id: string;
  status: string;
  region: string;
  created_at: string;
  stages: Stage[];
  replicas: Replica[];
  failure?: { name: string; message: string; stage?: string };
}

/** Formats a duration: `12s`, `1m05s`, `1h02m`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

interface Line {
  key: string;
  subject: string;
  region: string;
  status: string;
  detail: string;
}

function linesOf(run: RunView): Line[] {
  const stages = run.stages.map(({ name, status, detail = '' }) => ({
    key: `stage/${name}/${status}/${detail}`,
    subject: name,
    region: run.region,
    status,
    detail,
  }));
  const replicas = run.replicas.map(({ region, status, message = '' }) => ({
    key: `region/${region}/${status}`,
    subject: 'replicate',
    region,
    status,
    detail: message,
  }));
  return [...stages, ...replicas.filter(({ status }) => status !== 'planned')];
}

/**
 * Returns the lines that are new since the last call: the simulated and the real time, the region and the status.
 * `seen` keeps the lines that were returned before.
 */
export function progressLines(run: RunView, seen: Set<string>, times: { simulated: number; real: number }): string[] {
  const fresh = linesOf(run).filter(({ key }) => !seen.has(key));
  return fresh.map(({ key, subject, region, status, detail }) => {
    seen.add(key);
    const when = `${elapsed(times.simulated).padStart(7)} (${(times.real / 1000).toFixed(1)} s)`.padEnd(18);
    return `${when}${subject.padEnd(10)} ${region.padEnd(15)} ${status.padEnd(10)} ${detail}`.trimEnd();
  });
}
