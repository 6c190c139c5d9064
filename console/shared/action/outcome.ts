import type { Notification } from '../notifications';

interface Loose {
  build_id?: string;
  cleanup_id?: string;
  changed?: boolean;
  complete?: boolean;
  warnings?: readonly string[];
  failed?: readonly { ami_id: string; region: string; message: string }[];
  results?: readonly { region: string; error?: { message: string } }[];
  regions?: readonly { region?: string; status?: string; message?: string }[];
}

/**
 * Returns what to tell after an action on an image: what runs now, that nothing had to change, or that it is done; as a
 * warning with each sentence if the answer warns or a region or copy failed.
 */
export function outcomeOf(label: string, name: string, answer: unknown): Omit<Notification, 'id'> {
  const { build_id, cleanup_id, changed, warnings = [], failed = [], results = [], regions = [] } = answer as Loose;
  const troubles = [
    ...warnings,
    ...failed.map(({ ami_id, region, message }) => `${ami_id} in ${region}: ${message}`),
    ...results.flatMap(({ region, error }) => (error ? [`${region}: ${error.message}`] : [])),
    ...regions.flatMap(({ region, status, message }) =>
      status === 'failed' ? [`${region}: ${message ?? status}`] : [],
    ),
  ];
  const what =
    cleanup_id !== undefined
      ? `started as cleanup ${cleanup_id}`
      : build_id !== undefined
        ? `started as ${build_id}`
        : changed === false
          ? 'nothing had to change'
          : 'done';
  return {
    type: troubles.length > 0 ? 'warning' : changed === false ? 'info' : 'success',
    header: `${label} ${name}: ${what}`,
    content: troubles.length > 0 ? troubles.join('. ') : undefined,
  };
}
