import { authorizeAll } from '../state/authorize';
import { invalidValue, missingParameter } from '../state/faults';
import type { Handler } from '../state/simulation';

/** Whether the account forbids public images in the region. */
export const getImageBlockPublicAccessState: Handler = (request) => {
  authorizeAll(request);
  return () => ({ ImageBlockPublicAccessState: request.region.publicAccess.images, ManagedBy: 'account' });
};

/**
 * Forbids new public images; those that are public stay so. EC2 takes up to ten minutes to follow, the simulation none.
 */
export const enableImageBlockPublicAccess: Handler = (request) => {
  const { input, region } = request;
  authorizeAll(request);
  const state: string | undefined = input.ImageBlockPublicAccessState;
  if (state === undefined) throw missingParameter('ImageBlockPublicAccessState');
  if (state !== 'block-new-sharing') throw invalidValue(`Invalid value '${state}' for ImageBlockPublicAccessState.`);
  return () => {
    region.publicAccess.images = state;
    return { ImageBlockPublicAccessState: state };
  };
};

export const disableImageBlockPublicAccess: Handler = (request) => {
  authorizeAll(request);
  return () => {
    request.region.publicAccess.images = 'unblocked';
    return { ImageBlockPublicAccessState: 'unblocked' };
  };
};

/** Whether the account forbids public snapshots in the region. */
export const getSnapshotBlockPublicAccessState: Handler = (request) => {
  authorizeAll(request);
  return () => ({ State: request.region.publicAccess.snapshots, ManagedBy: 'account' });
};

/** Forbids new public snapshots, or all of them. */
export const enableSnapshotBlockPublicAccess: Handler = (request) => {
  const { input, region } = request;
  authorizeAll(request);
  const state: string | undefined = input.State;
  if (state === undefined) throw missingParameter('State');
  if (state !== 'block-new-sharing' && state !== 'block-all-sharing')
    throw invalidValue(`Invalid value '${state}' for State.`);
  return () => {
    region.publicAccess.snapshots = state;
    return { State: state };
  };
};

export const disableSnapshotBlockPublicAccess: Handler = (request) => {
  authorizeAll(request);
  return () => {
    request.region.publicAccess.snapshots = 'unblocked';
    return { State: 'unblocked' };
  };
};
