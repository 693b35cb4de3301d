import { extractiveSummarizer } from '../../src/inference/summarizers/extractive/summarizer.ts'
import { summarizerContract } from './summarizer.contract.ts'

summarizerContract({
  summarizer: extractiveSummarizer,
  notes: {
    en: 'Assessment: The patient has COPD and a lung nodule of 8 mm. Plan: CT in 6 months.',
    zh: '诊断：慢阻肺，左肺下叶结节8mm。计划：6个月后复查胸部CT。',
    ms: 'Penilaian: Pesakit mempunyai asma dan nodul paru-paru 8 mm. Pelan: CT dalam 6 bulan.',
  },
})
