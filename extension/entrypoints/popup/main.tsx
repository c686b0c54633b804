import '#shared/without-eval.js';
import { createRoot } from 'react-dom/client';
import { call } from '../../messaging/call.js';
import { readPageCheck } from '../../messaging/page-check.js';
import { Popup } from '../../panel/Popup.js';
import '../../panel/style.css';

const root = document.getElementById('root');
const [status, pageCheck] = await Promise.all([call('readStatus', null), readPageCheck()]);
if (root) createRoot(root).render(<Popup first={status} pageCheck={pageCheck} />);
