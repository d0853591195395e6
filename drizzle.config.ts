import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema.ts',
  out: './drizzle',
  breakpoints: true,
  dbCredentials: { url: process.env.DATABASE_URL ?? 'postgres://127.0.0.1:5432/burgee' },
});
