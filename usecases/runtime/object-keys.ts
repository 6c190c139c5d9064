/** Object keys of a run in the bucket. Objects that expire after a day have their own prefix: S3 expires by prefix. */
export const objectKeys = {
  ready: (buildId: string, purpose: string) => `ready/${buildId}/${purpose}`,
  residue: (buildId: string) => `builds/${buildId}/residue.json`,
  frozen: (buildId: string) => `builds/${buildId}/frozen.txt`,
  release: (buildId: string) => `environment/${buildId}/release`,
  thawed: (buildId: string) => `builds/${buildId}/thawed.txt`,
  packages: (buildId: string) => `builds/${buildId}/packages.txt`,
  scan: (buildId: string, time: string) => `builds/${buildId}/scans/${time}.json`,
  provenance: (region: string, amiId: string) => `provenance/${region}/${amiId}.json`,
  output: (buildId: string, script: string) => `builds/${buildId}/output/${script}.txt`,
  environment: (buildId: string, name: string) => `environment/${buildId}/${name}`,
  console: (buildId: string, instanceId: string) => `builds/${buildId}/console/${instanceId}.txt`,
  plan: (cleanupId: string, region: string) => `plans/${cleanupId}/${region}.json`,
  history: (day: string) => `history/${day}.jsonl`,
  file: (digest: string) => `files/${digest}`,
};
