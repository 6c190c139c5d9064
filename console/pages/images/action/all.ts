import type { ImageAction } from './kit';
import { publishing } from './publish';
import { retiring } from './retire';

/** What can be done to images, in the order of the menu. */
export const imageActions: readonly ImageAction[] = [...publishing, ...retiring];
