import { useState } from 'react';
import { mailPrograms } from '#shared/mail-programs.js';
import { call } from '../messaging/call.js';
import { moved, type PageCheck } from '../messaging/page-check.js';
import type { Answer } from '../messaging/protocol.js';
import { PageCheckNote } from './PageCheckNote.js';
import { slipWords } from './words.js';

/** The toolbar's pop-up: who is signed in, what has not left this computer, and what became of the latest mails. */
export function Popup({ first, pageCheck }: { first: Answer<'readStatus'>; pageCheck: PageCheck | null }) {
  const [status, setStatus] = useState(first);
  const { signedInAs, waiting, recent } = status;
  const leave = async () => {
    await call('signOut', null);
    setStatus(await call('readStatus', null));
  };
  return (
    <main className="panel popup">
      <header className="head">
        <h1>Lumina</h1>
        <span className="status">{waiting === 0 ? 'All saved' : `${waiting} to be synced`}</span>
      </header>
      {recent.map((send) => (
        <section className="slip" key={send.key} data-tone={slipWords(send, Date.now()).tone}>
          <p className="whom" title={`${send.to}: ${send.subject}`}>
            {send.to} · {send.subject || 'no subject'}
          </p>
          <span className="slip-status">{slipWords(send, Date.now()).text}</span>
        </section>
      ))}
      {pageCheck && moved(pageCheck).length > 0 && <PageCheckNote check={pageCheck} />}
      {recent.length === 0 && <p className="note">No mail sent with Lumina from this computer yet.</p>}
      <footer className="send">
        {signedInAs ? (
          <>
            <span className="reason who" title={signedInAs}>
              {signedInAs}
            </span>
            <button type="button" onClick={() => void leave()}>
              Sign out
            </button>
          </>
        ) : (
          (['gmail', 'outlook'] as const).map((webmail) => (
            <button
              key={webmail}
              type="button"
              onClick={() => void call('signIn', { mailbox: '', webmail, connect: false })}
            >
              Sign in with {mailPrograms[webmail].account}
            </button>
          ))
        )}
      </footer>
    </main>
  );
}
