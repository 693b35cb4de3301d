import { Layout } from '../parts/layout.tsx'

/** A study that is not, or no longer, here. */
export const MissingPage = ({ version }: { readonly version: string }) => (
  <Layout title="Not here" version={version}>
    <h1>No such study</h1>
    <p>
      It was never here, or its retention is over. <a href="/">All studies</a>
    </p>
  </Layout>
)
