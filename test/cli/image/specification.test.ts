import { judgeBaseHealth } from '../../../core/health/base';
import { image } from '../kit/things';
import { now, spawn } from '../kit/spawn';

const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const build = (name: string, ami_id: string, version: string, base: string, days: number) =>
  image({
    name,
    ami_id,
    version,
    gpu: true,
    creation_date: daysAgo(days),
    health: judgeBaseHealth({ base_ami: base, current_ami: 'ami-xyz789', base_created: daysAgo(days) }, now),
  });
const images = [
  build('pytorch-old', 'ami-abc123', '2.1', 'ami-old123', 95),
  build('pytorch-medium', 'ami-def456', '2.2', 'ami-old456', 45),
  build('pytorch-current', 'ami-ghi789', '2.3', 'ami-xyz789', 5),
];

/** Copied from the section "Health Check Display" of the specification. */
const display = `NAME                  AMI ID                 STACK    VERSION  ARCH    SIZE  AGE   STATUS
pytorch-old           ami-abc123             pytorch  2.1      x86_64  30GB  95d   GPU ⚠️
pytorch-medium        ami-def456             pytorch  2.2      x86_64  30GB  45d   GPU ⚠️
pytorch-current       ami-ghi789             pytorch  2.3      x86_64  30GB  5d    GPU

Warnings:
  pytorch-old:
    - newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 95d) - rebuild recommended
  pytorch-medium:
    - newer base AMI available (current: ami-xyz789, yours: ami-old456, age: 45d)
`;

test.each([undefined, 80, 120])('list-amis prints the example of the specification (width %s)', async (width) => {
  const { out } = await spawn(['list-amis'], {
    answer: () => ({ body: { images } }),
    width,
    environment: { NO_COLOR: '1' },
  });
  const [table, warnings] = [
    out.slice(out.indexOf('NAME'), out.indexOf('\nWarnings')),
    out.slice(out.indexOf('Warnings')),
  ];
  // The widths of its columns follow from names that are longer than those of the example.
  expect(table.replace(/ {2,}/g, '  ')).toBe(display.slice(0, display.indexOf('\nWarnings')).replace(/ {2,}/g, '  '));
  expect(warnings).toBe(display.slice(display.indexOf('Warnings')));
});
