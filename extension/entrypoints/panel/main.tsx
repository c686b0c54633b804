import { createRoot } from 'react-dom/client';
import { App } from '../../panel/App.js';
import { startPanel } from '../../panel/start.js';
import '../../panel/style.css';

const root = document.getElementById('root');
const panel = await startPanel(() => document.querySelector<HTMLElement>('[data-testid=panel]')?.focus());
if (root) createRoot(root).render(<App panel={panel} />);
