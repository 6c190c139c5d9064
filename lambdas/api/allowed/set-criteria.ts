import { disableAllowedImages, setAllowedImages as setInRegion } from '../../../aws/account/allowed-images';
import { recordHistory } from '../../../aws/catalog/history';
import { explainAwsError } from '../../../aws/client/errors';
import { changeText, checkChange, hasCriteria, type RegionToChange } from '../../../core/allowed/change';
import { setAllowedImagesRequest, type SetAllowedImagesAnswer } from '../../../core/allowed/contract';
import type { ImageCriterion } from '../../../core/allowed/criteria';
import type { AllowedState } from '../../../core/allowed/setting';
import { readCriteria, readRegions } from '../../../usecases/allowed/read';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Sets Allowed AMIs of the home account in every region of the deployment. Changes nothing if a check fails. A region
 * that fails is part of the answer, and the others are set.
 */
export async function setAllowedImages(request: HttpRequest): Promise<HttpAnswer> {
  const { state, vendors, stacks } = parse(setAllowedImagesRequest, request.body ?? {});
  const account = request.homeAccount;
  const criteria = await readCriteria({ account, vendors, stacks });
  const regions = await readRegions(account, criteria);
  checkChange(regions, state);
  const results: SetAllowedImagesAnswer['results'] = [];
  for (const each of regions) results.push(await changeRegion(each, state, criteria, request));
  const answer: SetAllowedImagesAnswer = {
    changed: results.some(({ changed }) => changed),
    complete: results.every(({ error }) => error === undefined),
    results,
  };
  return { status: 200, body: answer };
}

async function changeRegion(
  { region, setting }: RegionToChange,
  state: AllowedState,
  criteria: readonly ImageCriterion[],
  { caller, now }: HttpRequest,
): Promise<SetAllowedImagesAnswer['results'][number]> {
  if (setting.state === state && (state === 'disabled' || hasCriteria(setting, criteria)))
    return { region, changed: false };
  try {
    if (state === 'disabled') await disableAllowedImages(region);
    else await setInRegion(region, state, criteria);
  } catch (error) {
    const { name, message } = explainAwsError(error);
    return { region, changed: false, error: { name, message } };
  }
  await recordHistory(`allowed-images-${region}-${now.getTime()}`, {
    time: now.toISOString(),
    action: 'allowed-images-changed',
    by: caller,
    region,
    detail: changeText({ region, setting }, state, criteria),
  });
  return { region, changed: true };
}
