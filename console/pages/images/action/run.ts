import { useState } from 'react';
import { call } from '../../../client/call';
import { Problem, problemFrom } from '../../../client/problem';
import type { ImageAnswer, InputOf, Operation } from '../../../client/types';
import { refreshAll } from '../../../client/use-answer';
import { notify } from '../../../shared/notifications';
import type { Values } from './fields';
import type { ImageAction } from './kit';
import { outcomeOf } from '../../../shared/action/outcome';

/**
 * Returns a function that does an action to images, one after another, and tells the outcome of each. It ends at the
 * first one that fails and returns those that are left, so that they can be tried again.
 */
export function useImageAction(action: ImageAction): {
  run: (images: readonly ImageAnswer[], values: Values) => Promise<readonly ImageAnswer[]>;
  running: boolean;
  problem?: Problem;
} {
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (images: readonly ImageAnswer[], values: Values): Promise<readonly ImageAnswer[]> => {
    setRunning(true);
    setProblem(undefined);
    let left = images;
    try {
      for (const image of images) {
        const answer: unknown = await call(action.operation, action.input(image, values) as InputOf<Operation>);
        notify(outcomeOf(action.label, image.name, answer));
        left = left.slice(1);
      }
    } catch (error) {
      const { message, errorName, status, hint, details } = problemFrom(error);
      const where = images.length > 1 && left[0] !== undefined ? `${left[0].name} in ${left[0].region}: ` : '';
      setProblem(new Problem(`${where}${message}`, errorName, status, hint, details));
    }
    setRunning(false);
    if (left.length < images.length) refreshAll();
    return left;
  };
  return { run, running, problem };
}
