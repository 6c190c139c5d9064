import { readFileSync } from 'node:fs';
import { placeholders, type Expected } from '../../core/doctor/expected';
import { environment } from '../client/environment';

/**
 * Returns what the deployment created, from the file that the synthesis writes beside the function's code, for this
 * account and partition.
 */
export function expectedOf(account: string, partition: string): Expected {
  const text = readFileSync(`${__dirname}/${environment().expected}`, 'utf8');
  return JSON.parse(
    text.replaceAll(placeholders.partition, partition).replaceAll(placeholders.account, account),
  ) as Expected;
}
