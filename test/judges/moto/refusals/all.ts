import { images } from './images';
import { instances } from './instances';
import { launches } from './launches';
import { networks } from './networks';
import type { BadRequest } from './request';
import { snapshots } from './snapshots';
import { tags } from './tags';
import { templates } from './templates';

export const requests: readonly BadRequest[] = [
  ...launches,
  ...instances,
  ...images,
  ...snapshots,
  ...tags,
  ...networks,
  ...templates,
];
