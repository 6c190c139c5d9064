import { promoteImage } from './channels/promote-image';
import { rollBackChannel } from './channels/roll-back-channel';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';

/** Serves the routes that change channels: in the catalog, and in parameters in every region. */
export const handler = api({
  promoteImage: idempotent('promoteImage', promoteImage),
  rollBackChannel: idempotent('rollBackChannel', rollBackChannel),
});
