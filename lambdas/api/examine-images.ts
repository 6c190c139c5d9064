import { api } from '../../usecases/runtime/http';
import { diffTwoImages, listPackages } from './images/compare-images';
import { findImages } from '../../usecases/image/find-many';
import { readAncestry } from './images/read-ancestry';
import { readRecipe } from './images/read-recipe';
import { listImages } from './images/list-images';
import { verifyImage } from './images/verify-image';

/** Serves the list of images, and routes that compare images with what was built, from the bucket and EC2. */
export const handler = api({
  listImages,
  listPackages,
  diffImages: diffTwoImages,
  verifyImage,
  readAncestry,
  readRecipe,
  findImages,
});
