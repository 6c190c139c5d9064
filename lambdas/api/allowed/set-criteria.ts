import {
  allowedImagesSetting,
  disableAllowedImages,
  setAllowedImages as setInRegion,
} from '../../../aws/account/allowed-images';
import { recordHistory } from '../../../aws/catalog/history';
import { explainAwsError } from '../../../aws/client/errors';
import {
  changeText,
  checkChange,
  isChanged,
  wantedSetting,
  type RegionToChange,
  type SetTo,
} from '../../../core/allowed/change';
import { setAllowedImagesRequest, type SetAllowedImagesAnswer } from '../../../core/allowed/contract';
import type { ImageCriterion } from '../../../core/allowed/criteria';
import type { AllowedState } from '../../../core/allowed/setting';
import { readCriteria, readRegions, readSettings } from '../../../usecases/allowed/read';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/**
 * Sets Allowed AMIs of the home account in every region of the deployment. Changes nothing if a check fails. A region
 * that fails is part of the answer, and the others are set.
 */
export async function setAllowedImages(request: HttpRequest): Promise<HttpAnswer> {
  const { state, vendors, stacks } = parse(setAllowedImagesRequest, request.body ?? {});
  const account = request.homeAccount;
  const criteria = state === 'disabled' ? [] : await readCriteria({ account, vendors, stacks });
  const regions = state === 'disabled' ? await readSettings() : await readRegions(account, criteria);
  checkChange(regions, state);
  const results: SetAllowedImagesAnswer['results'] = [];
  for (const each of regions) results.push(await changeRegion(each, state, criteria, request));
  const answer: SetAllowedImagesAnswer = {
    changed: results.some(({ changed }) => changed === true),
    complete: results.every(({ error }) => error === undefined),
    results,
  };
  return { status: 200, body: answer };
}

async function changeRegion(
  before: RegionToChange,
  state: AllowedState,
  criteria: readonly ImageCriterion[],
  request: HttpRequest,
): Promise<SetAllowedImagesAnswer['results'][number]> {
  const { region, setting } = before;
  const wanted = wantedSetting(setting, state, criteria);
  if (!isChanged(setting, wanted)) return { region, changed: false };
  try {
    if (state === 'disabled') await disableAllowedImages(region);
    else await setInRegion(region, state, criteria, setting.state);
  } catch (error) {
    return { region, ...(await changedDespite(before, request)), error: shownError(error) };
  }
  await recordChange(before, wanted, request);
  return { region, changed: true };
}

/** What a failed change has changed: the first of its two calls may have succeeded, or the answer was lost. */
async function changedDespite(before: RegionToChange, request: HttpRequest): Promise<{ changed?: boolean }> {
  let after: SetTo;
  try {
    after = await allowedImagesSetting(before.region);
  } catch {
    return {};
  }
  const changed = isChanged(before.setting, after);
  if (changed) await recordChange(before, after, request);
  return { changed };
}

async function recordChange(before: RegionToChange, after: SetTo, { caller, now }: HttpRequest): Promise<void> {
  await recordHistory(`allowed-images-${before.region}-${now.getTime()}`, {
    time: now.toISOString(),
    action: 'allowed-images-changed',
    by: caller,
    region: before.region,
    detail: changeText(before, after),
  });
}

function shownError(error: unknown): { name: string; message: string } {
  const { name, message } = explainAwsError(error);
  return { name, message };
}
