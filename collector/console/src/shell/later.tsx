import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure, Loading } from '../elements/notice.tsx';

/** A page whose code is fetched when it is first gone to. */
export function later<P extends object>(load: () => Promise<FunctionComponent<P>>, what: string): FunctionComponent<P> {
  let loaded: FunctionComponent<P> | undefined;
  return function Later(props: P) {
    const [, setRound] = useState(0);
    const [hasFailed, setHasFailed] = useState(false);
    const fetchPage = () => {
      setHasFailed(false);
      load().then(
        (page) => {
          loaded = page;
          setRound((round) => round + 1);
        },
        () => setHasFailed(true),
      );
    };
    useEffect(() => {
      if (loaded === undefined) fetchPage();
    }, []);
    if (loaded !== undefined) {
      const Page = loaded;
      return <Page {...props} />;
    }
    return (
      <div class="page">
        {hasFailed ? (
          <Failure
            problem={{
              type: 'about:blank',
              status: 0,
              title: 'This part of the console could not be fetched',
              detail: 'The collector may have been updated since this tab was opened: reload the page.',
            }}
            onRetry={() => location.reload()}
          />
        ) : (
          <Loading what={what} />
        )}
      </div>
    );
  };
}
