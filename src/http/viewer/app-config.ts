/** A DICOMweb service that the viewer may show, at its path on this origin. */
export interface ViewerSource {
  /** Letters, digits, `-` and `_`: it is part of addresses. */
  readonly name: string
  readonly title: string
  readonly path: string
}

const dicomweb = '@ohif/extension-default.dataSourcesModule.dicomweb'

const configurationOf = ({ title, path }: ViewerSource) => ({
  friendlyName: title,
  qidoRoot: path,
  wadoRoot: path,
  imageRendering: 'wadors',
  thumbnailRendering: 'wadors',
  enableStudyLazyLoad: true,
  qidoSupportsIncludeField: true,
  supportsFuzzyMatching: false,
  supportsWildcard: true,
  omitQuotationForMultipartRequest: true,
  bulkDataURI: { enabled: true },
})

/**
 * OHIF's configuration, as a script. DICOMweb at this origin is the only kind of source: one that takes its address from
 * the page's would send a reader's credentials wherever a link says (CVE-2026-12473). Customizations and plug-ins by
 * address stay off. `origin` is filled in by the browser, so that no header decides it.
 */
export const viewerConfig = (sources: readonly ViewerSource[]): string => {
  const config = {
    name: 'Hilum',
    routerBasename: '/viewer',
    extensions: [],
    modes: [],
    customizationService: {},
    showStudyList: true,
    maxNumberOfWebWorkers: 3,
    showLoadingIndicator: true,
    investigationalUseDialog: { option: 'never' },
    defaultDataSourceName: sources[0]!.name,
    dataSources: sources.map(source => ({
      namespace: dicomweb,
      sourceName: source.name,
      configuration: { name: source.name, ...configurationOf(source) },
    })),
  }
  return `window.config = ${scriptJson(config)}
for (const { configuration } of window.config.dataSources)
  for (const root of ['qidoRoot', 'wadoRoot']) configuration[root] = location.origin + configuration[root]
`
}

/** JSON that stays JSON inside a script. */
const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
