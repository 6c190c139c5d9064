import { decodeMarks, encodeMarks, markName } from '../../../aws/log-cursor';
import { environment } from '../../../aws/environment';
import type { RunResource } from '../../../core/run';
import { objectKeys } from '../../object-keys';

export interface LogNote {
  time: string;
  stage: string | undefined;
  stream: 'note';
  text: string;
}

/**
 * A line for each script that was sent outside the home region and that the cursor has not told of, and the cursor to go on from. Such scripts
 * write no live log, since its log group is in the home region alone: the line says where a test's output is kept. Throws InvalidRequest for a
 * bad cursor.
 */
export function noteScriptsElsewhere(scripts: readonly (RunResource & { id: string })[], cursor: string): { notes: LogNote[]; cursor: string } {
  const { homeRegion } = environment();
  const marks = decodeMarks(cursor);
  const untold = scripts.filter(({ region, id }) => region !== homeRegion && marks[markName(id)] === undefined);
  const notes = untold.map(({ build_id, purpose, region, created_at }): LogNote => {
    const kept = objectKeys.output(build_id, purpose ?? '');
    return { time: created_at, stage: purpose, stream: 'note', text: `runs in ${region}, and live logs are in ${homeRegion} only: the output of a test comes after its end, as ${kept} in the bucket of artifacts` };
  });
  const told = Object.fromEntries(untold.map(({ id }) => [markName(id), [0, 0] as [number, number]]));
  return { notes, cursor: encodeMarks({ ...marks, ...told }) };
}
