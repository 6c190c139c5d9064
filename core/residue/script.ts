import { residueRuleTable } from './rules';
import residueScript from '../scripts/residue.sh';
import { shellAssignments } from '../lib/shell-quote';

/**
 * Returns the script that searches an instance and prints the residue report. Its argument is the exit code of cleanup.
 * Its environment may say: SEARCH_SECONDS, after which what was not searched is unknown; SEARCH_WORK, a folder of its
 * own (/run/spawn), in which `secrets` are texts that no file may hold; SEARCH_ROOT, a folder that stands for /.
 */
export function searchScript(): string {
  const [first, ...rest] = residueScript.split('\n');
  return [first, shellAssignments({ RULES: residueRuleTable() }) + rest.join('\n')].join('\n');
}
