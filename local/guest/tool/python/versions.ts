/** The Python versions that base images have, with their last part. */
export const pythonVersions: Record<string, string> = {
  '3.9': '3.9.16',
  '3.10': '3.10.12',
  '3.11': '3.11.6',
  '3.12': '3.12.3',
};
