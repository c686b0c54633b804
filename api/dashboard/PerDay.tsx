import { CartesianGrid, LabelList, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { DayNumbers } from '#shared/overview.js';
import { DayTable } from './DayTable.js';
import { DAYS } from './overview-feed.js';
import { dayName } from './words.js';

/** Two lines, told apart by dash and by name as well as by colour. The table below says the same in words. */
export function PerDay({ days }: { days: DayNumbers[] }) {
  const isEmpty = days.every(({ sent, replied }) => sent + replied === 0);
  return (
    <section aria-labelledby="per-day">
      <h2 id="per-day">Sent and replied, by day</h2>
      <div className="chart" aria-hidden={isEmpty ? undefined : true}>
        {isEmpty ? <p className="empty">No mail sent in these {DAYS} days.</p> : <Chart days={days} />}
      </div>
      {!isEmpty && <DayTable days={days} />}
    </section>
  );
}

function Chart({ days }: { days: DayNumbers[] }) {
  const last = days.length - 1;
  // The name stands at the line's end; where both ends meet, one goes above and one below.
  const labelAt = (name: string, dy: number) => (
    <LabelList
      dataKey={name.toLowerCase()}
      content={({ x, y, index }) =>
        index === last ? (
          <text x={Number(x) + 8} y={Number(y) + dy} className={`name ${name.toLowerCase()}`}>
            {name}
          </text>
        ) : null
      }
    />
  );
  const end = days[last];
  const areClose =
    end !== undefined && Math.abs(end.sent - end.replied) <= Math.max(...days.map((day) => day.sent)) / 8;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={days} margin={{ top: 12, right: 64, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => dayName(day)}
          tick={{ fill: 'var(--soft)', fontSize: 12 }}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={40}
        />
        <YAxis
          width={32}
          allowDecimals={false}
          domain={[0, (most: number) => Math.max(most, 4)]}
          tick={{ fill: 'var(--soft)', fontSize: 12 }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(day) => dayName(String(day))}
          contentStyle={{ background: 'var(--paper)', border: '1px solid var(--line)', borderRadius: 8 }}
          itemStyle={{ color: 'var(--ink)' }}
        />
        <Line dataKey="sent" name="Sent" stroke="var(--ink)" strokeWidth={2} dot={false} isAnimationActive={false}>
          {labelAt('Sent', areClose ? -2 : 4)}
        </Line>
        <Line
          dataKey="replied"
          name="Replied"
          stroke="var(--green)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={false}
          isAnimationActive={false}
        >
          {labelAt('Replied', areClose ? 14 : 4)}
        </Line>
      </LineChart>
    </ResponsiveContainer>
  );
}
