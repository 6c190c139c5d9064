import { failedWith } from '../run/evidence';
import { codeOf } from '../run/session';
import { confirmed, counted, notAsked, refuted, type Question } from './form';

const small = 10;

/** Whether a new account with few concurrent executions is enough. */
export const concurrency: Question = {
  id: 'new-account-concurrency',
  asks: `Do three builds at once end well where Lambda runs ${small} functions at a time?`,
  how: 'The quota of concurrent executions is read; the builds run at the same time as far as vCPUs allow.',
  answers: {
    confirmed: `Three builds or more at a time ended well under a quota of ${small}.`,
    refuted: 'A build ended as FunctionFailed.',
  },
  notLocally: 'its quota is a thousand',
  async act(session, { builds }) {
    const failed = failedWith(builds, /^FunctionFailed$/);
    if (failed.length > 0) return refuted(`${counted(failed.length, 'build')} ended as FunctionFailed`);
    let quota: number;
    try {
      const { Quota } = await session.call('servicequotas', 'GetServiceQuota', session.region, {
        ServiceCode: 'lambda',
        QuotaCode: 'L-B99A9384',
      });
      quota = Number(Quota.Value);
    } catch (error) {
      return notAsked(`the quota of concurrent executions could not be read: ${codeOf(error)}`);
    }
    const together = Math.max(
      0,
      ...builds.filter(({ run }) => run.status === 'succeeded').map(({ parallel }) => parallel),
    );
    const said = `${counted(together, 'build')} at a time under a quota of ${quota} executions`;
    return quota <= small && together >= 3 ? confirmed(said) : notAsked(said);
  },
};
