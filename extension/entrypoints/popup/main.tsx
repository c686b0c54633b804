import '#shared/without-eval.js';
import { createRoot } from 'react-dom/client';
import { call } from '../../messaging/call.js';
import { Popup } from '../../panel/Popup.js';
import '../../panel/style.css';

const root = document.getElementById('root');
const status = await call('readStatus', null);
if (root) createRoot(root).render(<Popup first={status} />);
