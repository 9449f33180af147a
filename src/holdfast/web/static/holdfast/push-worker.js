// Runs when the browser is woken. It shows the neutral words it was sent, and a tap opens the page they lead to.
'use strict';

self.addEventListener('push', (event) => {
  let told = {}
  try { told = event.data ? event.data.json() : {} } catch (error) { told = {} }
  const path = typeof told.path === 'string' && /^\/[^/\\]/.test(told.path) ? told.path : '/messages/'
  const words = typeof told.words === 'string' ? told.words : 'Holdfast'
  // The same tag for the same message: what is sent twice is shown once.
  event.waitUntil(self.registration.showNotification('Holdfast', { body: words, tag: path, data: { path } }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(event.notification.data.path, self.location.origin).href
  event.waitUntil(self.clients.openWindow(url))
})
