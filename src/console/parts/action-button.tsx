/** A button that asks the API for something; the script answers in place, without it the API's JSON is shown. */
export const ActionButton = ({
  action,
  text,
  done,
}: {
  /** Path under /api. */
  readonly action: string
  readonly text: string
  /** What is said when it was accepted. */
  readonly done: string
}) => (
  <form method="post" action={action} data-action={done}>
    <button type="submit">{text}</button>
  </form>
)
