import type { Overview } from '#shared/overview.js';
import { DAYS } from './overview-feed.js';
import { percent, rate } from './rate.js';

export function Totals({ totals: { sent, replied, bounced } }: { totals: Overview['totals'] }) {
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">Is it working</h2>
      <div className="totals">
        <div>
          <h3>Sent</h3>
          <p className="number" data-testid="total-sent">
            {sent}
          </p>
          <p className="small">in {DAYS} days</p>
        </div>
        <Share name="Replied" part={replied} of={sent} />
        <Share name="Bounced" part={bounced} of={sent} />
      </div>
    </section>
  );
}

/** A number never stands without what it is a part of, and how sure that makes it. */
function Share({ name, part, of }: { name: string; part: number; of: number }) {
  const known = rate(part, of);
  return (
    <div>
      <h3>{name}</h3>
      <p className={known?.isFew ? 'number few' : 'number'} data-testid={`total-${name.toLowerCase()}`}>
        {part}
      </p>
      <p className="small">
        {known
          ? `of ${of} sent: ${percent(known.share)}, likely ${percent(known.low)} to ${percent(known.high)}`
          : 'no mail sent yet'}
      </p>
      {known?.isFew && <p className="small">Too few mails to lean on</p>}
    </div>
  );
}
