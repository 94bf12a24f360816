import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiProblem } from './api/problem.ts';
import { colorSchemes } from './color-scheme.ts';
import { router } from './router.tsx';
import { theme } from './theme.ts';

/** A session that ended is found by whatever was asked next: then the session is read again, and sign-in is shown. */
function onProblem(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401) {
    void client.invalidateQueries({ queryKey: ['session'] });
  }
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => query.queryKey[0] !== 'session' && onProblem(error),
  }),
  mutationCache: new MutationCache({ onError: onProblem }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Waiting helps when the hub restarts, not when it refused.
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
    },
  },
});

/** Everything the console needs around its screens. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
