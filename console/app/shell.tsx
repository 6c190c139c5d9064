import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useEffect } from 'react';
import { EmptyState } from '../shared/empty-state';
import { hrefOf, type Route } from '../shared/navigation/route';
import { useRoute } from '../shared/navigation/use-route';
import { ErrorBoundary } from './error-boundary';
import { Messages } from './messages';
import { pages, type Page } from './pages';
import { TopBar } from './top-bar';

/** The frame of all pages: navigation, notifications, breadcrumbs, and the page of the address. */
export function Shell() {
  const route = useRoute();
  const page = route.page === '' ? pages[0] : pages.find(({ id }) => id === route.page);
  useEffect(() => {
    document.title = [route.segments.at(-1), page?.title, 'spawn'].filter(Boolean).join(' – ');
  }, [route, page]);
  return (
    <>
      <div id="top">
        <TopBar />
      </div>
      <AppLayout
        headerSelector="#top"
        // Tables take the whole width; what is read as text does not.
        contentType={route.segments.length === 0 ? 'table' : 'default'}
        toolsHide
        navigation={<Navigation active={page} />}
        breadcrumbs={page && <Trail page={page} route={route} />}
        notifications={<Messages />}
        stickyNotifications
        content={
          <ErrorBoundary address={JSON.stringify(route)}>
            {page === undefined ? (
              <EmptyState title={`The console has no page '${route.page}'`}>Choose one in the navigation.</EmptyState>
            ) : (
              <page.component route={route} />
            )}
          </ErrorBoundary>
        }
      />
    </>
  );
}

function Navigation({ active }: { active: Page | undefined }) {
  return (
    <SideNavigation
      activeHref={active && hrefOf(active.id)}
      header={{ text: 'Console', href: '#/' }}
      items={pages.map(({ id, title }) => ({ type: 'link', text: title, href: hrefOf(id) }))}
    />
  );
}

function Trail({ page, route: { segments } }: { page: Page; route: Route }) {
  const last = segments.at(-1);
  return (
    <BreadcrumbGroup
      ariaLabel="Breadcrumbs"
      items={[
        { text: 'spawn', href: '#/' },
        { text: page.title, href: hrefOf(page.id) },
        ...(last === undefined ? [] : [{ text: last === 'new' ? 'New' : last, href: hrefOf(page.id, segments) }]),
      ]}
    />
  );
}
