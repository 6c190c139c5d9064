import type * as z from 'zod';
import { memberAccounts } from '../../aws/client/members';
import type { setStackRequest } from '../../core/api/contract/stack';
import { SpawnError } from '../../core/errors';
import { checkRegions } from '../build/check-regions';

const longestName = 128;

type SavedChange = Pick<
  z.output<typeof setStackRequest>,
  'regions' | 'accounts' | 'encryption_keys' | 'launch_templates'
>;

/**
 * Refuses a change of a policy that cannot be saved: the name of the stack is too long, or a region or an account does
 * not belong to the deployment.
 */
export async function checkPolicyChange(stack: string, change: SavedChange): Promise<void> {
  if (stack.length > longestName)
    throw new SpawnError(
      'InvalidRequest',
      `the name of the stack has ${stack.length} characters: use at most ${longestName}.`,
      { stack: stack.slice(0, longestName) },
    );
  const templates = (change.launch_templates ?? []).map(({ region }) => region);
  await checkRegions([...(change.regions ?? []), ...Object.keys(change.encryption_keys ?? {}), ...templates]);
  const stranger = (change.accounts ?? []).find((account) => !memberAccounts().includes(account));
  if (stranger !== undefined)
    throw new SpawnError(
      'InvalidRequest',
      `account ${stranger} is not in the setting member_accounts of this deployment: add it there and deploy.`,
      { account: stranger },
    );
}
