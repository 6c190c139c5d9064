import { call } from '../../client/call';
import { problemFrom, type Problem } from '../../client/problem';
import { createStore } from '../../client/store';
import { examineAll, type Examination } from './finding';

/** The last examination. It stays while other pages are shown. */
export const examination = createStore<{ running: boolean; last?: Examination; problem?: Problem }>({ running: false });

/** Makes all checks. After a failure the last examination stays, with its time. */
export async function examine(): Promise<void> {
  const { running, last } = examination.get();
  if (running) return;
  examination.set({ running: true, last });
  try {
    const found = await examineAll((cursor) => call('examineAccount', { query: { cursor } }));
    examination.set({ running: false, last: found });
  } catch (error) {
    examination.set({ running: false, last, problem: problemFrom(error) });
  }
}
