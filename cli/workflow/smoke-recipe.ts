import type { Architecture } from '../../core/model/image';

// A nano has half a gibibyte, which package managers and the search of the disk do not fit in.
const smallest: Record<Architecture, string[]> = { x86_64: ['t3.micro'], arm64: ['t4g.micro'] };

/**
 * The smallest recipe that goes through every step: base Amazon Linux, one line of provisioning, one test. JSON is YAML
 * too.
 */
export function smokeRecipe(architecture: Architecture): string {
  return JSON.stringify({
    stack: 'smoke',
    version: '1.0.0',
    description: 'Shows that this deployment can build; removed once it has',
    base: 'al2023',
    architecture,
    instance_types: smallest[architecture],
    provision: [{ name: 'say', run: '#!/bin/bash\nset -e\necho smoke >/opt/smoke\n', timeout: '5m' }],
    test: { run: '#!/bin/bash\ngrep -q smoke /opt/smoke\n', timeout: '5m' },
  });
}
