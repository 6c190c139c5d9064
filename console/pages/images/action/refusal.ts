import type { ImageAnswer } from '../../../client/types';

type Rule = (image: ImageAnswer) => string | undefined;

const present: Rule = ({ state }) =>
  state === 'vanished' || state === 'deregistered' ? 'EC2 no longer has the image' : undefined;
const notRevoked: Rule = (image) =>
  present(image) ?? (image.revocation === undefined ? undefined : 'The image is revoked');
const available: Rule = (image) =>
  notRevoked(image) ?? (image.state === 'available' ? undefined : `The image is ${image.state}`);

/** Rules that say why an action makes no sense for an image. What needs more than the image, the API refuses. */
export const only = {
  present,
  notRevoked,
  available,
  /** It can be selected by its stack. */
  current: (image) => present(image) ?? (image.deprecated ? 'The image is deprecated' : undefined),
  deprecated: (image) => present(image) ?? (image.deprecated ? undefined : 'The image is not deprecated'),
  released: (image) => available(image) ?? (image.stack === undefined ? 'The image belongs to no stack' : undefined),
} satisfies Record<string, Rule>;
