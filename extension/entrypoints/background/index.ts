import '#shared/without-eval.js';
import '@inboxsdk/core/background.js';
import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../../background/background.js';

export default defineBackground({ type: 'module', main: startBackground });
