import { textsOf } from './text';

/** Errors of requests that are wrong in themselves. */
export const inputTexts = textsOf({
  InvalidRequest: [
    'The request has a wrong or missing value.',
    'A flag has a value that is not allowed, or flags contradict each other.',
    'The message names the flag or field and what is allowed. Correct it and repeat the command.',
  ],
  InvalidRecipe: [
    'The recipe cannot be read or breaks a rule.',
    'An unknown key, a missing field, a script that does not exist or is empty, lines that end in CR LF, or an entry of `files:` that is missing, outside of the folder of the recipe or of another bucket, or has the destination of another.',
    'Run `spawn build RECIPE --check`. It prints the line and column of each problem.',
  ],
  InvalidVersion: [
    'The text is not a version or not a range of versions.',
    'A version has one to four numbers, such as `2.2.0`. The word `latest` is a range, which matches every version that is not a pre-release; an image or a recipe cannot have it as its version.',
    'Write a version such as `2.2.0`, or a range such as `^2`, `2.x` or `">=2.0 <3.0"`.',
  ],
  InvalidName: [
    'EC2 or Systems Manager would refuse the name.',
    'The name is too short or too long, or has characters that are not allowed.',
    'The message states the rule. Choose another name.',
  ],
  InvalidTag: [
    'A tag cannot be set.',
    'The tag has no `=`, is too long, or its key belongs to spawn or AWS.',
    'Write tags as `key=value`, and use a key without the prefix `spawn:` or `aws:`.',
  ],
  InvalidInstanceType: [
    'The instance types cannot be used.',
    'A type does not exist or is not allowed by the setting `allowed_instance_types`, or types with and without a GPU are mixed.',
    'Use types that the message allows, all with the same architecture and all with or all without a GPU.',
  ],
  InvalidBase: [
    'The base image cannot be used.',
    'The base is written in an unknown form, or its parameter is outside the allowed prefixes.',
    'Use a form of [`base`](recipe.md#base). For your own parameters, add their prefix to the setting `base_parameter_prefixes`.',
  ],
  ArchitectureMismatch: [
    'Image, base and instance types have different architectures.',
    'For example, an arm64 image was requested on an x86_64 instance type.',
    'Choose an instance type or an image with the same architecture.',
  ],
  RegionNotEnabled: [
    'The region cannot be used.',
    'The region is not in the setting `regions` of the deployment, or the account has not enabled it.',
    'Add the region to the setting and deploy again, enable it in the account, or leave it out.',
  ],
  TooLarge: [
    'The request is larger than the API accepts.',
    'A file has more than 1 MiB, or the recipe and its files have more than 4 MiB together.',
    'Name it in `files:` as `s3://` or `https://` with its `sha256`, or download it in a provision script.',
  ],
});
