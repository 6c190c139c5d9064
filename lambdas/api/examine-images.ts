import { api } from '../../usecases/runtime/http';
import { diffTwoImages, listPackages } from './images/compare-images';
import { findImages } from '../../usecases/image/find-many';
import { readAncestry } from './images/read-ancestry';
import { verifyImage } from './images/verify-image';

/** What images are made of, and whether they are what was built: what builds left in the bucket, and what EC2 says. */
export const handler = api({ listPackages, diffImages: diffTwoImages, verifyImage, readAncestry, findImages });
