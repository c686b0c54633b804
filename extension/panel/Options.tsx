import { type FormEvent, useState } from 'react';
import browser from 'webextension-polyfill';
import { call } from '../messaging/call.js';
import type { PageCheck } from '../messaging/page-check.js';
import { PageCheckNote } from './PageCheckNote.js';

/** Where this rep's Lumina API is. Access is asked for that one host, at the moment it is needed. */
export function Options({ first, pageCheck }: { first: string; pageCheck: PageCheck | null }) {
  const [address, setAddress] = useState(first);
  const [said, setSaid] = useState('');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() === '') {
      await leaveApi();
      await browser.storage.local.remove('apiUrl');
      return setSaid('Saved. Lumina uses the address it was built with.');
    }
    const origin = originOf(address);
    if (!origin) return setSaid('Write an address such as https://lumina.example.com');
    const granted = await browser.permissions.request({ origins: [`${origin}/*`] });
    if (!granted) return setSaid('Not saved: without access to that host Lumina cannot reach it.');
    if (origin !== first) await leaveApi();
    await browser.storage.local.set({ apiUrl: origin });
    setSaid('Saved');
  };
  return (
    <main className="panel options">
      <h1>Lumina options</h1>
      <form onSubmit={(event) => void save(event)}>
        <label>
          Address of your Lumina API
          <input
            value={address}
            placeholder="http://127.0.0.1:4600"
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <button type="submit" className="primary">
          Save
        </button>
        <span role="status">{said}</span>
      </form>
      {pageCheck && <PageCheckNote check={pageCheck} />}
    </main>
  );
}

/** A sign-in is good at the API that gave it, and no other may see its tokens. */
const leaveApi = () => call('signOut', null);

/** Plain HTTP is for a set-up on this very machine only: the sign-in's tokens travel there. */
function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, origin } = new URL(address);
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost';
  return protocol === 'https:' || (protocol === 'http:' && isLocal) ? origin : null;
}
