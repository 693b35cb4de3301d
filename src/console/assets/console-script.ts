/**
 * The console's one script, served at /console.js (no inline script: the policy forbids it). Without it everything
 * can be read; with it the page renews itself, buttons answer in place and times are local.
 */
export const consoleScript = `
'use strict'
const renewEveryMs = 3000

const showLocalTimes = root => {
  for (const element of root.querySelectorAll('time[datetime]')) {
    const at = new Date(element.getAttribute('datetime'))
    if (Number.isNaN(at.getTime())) continue
    element.title = at.toISOString()
    element.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
  }
}

const isBusy = live => {
  const chosen = document.getSelection()
  return (chosen && !chosen.isCollapsed) || live.contains(document.activeElement)
}

let last = ''
const renew = async () => {
  const live = document.getElementById('live')
  if (!live || document.hidden || isBusy(live)) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live')
  if (!fresh || fresh.innerHTML === last) return
  last = fresh.innerHTML
  for (const details of live.querySelectorAll('details[id]')) {
    const other = fresh.querySelector('#' + CSS.escape(details.id))
    if (other) other.open = details.open
  }
  showLocalTimes(fresh)
  live.replaceChildren(...fresh.childNodes)
}

document.addEventListener('submit', async event => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-action')) return
  event.preventDefault()
  const button = form.querySelector('button')
  const message = document.getElementById('message')
  button.disabled = true
  const answer = await fetch(form.action, { method: 'POST' }).catch(() => undefined)
  const problem = answer && !answer.ok ? await answer.json().catch(() => ({})) : {}
  message.textContent = answer && answer.ok
    ? form.dataset.action
    : 'Not done: ' + (problem.detail || problem.code || 'the service does not answer')
  button.disabled = false
  button.blur()
  await renew().catch(() => undefined)
})

showLocalTimes(document)
setInterval(() => renew().catch(() => undefined), renewEveryMs)
`.trimStart()
