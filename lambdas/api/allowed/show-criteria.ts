import { hasCriteria } from '../../../core/allowed/change';
import { allowedImagesQuery, type AllowedImagesAnswer } from '../../../core/allowed/contract';
import { readCriteria, readRegions, readSettings } from '../../../usecases/allowed/read';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/** Returns criteria of Allowed AMIs for the published images, and what EC2 would refuse under them. Changes nothing. */
export async function showAllowedImages({ query, homeAccount: account }: HttpRequest): Promise<HttpAnswer> {
  const { vendors = false, stacks, state } = parse(allowedImagesQuery, query);
  const criteria = state === 'disabled' ? [] : await readCriteria({ account, vendors, stacks });
  const regions = state === 'disabled' ? await readSettings() : await readRegions(account, criteria);
  const answer: AllowedImagesAnswer = {
    account,
    criteria,
    regions: regions.map(({ region, setting, refused }) => ({
      region,
      state: setting.state,
      managed_by: setting.managed_by,
      same: hasCriteria(setting, criteria),
      refused: [...refused],
    })),
  };
  return { status: 200, body: answer };
}
