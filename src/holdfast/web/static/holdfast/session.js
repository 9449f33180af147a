// Warns before a sign-in ends. The server counts: this asks it how much is left, and never lengthens anything by itself,
// but for somebody who has just been typing: they are at work, and are not interrupted.
'use strict';
(() => {
  const dialog = document.getElementById('session')
  if (!dialog || !dialog.showModal) return
  const form = dialog.querySelector('form')
  const warn = Number(dialog.dataset.warn)
  let end = performance.now() + Number(dialog.dataset.left) * 1000
  let typedAt = -Infinity
  let timer

  const left = () => (end - performance.now()) / 1000
  const take = (seconds) => { end = performance.now() + seconds * 1000; plan() }

  async function ask () {
    const answer = await fetch(dialog.dataset.asks, { headers: { 'HX-Request': 'true' } })
    if (answer.status === 401) return ended()
    if (answer.ok) take((await answer.json()).left)
  }

  async function extend () {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'HX-Request': 'true' } })
    if (answer.status !== 200 || answer.redirected) return ended()
    if (dialog.open) dialog.close()
    take((await answer.json()).left)
  }

  function ended () {
    clearTimeout(timer)
    dialog.querySelector('[data-soon]').hidden = true
    dialog.querySelector('[data-ended]').hidden = false
    dialog.querySelector('[data-extend]').hidden = true
    dialog.querySelector('[data-close]').hidden = false
    if (!dialog.open) dialog.showModal()
  }

  function tick () {
    if (left() <= 0) return ask().catch(plan)
    if (left() > warn) return plan()
    if (performance.now() - typedAt < 60000) return extend().catch(plan)
    if (!dialog.open) dialog.showModal()
    plan()
  }

  function plan () {
    clearTimeout(timer)
    const wait = left() > warn ? left() - warn : Math.min(Math.max(left(), 1), 15)
    timer = setTimeout(tick, wait * 1000 + 50)
  }

  form.addEventListener('submit', (event) => { event.preventDefault(); extend().catch(() => form.submit()) })
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close())
  document.addEventListener('input', () => { typedAt = performance.now() })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask().catch(plan) })
  plan()
})()
