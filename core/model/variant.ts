import type { Architecture } from './image';

/**
 * The variant of an image: what else sets two images of one version apart. With a label `<label>-<architecture>`,
 * such as `cuda12-x86_64`; without one `gpu-x86_64` or `x86_64`. A label that names the architecture stays as it is.
 */
export function variantOf(image: { architecture: Architecture; gpu: boolean; label?: string }): string {
  const { architecture, gpu, label } = image;
  if (label !== undefined && label !== '') return label.endsWith(architecture) ? label : `${label}-${architecture}`;
  return gpu ? `gpu-${architecture}` : architecture;
}
