import type { ComponentType } from 'react';
import { BuildsPage } from '../pages/builds/page';
import { CleanupPage } from '../pages/cleanup/page';
import { CostsPage } from '../pages/costs/page';
import { HealthPage } from '../pages/health/page';
import { ImagesPage } from '../pages/images/page';
import { InstancesPage } from '../pages/instances/page';
import { NightsPage } from '../pages/nights/page';
import { StacksPage } from '../pages/stacks/page';
import type { PageProps } from '../shared/navigation/route';

/** A page of the console. */
export interface Page {
  /** The first part of its address: `#/images`. */
  id: string;
  title: string;
  component: ComponentType<PageProps>;
}

/** The pages, in the order of the navigation. The first one is shown at the start. */
export const pages: readonly Page[] = [
  { id: 'images', title: 'Images', component: ImagesPage },
  { id: 'stacks', title: 'Stacks', component: StacksPage },
  { id: 'builds', title: 'Builds', component: BuildsPage },
  { id: 'instances', title: 'Instances', component: InstancesPage },
  { id: 'cleanup', title: 'Cleanup', component: CleanupPage },
  { id: 'costs', title: 'Costs', component: CostsPage },
  { id: 'nights', title: 'Nights', component: NightsPage },
  { id: 'health', title: 'Health of the deployment', component: HealthPage },
];
