import { textsOf } from './text';

/** Errors of requests for something that does not exist. */
export const missingTexts = textsOf({
  ImageNotFound: [
    'The image does not exist, or not in this region.',
    'The id is wrong, the image is in another region, or it was removed.',
    'List the images with `spawn list-amis --region all --deprecated`.',
  ],
  BuildNotFound: [
    'No build has this id.',
    'The id is wrong, or belongs to another deployment.',
    'List the builds with `spawn builds list`.',
  ],
  InstanceNotFound: [
    'No instance has this id or name.',
    'The name is wrong, the instance was terminated, or it is in another region.',
    'List the instances with `spawn list --region all`.',
  ],
  OperationNotFound: [
    'No operation or command has this id.',
    'The id is wrong, or the command is older than 30 days.',
    'List builds and operations with `spawn builds list`.',
  ],
  NightNotFound: [
    'No nightly run has this id or date.',
    'The nightly checks did not run then.',
    'List nightly runs with `spawn nightly list`.',
  ],
  CleanupNotFound: [
    'No cleanup has this id.',
    'The id is wrong, or the cleanup is older than 30 days.',
    'List the cleanups with `spawn ami cleanups`.',
  ],
  StackNotFound: [
    'No stack has this name.',
    'The name is misspelt, or the stack has no image and no policy yet.',
    'List the stacks with `spawn stack list`. The message suggests a similar name.',
  ],
  NoImageFits: [
    'No image of the stack fits the request.',
    'No published image has the version, variant, architecture, GPU or region, or those that have are deprecated, revoked or failed their test.',
    'The message lists the candidates and why each was refused. Widen the range, copy an image to the region, or build one.',
  ],
  NoPackageList: [
    'The image has no list of packages.',
    'Only builds record packages. The image was made by `create-ami` or elsewhere.',
    'Build the image from a recipe.',
  ],
  NoRecipe: [
    'The image has no recipe.',
    'Only builds keep recipes. The image was made by `create-ami` or elsewhere.',
    'Build the image from a recipe.',
  ],
  ChannelNotFound: [
    'No stack and variant has this channel.',
    'The name is misspelt, or nothing was promoted to it.',
    'List the channels with `spawn list-channels`, or promote an image with `spawn promote-ami`.',
  ],
  BaseNotFound: [
    'The base image or its parameter does not exist.',
    'The id is from another region, the owner is not allowed, the vendor has withdrawn the image, or Allowed AMIs of the account hides it.',
    'Check id and region, and Allowed AMIs with `spawn doctor`. For images of another account, add the account to the setting `base_owners`.',
  ],
  ReferenceNotFound: [
    'The image has no registered reference with this name.',
    'The name is wrong, or the reference was removed.',
    'List references with `spawn ami reference list`.',
  ],
  RouteNotFound: [
    'The API has no such route.',
    'The command is newer or older than the deployment.',
    'Use the command of the same version as the deployment, or deploy again.',
  ],
});
