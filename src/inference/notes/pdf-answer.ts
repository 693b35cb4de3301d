/** Pages of a document at most. */
export const mostPages = 200

/** What the reading thread says. `why` is ours: no word of the document or of the library is in it. */
export type PdfAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string }
