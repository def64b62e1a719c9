// One socket per tab: {"kind": "notice", "unread": 3, "text": "..."}. Counters, the title and one polite region follow it;
// pages may listen to the `notice` event on <body> and refresh a part: hx-trigger="notice from:body".
import { text } from "./texts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const LEAVING_MS = 5_000;
const plainTitle = document.title;
let isLeaving = false;

type News = { kind?: string; unread?: number; text?: string };

function showUnread(unread: number): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-unread]")) {
    place.hidden = unread === 0;
    place.textContent = unread > 99 ? "99+" : String(unread);
  }
  for (const link of document.querySelectorAll<HTMLElement>("[data-unread-label]")) {
    link.setAttribute("aria-label", unread ? text("unread", { n: unread }) : text("no_unread"));
  }
  document.title = unread ? `(${unread}) ${plainTitle}` : plainTitle;
}

function onNews(news: News): void {
  if (typeof news.unread === "number") showUnread(news.unread);
  // Signed out from elsewhere: the open page shows what it must not any more.
  // Signed out by the very form that is being sent: its answer comes, and a reload would drop it.
  if (news.kind === "over") window.setTimeout(() => location.reload(), isLeaving ? LEAVING_MS : 0);
  if (news.kind !== "notice") return;
  const region = document.getElementById("live");
  if (region) region.textContent = news.text || text("news");
  document.body.dispatchEvent(new CustomEvent("notice", { detail: news }));
}

function connect(wait: number): void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/ws/`);
  let next = wait;
  socket.addEventListener("open", () => { next = FIRST_WAIT_MS; });
  socket.addEventListener("message", (event) => onNews(JSON.parse(event.data as string) as News));
  socket.addEventListener("close", () => {
    const jitter = 0.75 + Math.random() / 2;
    window.setTimeout(() => connect(Math.min(next * 2, LONGEST_WAIT_MS)), next * jitter);
  });
}

export function startLive(): void {
  if (!document.body.hasAttribute("data-live")) return;
  const unread = Number(document.body.dataset.live);
  if (unread) document.title = `(${unread}) ${plainTitle}`;
  window.addEventListener("beforeunload", () => { isLeaving = true; });
  connect(FIRST_WAIT_MS);
}
