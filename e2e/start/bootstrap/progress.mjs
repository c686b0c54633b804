const isTerminal = process.stdout.isTTY === true && !process.env.CI;

/** Says that `what` is going on until `promise` settles, and then how long it took. On a terminal in one line that counts. */
export async function working(what, promise) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(isTerminal ? 0 : 1);
  if (!isTerminal) console.log(`  ${what} …`);
  const timer = setInterval(
    () =>
      isTerminal
        ? process.stdout.write(`\r  ${what} … ${seconds()} s`)
        : console.log(`  … still at it after ${seconds()} s`),
    isTerminal ? 200 : 15_000,
  );
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
    if (isTerminal) console.log(`\r  ${what}: ${took}   `);
    else console.log(`  ${what}: ${took}`);
  }
}
