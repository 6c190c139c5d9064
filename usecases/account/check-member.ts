import { environment } from '../../aws/client/environment';
import { credentialsIn } from '../../aws/client/members';
import type { Finding } from '../../core/doctor/finding';
import { judgeMember } from '../../core/doctor/member-accounts';
import { SpawnError } from '../../core/errors';

/** Checks whether this deployment can assume its role in a member account. Does nothing with the role. */
export async function checkMember(account: string): Promise<Finding> {
  const { stage } = environment();
  try {
    await credentialsIn(account);
    return judgeMember({ account, stage });
  } catch (error) {
    if (!(error instanceof SpawnError) || error.name !== 'AccountNotReachable') throw error;
    return judgeMember({ account, stage, refusal: error.message });
  }
}
