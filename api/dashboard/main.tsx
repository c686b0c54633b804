import '#shared/without-eval.js';
import { createRoot } from 'react-dom/client';
import { createApiClient } from '#shared/api-client.js';
import { Dashboard } from './Dashboard.js';
import './style.css';

/** The cookie of the sign-in goes along by itself; the page never sees it. */
const call = createApiClient((path, init) => fetch(path, { ...init, credentials: 'same-origin' }));

const root = document.getElementById('root');
if (root) createRoot(root).render(<Dashboard call={call} />);
