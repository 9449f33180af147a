// Alerts in this browser: a form marked `data-push-key` is shown where the browser can be woken, and is sent with what
// the browser says of itself. Without script there are emails and the page itself.
'use strict';
(() => {
  const form = document.querySelector('form[data-push-key]')
  if (!form || !('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return
  const say = (name) => form.querySelectorAll('[data-push-says]').forEach((each) => { each.hidden = each.dataset.pushSays !== name })
  const button = form.querySelector('button')

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
  }

  async function subscribed () {
    const worker = await navigator.serviceWorker.register('/push-worker.js', { scope: '/' })
    await navigator.serviceWorker.ready
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.pushKey) }
    try {
      return await worker.pushManager.subscribe(options)
    } catch (error) {
      // Under another key of ours, from before: ended, and asked for anew.
      const old = await worker.pushManager.getSubscription()
      if (!old) throw error
      await old.unsubscribe()
      return worker.pushManager.subscribe(options)
    }
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    say('asking')
    try {
      if (await Notification.requestPermission() !== 'granted') { say('refused'); return }
      const told = (await subscribed()).toJSON()
      form.elements.endpoint.value = told.endpoint
      form.elements.p256dh.value = told.keys.p256dh
      form.elements.auth.value = told.keys.auth
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) })
      if (!answer.ok) { say('failed'); return }
      location.reload()
    } catch (error) {
      say('failed')
    } finally {
      button.disabled = false
    }
  })

  form.hidden = false
  document.querySelectorAll('[data-push-without]').forEach((each) => { each.hidden = true })
})()
