import { isAwsError } from '../../../aws/client/errors';
import { environment } from '../../../aws/client/environment';
import { startSession as open } from '../../../aws/instance/sessions';
import { startSessionRequest } from '../../../core/api/contract/requests';
import { agentOffline } from '../../../core/instance/command';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { findConnectable } from '../../../usecases/instance/find-connectable';

/** Starts a shell session on an instance and returns what session-manager-plugin needs to connect. */
export async function startSession({ path, body, caller }: HttpRequest): Promise<HttpAnswer> {
  const { region = environment().homeRegion } = parse(startSessionRequest, body ?? {});
  const instance = await findConnectable(region, path.id ?? '');
  try {
    // The session belongs to the role of this function, so its reason names the caller.
    const session = await open(region, instance.instance_id, `requested by ${caller}`.slice(0, 256));
    return { status: 201, body: { ...session, instance_id: instance.instance_id, region } };
  } catch (error) {
    throw isAwsError(error, 'TargetNotConnected') ? agentOffline(instance) : error;
  }
}
