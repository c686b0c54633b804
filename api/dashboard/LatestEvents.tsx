import type { LatestEvent } from '#shared/overview.js';
import { sentence, timeOf } from './words.js';

export function LatestEvents({ latest }: { latest: LatestEvent[] }) {
  const now = new Date();
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">What just happened</h2>
      {latest.length === 0 && <p className="empty">The first mail a rep sends will stand here.</p>}
      <ol className="latest">
        {latest.map((event) => (
          <li key={event.id} data-testid="latest-event" className={event.type.replace('.', '-')}>
            <time dateTime={event.at}>{timeOf(new Date(event.at), now)}</time>
            <span title={sentence(event)}>{sentence(event)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
