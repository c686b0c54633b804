import { useEffect, useState } from 'react';
import type { ApiClient } from '#shared/api-client.js';
import { Header } from './Header.js';
import { LatestEvents } from './LatestEvents.js';
import { followOverview, type Showing } from './overview-feed.js';
import { PerDay } from './PerDay.js';
import { SignIn } from './SignIn.js';
import { Skeleton } from './Skeleton.js';
import { Totals } from './Totals.js';
import { Trouble } from './Trouble.js';

export function Dashboard({ call }: { call: ApiClient }) {
  const [showing, setShowing] = useState<Showing>({ at: 'loading' });
  useEffect(() => {
    const end = new AbortController();
    void followOverview(call, setShowing, end.signal);
    return () => end.abort();
  }, [call]);
  return <Page showing={showing} />;
}

/** Reads from top to bottom like a letter: what happened, is it working, what just happened. */
export function Page({ showing }: { showing: Showing }) {
  switch (showing.at) {
    case 'loading':
      return <Skeleton />;
    case 'signedOut':
      return (
        <Trouble title="Sign in to see how your team's mail is doing">
          <SignIn ways={showing.ways} />
        </Trouble>
      );
    case 'notAdmin':
      return (
        <Trouble title="These numbers are for admins of your organisation">
          <p>Your own mails and their replies are in the panel beside your compose. An admin can sign in here:</p>
          <SignIn ways={showing.ways} />
        </Trouble>
      );
    case 'unreachable':
      return (
        <Trouble title="Lumina cannot be reached just now">
          <p role="status">Nothing is lost. This page tries again by itself.</p>
        </Trouble>
      );
    case 'shown': {
      const { overview, isLive } = showing;
      return (
        <main>
          <Header organisation={overview.organisation} isLive={isLive} />
          <PerDay days={overview.days} />
          <Totals totals={overview.totals} />
          <LatestEvents latest={overview.latest} />
        </main>
      );
    }
  }
}
