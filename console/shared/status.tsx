import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ImageAnswer } from '../client/types';
import { healthOfImage, statusOfImage, statusOfRun, type Status } from './status-of';

function Indicator({ type, text }: Status) {
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** Shows the state of an image. */
export function StatusOfImage({ image }: { image: ImageAnswer }) {
  return <Indicator {...statusOfImage(image)} />;
}

/** Shows the recorded health of an image. */
export function HealthOfImage({ image }: { image: Pick<ImageAnswer, 'health'> }) {
  return <Indicator {...healthOfImage(image)} />;
}

/** Shows the state of a build or an operation. */
export function StatusOfRun({ run }: { run: Parameters<typeof statusOfRun>[0] }) {
  return <Indicator {...statusOfRun(run)} />;
}
