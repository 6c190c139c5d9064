import { AwsError } from '../../../kernel/types';
import { authorizeAll } from '../state/authorize';
import { invalidValue, missingParameter, notSimulated } from '../state/faults';
import { allowedImagesOf } from '../state/image-visibility';
import type { AllowedImages, ImageCriterion } from '../state/model';
import type { Handler, Request } from '../state/simulation';

const mostCriteria = 10;
const mostValues = { ImageProviders: 200, ImageNames: 50, MarketplaceProductCodes: 50 } as const;
const forms = {
  ImageProviders: /^(amazon|aws-marketplace|aws-backup-vault|none|\d{12})$/,
  ImageNames: /^[A-Za-z0-9()[\] ./\-'@_*?]{1,128}$/,
  MarketplaceProductCodes: /^[A-Za-z0-9]{1,25}$/,
} as const;

/** The setting Allowed AMIs of the account in the region, and who manages it. */
export const getAllowedImagesSettings: Handler = (request) => {
  authorizeAll(request);
  const { simulation, region } = request;
  const { state, criteria } = allowedImagesOf(simulation, region);
  return () => ({
    State: state,
    ImageCriteria: structuredClone(criteria),
    ManagedBy: simulation.options.allowedImagesPolicy ? 'declarative-policy' : 'account',
  });
};

/** Applies the criteria, or in audit mode only tells which images meet them. */
export const enableAllowedImagesSettings: Handler = (request) => {
  authorizeAll(request);
  requireOwnSetting(request);
  const state: string | undefined = request.input.AllowedImagesSettingsState;
  if (state === undefined) throw missingParameter('AllowedImagesSettingsState');
  if (state !== 'enabled' && state !== 'audit-mode')
    throw invalidValue(`Invalid value '${state}' for AllowedImagesSettingsState.`);
  // What EC2 allows without a criterion is not documented.
  if (allowedImagesOf(request.simulation, request.region).criteria.length === 0)
    throw notSimulated('EnableAllowedImagesSettings without criteria');
  return () => set(request, { state });
};

/** Allows every image; the criteria stay. */
export const disableAllowedImagesSettings: Handler = (request) => {
  authorizeAll(request);
  requireOwnSetting(request);
  return () => set(request, { state: 'disabled' });
};

/** Replaces the criteria, with the limits and forms of the API reference (ImageCriterionRequest). */
export const replaceImageCriteria: Handler = (request) => {
  authorizeAll(request);
  requireOwnSetting(request);
  const criteria: ImageCriterion[] = request.input.ImageCriteria ?? [];
  if (criteria.length > mostCriteria)
    throw invalidValue(`The number of image criteria (${criteria.length}) exceeds the limit of ${mostCriteria}.`);
  criteria.forEach(requireCriterion);
  return () => {
    set(request, { criteria: structuredClone(criteria) });
    return { ReturnValue: true };
  };
};

function set({ simulation, region }: Request, change: Partial<AllowedImages>): Record<string, any> {
  const setting = { ...allowedImagesOf(simulation, region), ...change };
  region.allowedImages.set(simulation.world.accountId, setting);
  return { AllowedImagesSettingsState: setting.state };
}

function requireOwnSetting({ simulation }: Request): void {
  if (simulation.options.allowedImagesPolicy)
    throw new AwsError(
      'OperationNotPermitted',
      'Allowed AMIs is managed by a declarative policy of the organization and cannot be changed in the account.',
    );
}

function requireCriterion(criterion: ImageCriterion): void {
  if (Object.keys(criterion).length === 0) throw invalidValue('An image criterion must have at least one parameter.');
  for (const name of ['ImageProviders', 'ImageNames', 'MarketplaceProductCodes'] as const) {
    const values = criterion[name] ?? [];
    if (values.length > mostValues[name])
      throw invalidValue(`The number of ${name} (${values.length}) exceeds the limit of ${mostValues[name]}.`);
    const strange = values.find((value) => !forms[name].test(value));
    if (strange !== undefined) throw invalidValue(`Invalid value '${strange}' for ${name}.`);
  }
  if (criterion.ImageProviders?.includes('none') && (criterion.ImageProviders.length > 1 || hasMore(criterion)))
    throw new AwsError('InvalidParameterCombination', "The provider 'none' cannot be combined with other values.");
  const days = [
    criterion.CreationDateCondition?.MaximumDaysSinceCreated,
    criterion.DeprecationTimeCondition?.MaximumDaysSinceDeprecated,
  ];
  if (days.some((each) => each !== undefined && (each < 0 || each > 2_147_483_647)))
    throw invalidValue('The number of days of a condition must be from 0 to 2147483647.');
}

const hasMore = (criterion: ImageCriterion): boolean => Object.keys(criterion).length > 1;
