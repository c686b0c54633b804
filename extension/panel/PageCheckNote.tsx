import { useState } from 'react';
import { mailPrograms } from '#shared/mail-programs.js';
import { moved, type PageCheck } from '../messaging/page-check.js';

/** Whether the mail page is still as Lumina believes it to be, with a report that holds no word of any mail. */
export function PageCheckNote({ check }: { check: PageCheck }) {
  const [isCopied, setIsCopied] = useState(false);
  const gone = moved(check);
  const { title } = mailPrograms[check.webmail];
  if (gone.length === 0) {
    const when = new Date(check.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
    return <p className="note">{`${title}'s page was as expected on ${when}.`}</p>;
  }
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(check, undefined, 2));
    setIsCopied(true);
  };
  return (
    <section className="sign-in" data-testid="page-check">
      <p>
        {`${title} has changed its page: ${gone.join(', ')} ${gone.length === 1 ? 'is' : 'are'} not where Lumina looks. ` +
          `Your text is safe. Until a new version of Lumina comes, use ${title}'s own Send where the panel asks you to.`}
      </p>
      <button type="button" onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy the report (no mail in it)'}
      </button>
    </section>
  );
}
