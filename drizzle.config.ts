import { defineConfig } from 'drizzle-kit';

const url = process.env.DATABASE_URL ?? '';
if (!url && process.argv.includes('migrate')) {
  throw new Error('DATABASE_URL is not set: name the database to migrate, postgres://…');
}

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema.ts',
  out: './drizzle',
  breakpoints: true,
  dbCredentials: { url },
});
