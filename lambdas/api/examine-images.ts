import { api } from './http';
import { diffTwoImages, listPackages } from './images/compare-images';
import { verifyImage } from './images/verify-image';

/** What images are made of, and whether they are what was built: the routes that read what builds left in the bucket. */
export const handler = api({ listPackages, diffImages: diffTwoImages, verifyImage });
