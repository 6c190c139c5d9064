import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PageProps } from '../../shared/navigation/route';
import { Checks } from './checks';
import { Debts } from './debts';
import { Deployment } from './deployment';

/** The health of the deployment: what it is, the checks of its account, and what could not be removed yet. */
export function HealthPage({ route }: PageProps) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Health of the deployment</Header>
      <Deployment />
      <Checks withOk={route.query.ok === 'true'} />
      <Debts />
    </SpaceBetween>
  );
}
