// Updates that arrive by themselves: hears that something changed, and has htmx fetch the page's marked parts again.
//
// A page opts in with one element (templates/pages/live/updates.html):
//   data-updates, data-socket (address of the socket), data-poll (address asked when sockets are blocked),
//   data-seen, data-now (the server's clock), data-lang, data-zone, data-said-* (words, translated by the server)
// and marks parts with hx-get and hx-trigger="changed from:body". What else is marked:
//   data-said     words of a part, announced when they are others after a change
//   data-custody  a button that moves custody: off while not connected
//   data-due      an instant; data-said-five and data-said-one are announced when so many minutes are left
// Nothing here keeps or shows content: it only fetches again what the server drew for this reader.
(() => {
  "use strict";

  const page = document.querySelector("[data-updates]");
  if (!page || !window.htmx) return;

  const POLL = 15_000, QUIET = 45_000, TICK = 5_000, GATHER = 1_000, SLOW = 400;
  const said = page.dataset;
  const clock = { server: Date.parse(said.now), here: performance.now() };
  const now = () => clock.server + performance.now() - clock.here;

  let seen = said.seen, socket = null, failures = 0, heardAt = performance.now(), heardClock = now();
  let isEnded = false, isStale = false, pollTimer = 0, changeTimer = 0;

  // What changed

  function changed() {
    if (!changeTimer) changeTimer = setTimeout(tell, GATHER);
  }

  function tell() {
    changeTimer = 0;
    htmx.trigger(document.body, "changed");
    const parts = document.querySelectorAll("[data-said]");
    if (!parts.length && said.saidChanged) announce(said.saidChanged);
  }

  function heard() {
    heardAt = performance.now();
    heardClock = now();
    if (isStale && !isEnded) stale(false);
  }

  // The socket

  function connect() {
    if (isEnded || !said.socket) return poll();
    const address = new URL(said.socket, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    try { socket = new WebSocket(address); } catch { return closed({ code: 0 }); }
    socket.onopen = () => { failures = 0; heard(); clearTimeout(pollTimer); pollTimer = 0; ask(); };
    socket.onmessage = (message) => {
      heard();
      const told = JSON.parse(message.data);
      if (told.changed || told.refresh) changed();
    };
    socket.onclose = closed;
  }

  function closed(event) {
    socket = null;
    if (event.code === 4404) return away();
    if (event.code === 4401) return ended();
    failures += 1;
    if (!pollTimer) poll();
    const pause = Math.min(1_000 * 2 ** failures, failures > 5 ? 60_000 : 30_000);
    setTimeout(connect, pause * (0.75 + Math.random() / 2));
  }

  // Not theirs to see any more: it goes from the screen as well, and what was typed is given back by the server

  function away() {
    const form = document.getElementById(said.form);
    if (!form) return location.reload();
    const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "_stopped", value: "1" });
    form.append(mark);
    HTMLFormElement.prototype.submit.call(form);
  }

  // Asking, when sockets are blocked

  function poll() {
    clearTimeout(pollTimer);
    if (isEnded) return;
    ask();
    pollTimer = setTimeout(poll, POLL);
  }

  async function ask() {
    if (!said.poll) return;
    const address = new URL(said.poll, location.href);
    address.searchParams.set("seen", seen);
    let answer;
    try {
      answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual", cache: "no-store" });
    } catch { return socket?.readyState === WebSocket.OPEN ? look() : stale(true); }
    // `HX-Request` says that nobody did this: it lengthens no session, and 401 says that the session is over.
    if (answer.status === 404 && said.form) { isEnded = true; return away(); }
    if (answer.type === "opaqueredirect" || [401, 403, 404, 410].includes(answer.status)) return ended();
    if (!answer.ok) return look();
    heard();
    if (answer.status !== 200) return;
    seen = (await answer.json()).seen;
    changed();
  }

  // Not connected

  function look() {
    const isQuiet = performance.now() - heardAt > QUIET;
    if (isQuiet && socket) socket.close();
    if ((isQuiet || !navigator.onLine) && !isStale) stale(true);
  }

  function ended() {
    isEnded = true;
    clearTimeout(pollTimer);
    stale(true);
  }

  function stale(is) {
    if (is && isStale && !isEnded) return;
    isStale = is;
    const shown = page.querySelector("[data-stale]"), words = is ? staleWords() : "";
    if (shown) { shown.hidden = !is; shown.querySelector("[data-words]").textContent = words; }
    document.body.classList.toggle("stale", is);
    announce(is ? words : said.saidBack);
    switchCustody();
  }

  function staleWords() {
    if (isEnded) return said.saidEnded;
    const how = { hour: "numeric", minute: "2-digit", hour12: true, timeZone: said.zone }; // as times.py writes it
    return said.saidStale.replace("{time}", new Intl.DateTimeFormat(said.lang, how).format(new Date(heardClock)));
  }

  function switchCustody() {
    for (const each of document.querySelectorAll("[data-custody]")) {
      if (each.matches("button, input")) each.disabled = isStale;
      else if (isStale) each.setAttribute("aria-disabled", "true");
      else each.removeAttribute("aria-disabled");
    }
  }

  document.addEventListener("click", (event) => {
    if (isStale && event.target.closest("a[data-custody]")) event.preventDefault();
  });

  // What is said aloud: once, in one place

  const told = new Set();
  let telling = 0;

  function announce(words) {
    if (!words) return;
    told.add(words);
    if (!telling) telling = setTimeout(() => {
      const place = document.getElementById("announce");
      if (place) place.textContent = [...told].join(" ");
      told.clear();
      telling = 0;
    }, 300);
  }

  const reached = new Map();

  function deadlines() {
    for (const each of document.querySelectorAll("[data-due]")) {
      const left = Date.parse(each.dataset.due) - now(), key = each.dataset.due + each.dataset.saidFive;
      const stage = left <= 0 ? 0 : left <= 60_000 ? 1 : left <= 300_000 ? 5 : 9, before = reached.get(key);
      reached.set(key, stage);
      if (before > stage && stage) announce(stage === 5 ? each.dataset.saidFive : each.dataset.saidOne);
    }
  }

  // Parts that are fetched again: never under somebody's hands

  const isOurs = (detail) => ["changed", "every"].includes(detail.requestConfig?.triggeringEvent?.type ?? "every");
  const typing = (part) => {
    const at = document.activeElement;
    return part.contains(at) && at.matches("input:not([type=submit]), textarea, select");
  };
  const spoken = new Map();
  let waits = false;

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (isOurs(event.detail) && typing(event.detail.target)) { event.preventDefault(); waits = true; }
  });
  document.body.addEventListener("focusout", () => { if (waits) { waits = false; changed(); } });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (isOurs(detail) && typing(detail.target)) { detail.shouldSwap = false; waits = true; }
    if (detail.target.id) spoken.set(detail.target.id, detail.target.dataset.said);
  });
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    const part = document.getElementById(detail.target.id) ?? detail.elt;
    if (part.dataset.said && part.dataset.said !== spoken.get(part.id)) announce(part.dataset.said);
    if (isStale) switchCustody();
  });

  // What takes its time says so, beside the content and never over it

  const underway = new Map(), loading = page.querySelector("[data-loading]");
  const busy = (detail, is) => {
    detail.target.toggleAttribute("aria-busy", is);
    if (is) detail.target.setAttribute("aria-busy", "true");
    clearTimeout(underway.get(detail.xhr));
    if (is) underway.set(detail.xhr, setTimeout(() => { if (loading) loading.hidden = false; }, SLOW));
    else underway.delete(detail.xhr);
    if (!underway.size && loading) loading.hidden = true;
  };
  document.body.addEventListener("htmx:beforeSend", ({ detail }) => busy(detail, true));
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => busy(detail, false));

  page.querySelector("[data-refresh]")?.setAttribute("hidden", "");
  addEventListener("offline", look);
  addEventListener("online", () => { if (!isEnded && !socket) connect(); });
  setInterval(() => { look(); deadlines(); }, TICK);
  deadlines();
  connect();
})();
