import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import Tabs from '@cloudscape-design/components/tabs';
import type { ReactNode } from 'react';
import { useAnswer } from '../../client/use-answer';
import type { AnswerOf } from '../../client/types';
import { CommandLine } from '../../shared/command-line';
import { hrefOf, type Route } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { ProblemAlert } from '../../shared/problem-alert';
import { ImageActions } from './action/menu';
import { CopiesTab } from './details/copies-tab';
import { CostTab } from './details/cost';
import { HistoryTab } from './details/history';
import { LineageTab } from './details/lineage-tab';
import { OverviewTab } from './details/overview';
import { PackagesTab } from './details/packages';
import { ProvenanceTab } from './details/provenance';
import { RecipeTab } from './details/recipe';
import { tabCommand, tabOf, tabs, type TabId } from './details/tabs';
import { TestsTab } from './details/tests';
import { UseTab } from './details/use';

type Details = AnswerOf<'showImage'>;

/** One image, with a tab for each question about it. Only the tab that is shown is read. */
export function ImageView({ region, id, query }: { region: string; id: string; query: Route['query'] }) {
  const {
    answer: image,
    problem,
    refresh,
    refreshing,
  } = useAnswer('showImage', { parameters: { id }, query: { region } }, { refreshEvery: 30_000 });
  const tab = tabOf(query);
  const show = (shown: Record<string, string | undefined>): void =>
    navigate(hrefOf('images', [region, id], shown), { replace: true });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<CommandLine words={tabCommand(tab, { ami_id: id, region }, query.from)} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel="Refresh" loading={refreshing} onClick={refresh} />
              <ImageActions images={image ? [image] : []} />
            </SpaceBetween>
          }
        >
          {image?.name ?? id}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {problem && <ProblemAlert problem={problem} retry={refresh} />}
        {image ? (
          <Tabs
            ariaLabel="About the image"
            activeTabId={tab}
            onChange={({ detail }) => show({ tab: detail.activeTabId })}
            tabs={tabs.map(({ id: key, label }) => ({
              id: key,
              label,
              content: key === tab && contentOf(key, image, query.from, (from) => show({ tab: key, from })),
            }))}
          />
        ) : (
          !problem && <Spinner size="large" />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function contentOf(
  tab: TabId,
  image: Details,
  from: string | undefined,
  compare: (from: string | undefined) => void,
): ReactNode {
  switch (tab) {
    case 'overview':
      return <OverviewTab image={image} />;
    case 'lineage':
      return <LineageTab image={image} />;
    case 'copies':
      return <CopiesTab image={image} />;
    case 'packages':
      return <PackagesTab image={image} from={from} onCompare={compare} />;
    case 'tests':
      return <TestsTab image={image} />;
    case 'provenance':
      return <ProvenanceTab image={image} />;
    case 'use':
      return <UseTab image={image} />;
    case 'cost':
      return <CostTab image={image} />;
    case 'history':
      return <HistoryTab image={image} />;
    case 'recipe':
      return <RecipeTab image={image} />;
  }
}
