import type { Machine, Page } from '../../../src/api/types.ts';
import { type Resource, useResource } from '../api/resource.ts';

/** Every machine that is enrolled. */
export function useMachines(): Resource<readonly Machine[]> & { readonly reload: () => void } {
  const page = useResource<Page<Machine>>('/api/v1/machines');
  return page.state === 'ready' ? { ...page, value: page.value.items } : page;
}
