import { AskBar } from './AskBar.js';
import type { Acts } from './acts.js';
import { GlowLine } from './GlowLine.js';
import { Header } from './Header.js';
import { HunkCard } from './HunkCard.js';
import { SendBar } from './SendBar.js';
import { SignIn } from './SignIn.js';
import { Slip } from './Slip.js';
import { factsOf, focusedIn, hunksOf, isSignedInHere, type PanelState, recipientOf, slipsShown } from './state.js';
import { Versions } from './Versions.js';

/** All a rep sees of the panel, from its state alone. */
export function PanelView({ state, acts }: { state: PanelState; acts: Acts }) {
  const open = focusedIn(state);
  const { view } = state;
  const slips = slipsShown(state).map(({ send, trouble }) => (
    <Slip key={send.key} send={send} trouble={trouble} acts={acts} />
  ));
  if (!open) {
    return (
      <main className="panel docked" data-testid="panel" data-glow="Idle" tabIndex={-1}>
        {slips}
      </main>
    );
  }
  const email = recipientOf(open)?.email.toLowerCase();
  const prospect = email ? (state.prospects[email] ?? null) : null;
  const hunks = hunksOf(open);
  const hunk = hunks[open.at];
  const isSignedIn = isSignedInHere(state);
  return (
    <main
      className="panel"
      data-testid="panel"
      data-glow={open.glow.name}
      data-compose-ready="true"
      aria-label="Lumina"
      tabIndex={-1}
    >
      <Header prospect={prospect} recipient={recipientOf(open)} view={view} isSignedIn={isSignedIn} />
      {view && !isSignedIn && (
        <SignIn mailbox={state.mailbox} webmail={state.webmail} view={view} onSignIn={acts.signIn} />
      )}
      <GlowLine open={open} onNext={acts.next} onDismiss={acts.dismiss} />
      {hunk && (
        <HunkCard
          key={hunk.id}
          hunk={hunk}
          text={open.compose.content.text}
          facts={factsOf(prospect)}
          onAccept={() => void acts.accept([hunk.id])}
          onSkip={() => acts.skip(hunk.id)}
          onAcceptAll={hunks.length > 1 ? () => void acts.accept(hunks.map(({ id }) => id)) : null}
        />
      )}
      {isSignedIn && <AskBar open={open} onAsk={(request) => void acts.ask(request)} />}
      {view?.draft && view.draft.versions.length > 0 && (
        <Versions
          versions={view.draft.versions}
          text={open.compose.content.text}
          onTake={(text) => void acts.takeVersion(text)}
          onDone={acts.dropVersion}
        />
      )}
      {open.trouble && (
        <p className="trouble" role="alert">
          {open.trouble}
        </p>
      )}
      <SendBar open={open} webmail={state.webmail} isSignedIn={isSignedIn} onSend={acts.send} />
      {slips}
    </main>
  );
}
