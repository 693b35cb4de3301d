/** A CDA R2 document of these sections, each a title and its narrative block as XML. */
export const smallCda = (
  sections: readonly (readonly [title: string, narrative: string])[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Consultation</title>
<recordTarget><patientRole><patient><name><given>Jo</given><family>Doe</family></name></patient></patientRole></recordTarget>
<component><structuredBody>${sections
  .map(
    ([title, narrative]) =>
      `<component><section><code code="1"/><title>${title}</title><text>${narrative}</text><entry><observation><text>coded only</text></observation></entry></section></component>`,
  )
  .join('\n')}</structuredBody></component></ClinicalDocument>`
