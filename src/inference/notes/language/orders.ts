/** Words that are meant for a machine and are no medicine: orders to a model, roles, markup, addresses. Not a proof: what is
 * left is checked against the note like everything else. */
const forMachines: readonly RegExp[] = [
  /https?:|www\.|\bmailto:|\bjavascript:|\bdata:[a-z]+\//i,
  /\]\(|<\/?[a-z][a-z0-9]{0,20}(?:\s[^>]*)?>|<!|\{\{|\$\{|```|<\|/i,
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|rule|prompt|above|previous|prior|note|everything)/i,
  /\b(?:system|developer|assistant|user)\s*(?:prompt|message|:)|\bas an ai\b|\blanguage model\b|\bjson\b|\bicd(?:-10)?(?:-cm)? code\b/i,
  /忽略.{0,12}(?:指令|指示|以上|之前|前面|规则)|系统(?:提示|消息|指令)|(?:输出|返回|回答).{0,8}(?:代码|编码|JSON)/i,
  /\b(?:abaikan|lupakan)\b.{0,40}\b(?:arahan|di atas|sebelum|nota|peraturan)|\b(?:mesej|arahan) sistem\b|\bkod icd\b/i,
]

/** The text holds nothing that is written for a machine. */
export const isFreeOfOrders = (text: string): boolean => !forMachines.some(pattern => pattern.test(text))
