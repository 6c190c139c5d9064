import { api } from '../../usecases/runtime/http';
import { diffTwoImages, listPackages } from './images/compare-images';
import { findImages } from '../../usecases/image/find-many';
import { readAncestry } from './images/read-ancestry';
import { verifyImage } from './images/verify-image';

/** Serves routes that compare images with what was built, from the bucket and EC2. */
export const handler = api({ listPackages, diffImages: diffTwoImages, verifyImage, readAncestry, findImages });
