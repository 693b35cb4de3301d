/** What a person sees before the first study: how to get one here. */
export const EmptyState = ({ publicUrl }: { readonly publicUrl: string }) => (
  <section class="card">
    <h2>No study has come yet</h2>
    <p>
      Three ways to bring one. Studies that are chest CTs are analysed; their results wait here and at{' '}
      <code>{`${publicUrl}/dicom-web`}</code>.
    </p>
    <h3>Try it with a synthetic chest CT</h3>
    <pre>
      <code>npm run demo -- --keep</code>
    </pre>
    <h3>Let Orthanc send its studies (DICOMweb plugin)</h3>
    <p>
      Add this to the configuration of Orthanc, then send with <code>POST /dicom-web/servers/hilum/stow</code>{' '}
      or from its Explorer:
    </p>
    <pre>
      <code>{`"DicomWeb": { "Servers": { "hilum": { "Url": "${publicUrl}/dicom-web/" } } }`}</code>
    </pre>
    <h3>Let Hilum fetch from Orthanc and send results back</h3>
    <p>
      In <code>hilum.yaml</code>:
    </p>
    <pre>
      <code>{`sources:
  - name: orthanc
    dicomweb: http://localhost:8042/dicom-web
    orthanc: http://localhost:8042
targets:
  - name: orthanc
    dicomweb: http://localhost:8042/dicom-web
    acknowledgeResearchUse: true`}</code>
    </pre>
    <p class="soft">
      <code>hilum doctor</code> says what is missing.
    </p>
  </section>
)
