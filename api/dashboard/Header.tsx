export function Header({ organisation, isLive }: { organisation: string; isLive: boolean }) {
  return (
    <header>
      <h1 title={organisation}>{organisation}</h1>
      <p role="status" className={isLive ? 'live' : 'live lost'} data-testid="live-state">
        <span className="dot" aria-hidden="true" />
        {isLive ? 'Live' : 'Reconnecting…'}
      </p>
    </header>
  );
}
