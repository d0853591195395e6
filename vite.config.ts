import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The dashboard, as the Worker's static assets: its page lies at their root, as the platform answers every
 * address below `/dashboard` with it that is no file; see `[assets]` in wrangler.toml.
 */
export default defineConfig({
  root: 'src/dashboard',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    assetsDir: 'dashboard/assets',
    target: 'es2024',
    // The first that know light-dark(): what would stand in for it minds no attribute of the page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
});
