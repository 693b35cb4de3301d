import { z } from 'zod'

const holds = z.enum(['yes', 'no', 'unknown'])

/** Why a rule's conditions hold or not, as it was kept (routing/condition-tree.ts). */
type Explained =
  | { kind: 'all' | 'any'; holds: z.infer<typeof holds>; of: Explained[] }
  | { kind: 'not'; holds: z.infer<typeof holds>; of: Explained }
  | {
      kind: 'leaf'
      holds: z.infer<typeof holds>
      condition: string
      subject: string
      seen: string | null
      wanted: string
    }

const explained: z.ZodType<Explained> = z.lazy(() =>
  z.union([
    z.object({
      kind: z.literal('leaf'),
      holds,
      condition: z.string(),
      subject: z.string(),
      seen: z.string().nullable(),
      wanted: z.string(),
    }),
    z.object({ kind: z.literal('not'), holds, of: explained }),
    z.object({ kind: z.enum(['all', 'any']), holds, of: z.array(explained) }),
  ]),
)

const decision = z.object({
  series: z.array(
    z.union([
      z.object({ kind: z.literal('asked'), seriesInstanceUid: z.string(), holds, explanation: explained }),
      z.object({ kind: z.literal('passed-over'), seriesInstanceUid: z.string(), reason: z.string() }),
    ]),
  ),
})

const Node = ({ node }: { readonly node: Explained }) => {
  if (node.kind === 'leaf')
    return (
      <li class={node.holds}>
        <strong>{node.subject}</strong> is {node.seen ?? 'unknown or absent'}
        <span class="soft">, wanted {node.wanted}</span>
      </li>
    )
  const children = node.kind === 'not' ? [node.of] : node.of
  const title = node.kind === 'not' ? 'not' : node.kind === 'all' ? 'all of' : 'any of'
  return (
    <li class={node.holds}>
      {title}
      <ul class="tree">
        {children.map(child => (
          <Node node={child} />
        ))}
      </ul>
    </li>
  )
}

/**
 * A rule's reasons, series by series. `names` gives each series a name for people. What cannot be read (written by
 * another version) is said to be so.
 */
export const Explanation = ({
  explanation,
  names,
}: {
  readonly explanation: unknown
  readonly names: ReadonlyMap<string, string>
}) => {
  const read = decision.safeParse(explanation)
  if (!read.success) return <p class="soft">The reasons were kept in a form that this version cannot show.</p>
  if (read.data.series.length === 0) return <p>The study has no series with images to ask about.</p>
  return (
    <ul class="tree">
      {read.data.series.map(one => (
        <li>
          <span class="soft">{names.get(one.seriesInstanceUid) ?? 'a series'}</span>
          {one.kind === 'passed-over' ? (
            <span>: not asked, {one.reason}</span>
          ) : (
            <ul class="tree">
              <Node node={one.explanation} />
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}
