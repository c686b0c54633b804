import type { Comparison, Round } from './server-bench.js';
import { median, spread } from './statistics.js';
import type { Typing } from './typing-bench.js';

export function printServer(comparisons: readonly Comparison[]): void {
  for (const { path, lumina, bare, throughput } of comparisons) {
    console.log(`\n${path}, 16 connections, medians of ${lumina.length} rounds`);
    console.table({ Lumina: row(lumina), 'bare Fastify + pg': row(bare) });
    console.log(`throughput, Lumina over bare in the same round: ${spread(throughput)}`);
  }
}

function row(rounds: readonly Round[]) {
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  return {
    'requests/s': Math.round(middle((round) => round.perSecond)),
    'p50 ms': fixed(middle((round) => round.p50Ms)),
    'p95 ms': fixed(middle((round) => round.p95Ms)),
    'CPU µs/request': Math.round(middle((round) => round.cpuMicrosPerRequest)),
  };
}

export function printTyping({ title, keysPerArm, arms, contentScript }: Typing): void {
  console.log(`\nPer key in ${title}, ${keysPerArm} keys each, blocks of 20 interleaved`);
  console.table(
    Object.fromEntries(
      Object.entries(arms).map(([name, arm]) => [
        name,
        {
          'script ms/key': fixed(arm.scriptMsPerKey, 2),
          'task ms/key': fixed(arm.taskMsPerKey, 2),
          'paint p50 ms': fixed(arm.paintP50Ms),
          'paint p95 ms': fixed(arm.paintP95Ms),
        },
      ]),
    ),
  );
  console.log('The two arms without an extension are the same page in two browsers: their difference is the noise.');
  const { kB, gzippedKB, inboxSdkGzippedKB } = contentScript;
  const parts = inboxSdkGzippedKB > 0 ? `InboxSDK ${fixed(inboxSdkGzippedKB)}, ` : '';
  console.log(
    `The content script weighs ${fixed(kB)} kB, ${fixed(gzippedKB)} kB gzipped: ${parts}ours ${fixed(gzippedKB - inboxSdkGzippedKB)}.`,
  );
}

const fixed = (value: number, digits = 1) => Number(value.toFixed(digits));
