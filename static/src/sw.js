// The service worker: it shows what a push says and opens its page. It keeps nothing and touches no request.
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
