import type { LocalOptions } from '../../app/options';
import type { Local } from '../../app/simulation';
import { startLocal as startWhole } from '../../app/start';
import { factOff } from './facts';

/** Starts local mode without the facts that the running test is to lack. */
export function startLocal(options: LocalOptions): Promise<Local> {
  return startWhole({ ...options, ...factOff() });
}
