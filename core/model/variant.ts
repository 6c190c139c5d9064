import type { Architecture } from './image';

/**
 * Returns the variant of an image, which distinguishes images of one version. With a label `<label>-<architecture>`,
 * such as `cuda12-x86_64`; without one `gpu-x86_64` or `x86_64`. A label that ends in the architecture stays as it is.
 */
export function variantOf(image: { architecture: Architecture; gpu: boolean; label?: string }): string {
  const { architecture, gpu, label } = image;
  if (label !== undefined && label !== '') return label.endsWith(architecture) ? label : `${label}-${architecture}`;
  return gpu ? `gpu-${architecture}` : architecture;
}
