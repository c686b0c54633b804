import type { DayNumbers } from '#shared/overview.js';
import { dayName } from './words.js';

/** The chart's numbers, newest first; days on which nothing happened are left out. */
export function DayTable({ days }: { days: DayNumbers[] }) {
  const eventful = days.filter(({ sent, replied, bounced }) => sent + replied + bounced > 0).toReversed();
  return (
    <details>
      <summary>The same as a table</summary>
      <table>
        <caption>Mails by day (UTC). Days without any are left out.</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Sent</th>
            <th scope="col">Replied</th>
            <th scope="col">Bounced</th>
          </tr>
        </thead>
        <tbody>
          {eventful.map(({ day, sent, replied, bounced }) => (
            <tr key={day}>
              <th scope="row">{dayName(day)}</th>
              <td>{sent}</td>
              <td>{replied}</td>
              <td>{bounced}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
