import { actInMembers } from '../../aws/client/members';
import { cancelBuild } from './builds/cancel-build';
import { decideApproval } from './builds/decide-approval';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { deprecateImage, undeprecateImage } from './images/deprecate-image';
import { tagImage } from './images/tag-image';
import { testNotifications } from './notifications/test-notifications';
import { resumeStack } from './stacks/resume-stack';
import { terminateInstance } from './instances/terminate-instance';

actInMembers();

/** Serves the small changes, which are complete when the answer is sent. */
export const handler = api({
  cancelBuild,
  decideApproval,
  terminateInstance,
  deprecateImage: idempotent('deprecateImage', deprecateImage),
  undeprecateImage,
  resumeStack: idempotent('resumeStack', resumeStack),
  tagImage: idempotent('tagImage', tagImage),
  testNotifications,
});
