import { mostSimilar } from '../lib/did-you-mean';
import type { Architecture } from './image';

// EC2's families, from the Amazon EC2 instance types guide, entered by hand. A newer one is unknown here and may exist.
const graviton = (
  'a1 t4g m6g m6gd m7g m7gd m8g m8gb m8gd m8gn c6g c6gd c6gn c7g c7gd c7gn c8g c8gb c8gd c8gn r6g r6gd r7g r7gd r8g r8gb ' +
  'r8gd r8gn x2gd x8g i4g im4gn is4gen i8g i8ge g5g hpc7g p6e-gb200'
).split(' ');
const intelAndAmd = (
  't1 t2 t3 t3a m1 m2 m3 m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6i m6id m6idn m6in m7a m7i m7i-flex m8a m8azn m8i m8i-flex m8id ' +
  'c1 c3 c4 c5 c5a c5ad c5d c5n c6a c6i c6id c6in c7a c7i c7i-flex c8a c8i c8i-flex c8id ' +
  'r3 r4 r5 r5a r5ad r5b r5d r5dn r5n r6a r6i r6id r6idn r6in r7a r7i r7iz r8a r8i r8i-flex r8id ' +
  'x1 x1e x2idn x2iedn x2iezn x8i x8aedz z1d u-3tb1 u-6tb1 u-9tb1 u-12tb1 u-18tb1 u-24tb1 u7i-6tb u7i-8tb u7i-12tb u7in-16tb ' +
  'u7in-24tb u7in-32tb u7inh-32tb d2 d3 d3en h1 i2 i3 i3en i4i i7i i7ie dl1 dl2q f1 f2 g3 g3s g4ad g4dn g5 g6 g6e g6f gr6 gr6f ' +
  'g7e inf1 inf2 trn1 trn1n trn2 trn2u vt1 p2 p3 p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300 hpc6a hpc6id hpc7a hpc8a'
).split(' ');
const families = [...intelAndAmd, ...graviton];
const sizes = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', 'metal'];
const sizeForm = /^(nano|micro|small|medium|large|([2-9]|\d\d+)?xlarge|metal(-\d+xl)?)$/;

/** Returns the architecture of an instance type by its family; undefined for a family that is not known here. */
export function architectureOfFamily(instanceType: string): Architecture | undefined {
  const [family = ''] = instanceType.split('.');
  return graviton.includes(family) ? 'arm64' : intelAndAmd.includes(family) ? 'x86_64' : undefined;
}

/** Returns what is unknown about an instance type, with what may be meant; undefined if family and size are known. */
export function unknownType(instanceType: string): { what: 'family' | 'size'; meant?: string } | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  const hasSize = sizeForm.test(size);
  if (families.includes(family) && hasSize) return undefined;
  const meantFamily = families.includes(family) ? family : similarFamily(family);
  const meantSize = hasSize ? size : mostSimilar(size, sizes);
  return {
    what: families.includes(family) ? 'size' : 'family',
    ...(meantFamily !== undefined && meantSize !== undefined && { meant: `${meantFamily}.${meantSize}` }),
  };
}

/** Names are short: of those that begin alike, one with the same characters comes first. */
function similarFamily(family: string): string | undefined {
  const alike = families.filter((one) => one.startsWith(family.charAt(0)));
  const sorted = (text: string): string => [...text].sort().join('');
  return alike.find((one) => sorted(one) === sorted(family)) ?? mostSimilar(family, alike);
}
