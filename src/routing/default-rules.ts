/**
 * The rules in force where no rules.yaml is configured: adult chest CT, thin enough for the built-in detector, to every
 * configured target (none: Hilum's own store).
 *
 * Three conditions ask first whether the fact is known at all. Public and research CTs have their age removed, and
 * `not: { fact: patientAgeYears, atMost: 17 }` would be unknown of them, which does not match; asking `exists: false` or
 * an adult's age refuses a known child and still takes a patient whose age nobody told. Thickness likewise: Slice
 * Thickness may be empty (type 2), the spacing measured along the normal may not.
 */
export const defaultRulesText = (targets: readonly string[]): string => `version: 1
rules:
  - name: chest-ct-nodules
    when:
      all:
        - { attribute: Modality, equals: CT }
        - { fact: bodyRegion, equals: chest }
        - { fact: orientation, equals: axial }
        - { fact: sliceCount, atLeast: 8 }
        - { fact: sliceSpacingMm, atMost: 5 }
        - any:
            - { fact: sliceThicknessMm, exists: false }
            - { fact: sliceThicknessMm, atMost: 5 }
        - any:
            - { fact: isLocalizer, exists: false }
            - { fact: isLocalizer, equals: false }
        - any:
            - { fact: patientAgeYears, exists: false }
            - { fact: patientAgeYears, atLeast: 18 }
        - not: { attribute: SeriesDescription, matches: 'scout|topogram|locali[sz]er|surview|\\bmip\\b|minip' }
    do:
      detect: { detector: built-in }
      summarize: { languages: [en] }
      priority: routine
      outputs: [nodule-sr]
      deliver: { to: [${targets.join(', ')}] }
`
