import type { Finding } from '../../inference/finding.ts'

/** OHIF's name of the tool that redraws the group when it is hydrated; a suffix is allowed, another prefix is not. */
const hydratingTool = 'Cornerstone3DTools@^0.1.0:Bidirectional'

/** Tracking Identifier of a nodule, the same in every object that marks it (PS3.16 TID 1500, PS3.3 C.8.20.4). */
export const trackingIdentifier = ({ id }: Pick<Finding, 'id'>): string => `${hydratingTool}:Nodule ${id}`
