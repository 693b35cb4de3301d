import { defineConfig } from 'drizzle-kit'

/** `npm run migration -- --name what_it_does` writes the next file of migrations/ from the schema. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/storage/schema.ts',
  out: './migrations',
})
