import '#shared/without-eval.js';
import { createRoot } from 'react-dom/client';
import browser from 'webextension-polyfill';
import { readPageCheck } from '../../messaging/page-check.js';
import { Options } from '../../panel/Options.js';
import '../../panel/style.css';

const root = document.getElementById('root');
const { apiUrl } = (await browser.storage.local.get('apiUrl')) as { apiUrl?: string };
const pageCheck = await readPageCheck();
if (root) createRoot(root).render(<Options first={apiUrl ?? ''} pageCheck={pageCheck} />);
