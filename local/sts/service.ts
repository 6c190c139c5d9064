import { createService } from '../service';
import type { OperationService } from '../service';
import type { World } from '../types';

/** STS, as much as `aws sts get-caller-identity` asks. */
export function createSts(world: World): OperationService {
  return createService('sts', {
    GetCallerIdentity: {
      parameters: [],
      run: ({ principal }) => ({ UserId: principal.arn.split('/').pop(), Account: world.accountId, Arn: principal.arn }),
    },
  });
}
