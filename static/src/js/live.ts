// One socket per tab: {"kind": "notice", "unread": 3, "text": "..."}. Counters, the title and one polite region follow it;
// pages may listen to the `notice` event on <body> and refresh a part: hx-trigger="notice from:body". Other modules hear
// any kind of frame through live.on(), "up" and "down" for the line itself, and speak through live.send().
import { text } from "./texts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const LEAVING_MS = 5_000;
// One process may have all the tabs of a person that it takes while another has room: the next calls reach either.
const FULL = 1008;
const SOON_MS = 200;
const MOST_SOON = 5;
const plainTitle = document.title;
const counts = { notices: 0, talks: 0 };
let isLeaving = false;
let callsSoon = 0;

export type Frame = { kind?: string; unread?: number; text?: string; [name: string]: unknown };
type Ear = (frame: Frame) => void;

const ears = new Map<string, Ear[]>();
let socket: WebSocket | null = null;

export const live = {
  /** Whether the frame left; what cannot be sent now is not kept. */
  send(frame: Frame): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  },
  on(kind: string, ear: Ear): void {
    ears.set(kind, [...(ears.get(kind) ?? []), ear]);
  },
  get isUp(): boolean {
    return socket?.readyState === WebSocket.OPEN;
  },
};

function tell(frame: Frame): void {
  for (const ear of ears.get(frame.kind ?? "") ?? []) ear(frame);
}

/** One sentence for people who listen to the page. */
export function say(words: string): void {
  const region = document.getElementById("live");
  if (region) region.textContent = words;
}

/** The title says how much waits: notices and conversations. */
export function showCounts(changed: Partial<typeof counts>): void {
  Object.assign(counts, changed);
  const waiting = counts.notices + counts.talks;
  document.title = waiting ? `(${waiting}) ${plainTitle}` : plainTitle;
}

function showUnread(unread: number): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-unread]")) {
    place.hidden = unread === 0;
    place.textContent = unread > 99 ? "99+" : String(unread);
  }
  for (const link of document.querySelectorAll<HTMLElement>("[data-unread-label]")) {
    link.setAttribute("aria-label", unread ? text("unread", { n: unread }) : text("no_unread"));
  }
  showCounts({ notices: unread });
}

function onNews(news: Frame): void {
  if (typeof news.unread === "number") showUnread(news.unread);
  // Signed out from elsewhere: the open page shows what it must not any more.
  // Signed out by the very form that is being sent: its answer comes, and a reload would drop it.
  if (news.kind === "over") window.setTimeout(() => location.reload(), isLeaving ? LEAVING_MS : 0);
  tell(news);
  if (news.kind !== "notice") return;
  say(news.text || text("news"));
  document.body.dispatchEvent(new CustomEvent("notice", { detail: news }));
}

function connect(wait: number): void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const line = new WebSocket(`${scheme}://${location.host}/ws/`);
  socket = line;
  let next = wait;
  let isGreeted = false;
  line.addEventListener("message", (event) => {
    const news = JSON.parse(event.data as string) as Frame;
    // Open is not up: a server that cannot hear accepts and hangs up, and is not to be called every second.
    if (news.kind === "hello") {
      next = FIRST_WAIT_MS;
      isGreeted = true;
      callsSoon = 0;
      tell({ kind: "up" });
    }
    onNews(news);
  });
  line.addEventListener("close", (event) => {
    tell({ kind: "down" });
    const isSoon = event.code === FULL && !isGreeted && callsSoon++ < MOST_SOON;
    // Refused (429, which a browser does not tell), full or gone: later each time, and not all tabs at once.
    const jitter = 0.5 + Math.random();
    const again = window.setTimeout(retry, (isSoon ? SOON_MS : next) * jitter);
    // The network is back: there is nothing to wait for.
    window.addEventListener("online", retry, { once: true });
    function retry(): void {
      window.clearTimeout(again);
      window.removeEventListener("online", retry);
      if (socket === line) connect(isSoon ? next : Math.min(next * 2, LONGEST_WAIT_MS));
    }
  });
}

export function startLive(): void {
  if (!document.body.hasAttribute("data-live")) return;
  showCounts({ notices: Number(document.body.dataset.live), talks: Number(document.body.dataset.liveTalks ?? 0) });
  // A line without a network looks open for minutes.
  window.addEventListener("offline", () => socket?.close());
  window.addEventListener("beforeunload", () => { isLeaving = true; });
  connect(FIRST_WAIT_MS);
}
