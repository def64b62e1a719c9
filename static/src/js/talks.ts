// Conversations on any page: the counter of those with news, and the list, which is drawn anew when something moves.
import { live, showCounts, type Frame } from "./live";

const PAUSE_MS = 600;
const MOVES = ["message", "counted", "kept", "left", "again", "up"];

export function showTalks(talks: number): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-talks]")) {
    place.hidden = talks === 0;
    place.textContent = talks > 99 ? "99+" : String(talks);
  }
  showCounts({ talks });
}

async function count(): Promise<void> {
  const answer = await fetch("/api/conversations/unread", { headers: { Accept: "application/json" } });
  if (answer.ok) showTalks(((await answer.json()) as { unread: number }).unread);
}

let timer = 0;
/** Count again, and let the list refresh itself, once for whatever comes in a row. */
export function recount(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    count().catch(() => { /* the next frame asks again */ });
    document.body.dispatchEvent(new CustomEvent("talk"));
  }, PAUSE_MS);
}

export function startTalks(): void {
  if (!document.body.hasAttribute("data-live")) return;
  document.querySelector("#talks [aria-current]")?.scrollIntoView({ block: "nearest" });
  live.on("hello", (frame) => { if (typeof frame.talks === "number") showTalks(frame.talks); });
  let isFirst = true;
  for (const kind of MOVES) {
    live.on(kind, (frame: Frame) => {
      if (frame.kind === "up" && isFirst) {
        isFirst = false;
        return;
      }
      recount();
    });
  }
}
