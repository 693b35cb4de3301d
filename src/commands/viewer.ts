import type { Command } from 'commander'
import { toHilumError } from '../base/errors.ts'
import type { ViewerWish } from '../compose/viewer/install-viewer.ts'
import type { ViewerBuild } from '../storage/viewer/viewer-builds.ts'
import type { CommandContext } from './context.ts'

/** What the viewer command stands on. */
export interface ViewerCommandDeps extends Pick<CommandContext, 'print' | 'tell' | 'exitWith'> {
  install(wish: ViewerWish): Promise<ViewerBuild>
}

/** `hilum viewer install`. Exit 1 where it does not come; what was installed before stays in use. */
export const registerViewer = (program: Command, deps: ViewerCommandDeps): void => {
  program
    .command('viewer')
    .description('the OHIF viewer that the service shows at /viewer')
    .command('install')
    .description('brings the published OHIF build from the npm registry into the data folder')
    .option('--version <version>', 'another version of @ohif/app than the one that results were tried in')
    .option('--from <file>', 'a package that was fetched elsewhere with npm pack, for sites without internet')
    .option('--json', 'print one JSON object')
    .action(async ({ json, ...wish }: ViewerWish & { readonly json?: boolean }) => {
      try {
        const { version, integrity } = await deps.install(wish)
        deps.print(
          json
            ? JSON.stringify({ version, integrity })
            : `OHIF ${version} is at /viewer (${integrity.slice(0, 24)}...)`,
        )
      } catch (thrown) {
        const { code, detail, operator } = toHilumError(thrown)
        if (!code.startsWith('VIEWER_')) throw thrown
        if (json) deps.print(JSON.stringify({ code, detail }))
        deps.tell(`${code}: ${detail}\n${operator}`)
        deps.exitWith(1)
      }
    })
}
