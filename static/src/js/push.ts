// <section data-push="public key" data-push-url="/api/...">: turns notifications on in this browser, after a gesture.
// Each visit asks the service worker to renew a subscription that the browser lost meanwhile.
// [data-push-state="off|on|denied|unable"] are shown by what the browser says; [data-push-on] is the button.
import { csrfToken } from "./htmx";
import { text } from "./texts";
import { toast } from "./toasts";

type State = "off" | "on" | "denied" | "unable";

const PATIENCE_MS = 30_000;
const CAN = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function show(place: HTMLElement, state: State): void {
  for (const part of place.querySelectorAll<HTMLElement>("[data-push-state]")) part.hidden = part.dataset.pushState !== state;
}

function worker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register("/sw.js", { scope: "/" }).then(() => navigator.serviceWorker.ready);
}

function bytes(key: string): Uint8Array<ArrayBuffer> {
  const letters = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** The address that our server knows this browser by, where the service worker finds it too. */
async function remember(endpoint: string): Promise<void> {
  await (await caches.open("push")).put("/push-kept", new Response(endpoint));
}

async function forget(): Promise<void> {
  await (await caches.open("push")).delete("/push-kept");
}

/** What the worker says became of a lost subscription; "none" where there is no worker. */
async function renewal(): Promise<string> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const active = registration?.active;
  if (!active) return "none";
  const line = new MessageChannel();
  return new Promise((resolve) => {
    line.port1.onmessage = (event: MessageEvent<string>) => resolve(event.data);
    setTimeout(() => resolve("failed"), 10_000);
    active.postMessage({ kind: "renew" }, [line.port2]);
  });
}

async function keep(place: HTMLElement, subscription: PushSubscription): Promise<void> {
  const form = place.querySelector("form");
  const answer = await fetch(place.dataset.pushUrl ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form ? csrfToken(form) : "" },
    body: JSON.stringify(pick(subscription.toJSON())),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  await remember(subscription.endpoint);
}

function pick(said: PushSubscriptionJSON): object {
  return { endpoint: said.endpoint, keys: { p256dh: said.keys?.p256dh, auth: said.keys?.auth } };
}

/** A push service that cannot be reached may never answer. What it says too late is not kept. */
async function subscribed(manager: PushManager, applicationServerKey: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const asked = manager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error("late")), PATIENCE_MS));
  return Promise.race([asked, late]).catch((error: unknown) => {
    asked.then((one) => one.unsubscribe()).catch(() => undefined);
    throw error;
  });
}

async function turnOn(place: HTMLElement, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      show(place, Notification.permission === "denied" ? "denied" : "off");
      return;
    }
    const registration = await worker();
    const subscription = await subscribed(registration.pushManager, bytes(place.dataset.push ?? ""));
    // What our server did not take must not stay in the browser either.
    await keep(place, subscription).catch(async (error: unknown) => {
      await subscription.unsubscribe();
      throw error;
    });
    location.reload();
  } catch {
    toast(text("push_failed"), "warning");
  } finally {
    button.disabled = false;
  }
}

/** Whether a subscription was made for the key that this place rings with now. */
function isOurs(subscription: PushSubscription, key: string): boolean {
  const made = subscription.options.applicationServerKey;
  return !!made && String(new Uint8Array(made)) === String(bytes(key));
}

// A subscription that the page does not list was removed here, belongs to somebody else who used this browser, or was
// made for an older key: it ends, and whoever wants to be rung says so again.
async function look(place: HTMLElement): Promise<void> {
  if (!CAN) return show(place, "unable");
  if (Notification.permission === "denied") return show(place, "denied");
  const said = await renewal();
  if (said === "renewed") return location.reload();
  if (said === "failed") return show(place, place.hasAttribute("data-push-here") ? "on" : "off");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const known = await registration?.pushManager.getSubscription();
  if (!known || Notification.permission !== "granted") return show(place, "off");
  const isOn = place.hasAttribute("data-push-here") && isOurs(known, place.dataset.push ?? "");
  if (isOn) await remember(known.endpoint);
  else await Promise.all([forget(), known.unsubscribe()]);
  show(place, isOn ? "on" : "off");
}

export function startPush(): void {
  const place = document.querySelector<HTMLElement>("[data-push]");
  if (!place) {
    if (CAN && Notification.permission === "granted") void renewal();
    return;
  }
  const button = place.querySelector<HTMLButtonElement>("[data-push-on]");
  button?.addEventListener("click", () => void turnOn(place, button));
  void look(place).catch(() => show(place, "off"));
}
