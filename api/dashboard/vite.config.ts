import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/dashboard/',
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    // Everything is a file of our own: the page's policy lets nothing else run.
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 800,
  },
});
