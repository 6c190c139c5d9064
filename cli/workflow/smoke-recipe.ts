import type { Architecture } from '../../core/model/image';

// A nano instance has 0.5 GiB of memory, too little for package managers and the search of the disk.
const smallest: Record<Architecture, string[]> = { x86_64: ['t3.micro'], arm64: ['t4g.micro'] };

/**
 * Returns a minimal recipe that runs every step: Amazon Linux, one line of provisioning, one test. JSON is valid YAML
 * too.
 */
export function smokeRecipe(architecture: Architecture): string {
  return JSON.stringify({
    stack: 'smoke',
    version: '1.0.0',
    description: 'Verifies that this deployment can build; removed afterwards',
    base: 'al2023',
    architecture,
    instance_types: smallest[architecture],
    provision: [{ name: 'say', run: '#!/bin/bash\nset -e\necho smoke >/opt/smoke\n', timeout: '5m' }],
    test: { run: '#!/bin/bash\ngrep -q smoke /opt/smoke\n', timeout: '5m' },
  });
}
