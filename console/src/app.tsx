import { useMemo } from 'react';
import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from './api/problem.ts';
import { readAgainWhenBack } from './api/reach.ts';
import { colorSchemes } from './color-scheme.ts';
import { router } from './router.tsx';
import { theme } from './theme.ts';

/**
 * A session that ended, a role that changed and a workspace one was removed from are found by whatever was asked next:
 * then the session is read again, and shows what is left.
 */
function onProblem(error: Error): void {
  if (error instanceof ApiProblem && [401, 403, 404].includes(error.status)) {
    void client.invalidateQueries({ queryKey: ['session'] });
  }
}

const mostTries = 4;
const longestWaitMs = 15_000;

/** How long to wait before a reading is tried again, in milliseconds; null when waiting does not help. */
function waitFor(failures: number, error: Error): number | null {
  const usual = 1_000 * 2 ** failures;
  if (!(error instanceof ApiProblem)) return usual;
  // The hub restarts.
  if (error.status === 0 || error.status >= 500) return failures < 2 ? usual : null;
  if (error.code !== 'rate_limited') return null;
  // A vendor's calls are used up for a moment.
  const asked = Number(error.params['retryAfterMs'] ?? usual);
  return asked <= longestWaitMs ? Math.max(asked, 500) : null;
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => query.queryKey[0] !== 'session' && onProblem(error),
  }),
  mutationCache: new MutationCache({ onError: onProblem }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < mostTries && waitFor(failures, error) !== null,
      retryDelay: (failures, error) => waitFor(failures, error) ?? 0,
    },
  },
});

readAgainWhenBack(client);

/** What the page's policy asks of styles written into it; nothing in development. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
const styleNonce = () => nonce;
// Where the part of Mantine that holds the page still behind a dialog looks for it (npm get-nonce 1.0, read 2026-11).
Object.assign(globalThis, { __webpack_nonce__: nonce });

/** Everything the console needs around its screens. */
export function App() {
  const { t } = useTranslation();
  // A note's cross has no name of its own, and Mantine takes one only here.
  const named = useMemo(() => {
    const defaultProps = { closeButtonProps: { 'aria-label': t('actions/close') } };
    return mergeThemeOverrides(theme, { components: { Notification: { defaultProps } } });
  }, [t]);
  return (
    <MantineProvider
      theme={named}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
