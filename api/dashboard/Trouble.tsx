import type { ReactNode } from 'react';

/** A page that has nothing to show: what is the matter, and the one thing to do. */
export function Trouble({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="trouble">
      <h1>{title}</h1>
      {children}
    </main>
  );
}
