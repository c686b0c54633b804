/** The page's own shape, so that nothing jumps when the numbers come. */
export function Skeleton() {
  return (
    <main aria-busy="true">
      <header>
        <h1 className="blank">Your organisation</h1>
        <p role="status" className="live">
          Reading the numbers…
        </p>
      </header>
      <section aria-hidden="true">
        <h2 className="blank">Sent and replied</h2>
        <div className="chart blank" />
      </section>
      <section aria-hidden="true">
        <div className="totals">
          {['Sent', 'Replied', 'Bounced'].map((name) => (
            <div key={name} className="blank">
              <p>{name}</p>
              <p className="number">0</p>
              <p className="small">of 0 mails</p>
            </div>
          ))}
        </div>
      </section>
    </main>
  );
}
