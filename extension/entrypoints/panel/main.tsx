import '#shared/without-eval.js';
import { createRoot } from 'react-dom/client';
import { App } from '../../panel/App.js';
import { startPanel } from '../../panel/start.js';
import '../../panel/style.css';

const root = document.getElementById('root');
const takeFocus = () => {
  window.focus();
  document.querySelector<HTMLElement>('[data-testid=panel]')?.focus();
};
// After the next drawing: on the first opening there is nothing yet to focus.
const panel = await startPanel(() => requestAnimationFrame(takeFocus));
if (root) createRoot(root).render(<App panel={panel} />);
