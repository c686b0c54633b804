import { createRoot } from 'react-dom/client';
import type { Acts } from '../../panel/acts.js';
import { states } from '../../panel/gallery.js';
import { PanelView } from '../../panel/PanelView.js';
import '../../panel/style.css';

const nothing = async () => {};
const acts: Acts = {
  ask: nothing,
  accept: nothing,
  skip: () => {},
  dismiss: () => {},
  next: () => {},
  send: nothing,
  takeBack: nothing,
  settle: nothing,
  putAway: nothing,
  signIn: nothing,
  dropVersion: () => {},
  takeVersion: nothing,
  leave: () => {},
};

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <div
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 24,
        padding: 24,
        background: 'color-mix(in srgb, var(--ink) 8%, var(--paper))',
      }}
    >
      {Object.entries(states(Date.now())).map(([name, state]) => (
        <figure key={name} style={{ width: 344, margin: 0 }}>
          <figcaption style={{ color: 'var(--soft)', marginBottom: 4 }}>{name}</figcaption>
          <div
            style={{
              background: 'var(--paper)',
              borderRadius: 8,
              boxShadow: '0 0 0 1px rgb(0 0 0/.12), 0 8px 24px rgb(0 0 0/.18)',
            }}
          >
            <PanelView state={state} acts={acts} />
          </div>
        </figure>
      ))}
    </div>,
  );
