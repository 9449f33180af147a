// Passkeys: a form marked `data-passkey` works where the browser knows passkeys, and sends what the passkey says; one
// that was hidden is shown then. One that is not hidden says so where the browser does not (`data-passkey-none`).
// `login` asks the server for a challenge first; `get` and `create` find theirs in the page (`#js_data`).
'use strict';
(() => {
  const page = () => JSON.parse(document.getElementById('js_data').textContent)

  async function asked (form) {
    if (form.dataset.passkey === 'login') {
      const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error('no challenge')
      return window.webauthnJSON.get((await answer.json()).request_options)
    }
    if (form.dataset.passkey === 'get') return window.webauthnJSON.get(page().request_options)
    const options = page().creation_options
    const chosen = options.publicKey.authenticatorSelection
    Object.assign(chosen, { residentKey: 'required', requireResidentKey: true, userVerification: 'required' })
    return window.webauthnJSON.create(options)
  }

  function ready (form) {
    const failed = form.querySelector('[data-passkey-failed]')
    form.hidden = false
    form.querySelectorAll('button[disabled]').forEach((button) => { button.disabled = false })
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      failed.hidden = true
      try {
        form.elements.credential.value = JSON.stringify(await asked(form))
        form.submit()
      } catch (error) {
        failed.hidden = false
      }
    })
  }

  if (window.PublicKeyCredential && window.webauthnJSON) {
    document.querySelectorAll('form[data-passkey]').forEach(ready)
  } else {
    document.querySelectorAll('[data-passkey-none]').forEach((words) => { words.hidden = false })
  }
})()
