// Lets Node run these TypeScript sources as they stand (it strips the types itself): a relative './x.js' means './x.ts', as it
// does for tsc, and '#shared/x.js' is found through the condition "source". For `npm test`, which has to work, and to say
// what is wrong, when the sources do not compile. The product itself runs from dist/.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  resolve(specifier, context, next) {
    const conditions = [...context.conditions, 'source'];
    if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !context.parentURL?.startsWith('file:')) {
      return next(specifier, { ...context, conditions });
    }
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(fileURLToPath(source)) ? source.href : specifier, { ...context, conditions });
  },
});
