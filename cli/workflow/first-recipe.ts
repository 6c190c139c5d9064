import type { BaseFamily } from '../../core/model/base';

/** The answers that a first recipe is written from. */
export interface FirstRecipe {
  stack: string;
  base: BaseFamily;
  regions: readonly string[];
}

interface Family {
  description: string;
  instanceTypes: string;
  install: readonly string[];
  test: readonly string[];
}

const dnf = ['dnf install -y git'];
const apt = [
  'export DEBIAN_FRONTEND=noninteractive',
  'apt-get update',
  'apt-get install -y --no-install-recommends git',
];
const general = 'm7i.large, m6i.large, m5.large';
const git = ['git --version'];

const families: Readonly<Record<BaseFamily, Family>> = {
  al2023: { description: 'Amazon Linux 2023', instanceTypes: general, install: dnf, test: git },
  'al2023-gpu': {
    description: 'Amazon Linux 2023 with the NVIDIA driver',
    instanceTypes: 'g5.xlarge, g6.xlarge',
    install: dnf,
    test: [...git, 'nvidia-smi'],
  },
  'ubuntu-24.04': { description: 'Ubuntu 24.04', instanceTypes: general, install: apt, test: git },
  'ubuntu-22.04': { description: 'Ubuntu 22.04', instanceTypes: general, install: apt, test: git },
  'debian-12': { description: 'Debian 12', instanceTypes: general, install: apt, test: git },
};

/** Describes a base in words, for a choice of bases. */
export function describeBase(base: BaseFamily): string {
  return families[base].description;
}

/** Returns the files of a first recipe by their names: the recipe, the script that installs and the one that tests. */
export function firstRecipe({ stack, base, regions }: FirstRecipe): Readonly<Record<string, string>> {
  const { description, instanceTypes, install, test } = families[base];
  const recipe = [
    `# Build it: spawn build recipe.yaml --wait`,
    `stack: ${JSON.stringify(stack)}`,
    'version: 1.0.0',
    `description: ${JSON.stringify(`${stack} on ${description}`)}`,
    `base: ${base}`,
    `instance_types: [${instanceTypes}] # tried in order until one has capacity`,
    'provision:',
    '  - script: install.sh',
    '    timeout: 30m',
    'test:',
    '  script: test.sh # runs on a fresh instance; exit code 0 publishes the image',
    '  timeout: 10m',
    `regions: [${regions.join(', ')}] # besides the home region`,
  ];
  return {
    'recipe.yaml': text(recipe),
    'install.sh': script('Installs the software of the image as root. Replace the packages with yours.', install),
    'test.sh': script('Tests the image. Replace the commands with ones that show that your software works.', test),
  };
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const script = (comment: string, lines: readonly string[]): string =>
  text(['#!/bin/bash', `# ${comment}`, 'set -euo pipefail', '', ...lines]);
