// The service worker: it shows what a push says and opens its page, and renews a subscription that the browser lost.
// It keeps the address that our server knows this browser by (written by push.ts), and touches no request.
const KEPT = "/push-kept";
const DOOR = "/api/notifications/devices";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // A push without words of ours still has to show something: browsers insist.
  }
  const look = { tag: said.tag, lang: said.lang, dir: said.dir, icon: "/static/img/icon.svg", data: { url: said.url } };
  event.waitUntil(self.registration.showNotification(said.title || "InfluMaroc", look));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/", self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(show(url.href));
});

// A tab that is there already comes to the front; no other one is sent away from what somebody writes in it.
async function show(address) {
  const tabs = await self.clients.matchAll({ type: "window" });
  const tab = tabs.find((one) => one.url === address);
  return tab ? tab.focus() : self.clients.openWindow(address);
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew()));

// A page asks at each visit: browsers may lose a subscription without a word. It hears what became of it.
self.addEventListener("message", (event) => {
  if (event.data?.kind !== "renew") return;
  const answer = (said) => event.ports[0]?.postMessage(said);
  event.waitUntil(renew().then(answer, () => answer("failed")));
});

let renewing = null;

/** One at a time: "none", "same", "renewed", "over" (removed, or not of this sign-in), or "failed": tried again later. */
function renew() {
  renewing ??= lookAgain().finally(() => (renewing = null));
  return renewing;
}

async function lookAgain() {
  const store = await caches.open("push");
  const before = await (await store.match(KEPT))?.text();
  if (!before || Notification.permission !== "granted") return "none";
  const manager = self.registration.pushManager;
  const present = await manager.getSubscription();
  if (present?.endpoint === before) return "same";
  const asked = await fetch(DOOR, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (isNo(asked)) return over(store, present);
  if (!asked.ok) return "failed";
  const { public_key: applicationServerKey } = await asked.json();
  const subscription = present ?? (await manager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = subscription.toJSON();
  const told = await fetch(DOOR, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": asked.headers.get("X-CSRFToken") ?? "" },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, replaces: before }),
  });
  if (isNo(told)) return over(store, subscription);
  if (!told.ok) return "failed";
  await store.put(KEPT, new Response(endpoint));
  return "renewed";
}

function isNo(answer) {
  return [401, 403, 404].includes(answer.status);
}

async function over(store, subscription) {
  await store.delete(KEPT);
  await subscription?.unsubscribe();
  return "over";
}
