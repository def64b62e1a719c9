// One open conversation. What comes over the socket is numbered without holes: the next number is drawn at once, any
// other asks the server for everything since the last one. What is being sent stands in the list before it has arrived.
import htmx from "htmx.org";
import { clock, dayOf } from "./clock";
import { csrfToken } from "./htmx";
import { live, say, type Frame } from "./live";
import { recount } from "./talks";
import { Outbox } from "./outbox";
import { isolated } from "./texts";

const SEEN_MS = 1000;
const TYPED_MS = 3000;
const TYPING_MS = 5000;
const DOWN_MS = 10_000;
const POLL_MS = 15_000;
const NEAR_PX = 120;
const OPENING_MS = 5000;
const CHANGEABLE_S = 900;

type Card = {
  id: string; conversation: string; n: number; place: number; kind: string; author: { id: string; name: string } | null;
  side: string | null; client_id: string | null; body: string; covered: string[]; n_files: number; sent_at: string;
  edited_at: string | null; removed_at: string | null;
};

const NOBODY = "00000000-0000-0000-0000-000000000000";

class Talk {
  readonly id: string;
  private n: number;
  private lastPlace: number;
  private seen: number;
  private readPlace: number;
  private readonly log = document.getElementById("log") as HTMLElement;
  private readonly list = document.getElementById("bubbles") as HTMLElement;
  private readonly visible = new Set<HTMLElement>();
  private readonly across: Set<string>;
  private readonly watcher: IntersectionObserver;
  private isAsking = false;
  private mustAskAgain = false;
  private seeing = 0;
  private typing = 0;

  constructor(private readonly root: HTMLElement) {
    this.id = root.dataset.talk ?? "";
    this.n = Number(root.dataset.n);
    this.lastPlace = Number(root.dataset.lastPlace);
    this.seen = Number(root.dataset.seen);
    this.readPlace = Number(root.dataset.readPlace);
    this.across = new Set((root.dataset.across ?? "").split(" ").filter(Boolean));
    this.watcher = new IntersectionObserver((entries) => this.onSight(entries), { root: this.log });
    this.settle();
    new MutationObserver(() => this.settle()).observe(this.list, { childList: true });
    this.keepPlace();
    this.listen();
    this.openAt();
    this.holdPlace();
    const form = root.querySelector<HTMLFormElement>("form[data-composer]");
    if (form) new Outbox(form, this);
  }

  get isAtEnd(): boolean {
    return this.root.hasAttribute("data-at-end");
  }

  // ---- where the reader is ----

  private openAt(): void {
    const wanted = document.getElementById(location.hash.slice(1)) ?? document.getElementById("nouveaux");
    if (wanted && wanted.id !== "fin") wanted.scrollIntoView({ block: "start" });
    else this.toEnd();
  }

  toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }

  private isOpening = true;
  private wasNear = true;

  /** Pictures and faces of letters that come late move nothing: not where it opened, and not the end. */
  private holdPlace(): void {
    const opened = () => { this.isOpening = false; };
    for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) this.log.addEventListener(name, opened, { passive: true });
    window.setTimeout(opened, OPENING_MS);
    this.wasNear = this.isNearEnd();
    this.log.addEventListener("scroll", () => { this.wasNear = this.isNearEnd(); }, { passive: true });
    const observer = new ResizeObserver(() => {
      if (this.isOpening) this.openAt();
      else if (this.wasNear && this.isAtEnd) this.toEnd();
    });
    for (const part of [this.list, this.log]) observer.observe(part);
  }

  isNearEnd(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
  }

  /** Older messages come in above without moving what is being read. */
  private keepPlace(): void {
    let fromEnd = -1;
    let since = this.n;
    this.log.addEventListener("htmx:beforeRequest", (event) => {
      if ((event as CustomEvent<{ elt: Element }>).detail.elt.matches("[data-newer]")) since = this.n;
    });
    // A price of one's own is shown where it lands, as words of one's own are; a colleague's moves nothing.
    this.log.addEventListener("answered", () => void this.catchUp().then(() => this.openEnd()));
    this.log.addEventListener("htmx:beforeSwap", (event) => {
      const link = (event as CustomEvent<{ elt: Element }>).detail.elt;
      fromEnd = this.list.querySelector("[data-older]")?.closest("li") === link.closest("li") ? this.log.scrollHeight - this.log.scrollTop : -1;
    });
    this.log.addEventListener("htmx:afterSwap", () => {
      if (fromEnd >= 0) this.log.scrollTop = this.log.scrollHeight - fromEnd;
      else if (!this.isAtEnd && !this.list.querySelector("[data-newer]")) this.arrive(since);
      // What had the focus is gone with what was swapped.
      if (document.activeElement === document.body) this.log.focus({ preventScroll: true });
    });
    window.visualViewport?.addEventListener("resize", () => {
      const isNear = this.isNearEnd();
      document.body.style.blockSize = `${window.visualViewport?.height ?? innerHeight}px`;
      if (isNear) this.toEnd();
    });
    const jump = this.root.querySelector<HTMLElement>("[data-jump]");
    jump?.addEventListener("click", () => void this.openEnd());
    this.log.addEventListener("scroll", () => { if (jump && this.isAtEnd && this.isNearEnd()) jump.hidden = true; }, { passive: true });
  }

  /** The newest messages are in the list, as they stood at `since`. Until now those that came were passed over, with
   * nowhere to stand; those that came while these were on their way are asked for again. */
  private arrive(since: number): void {
    this.root.toggleAttribute("data-at-end", true);
    if (this.n <= since) return;
    this.n = since;
    void this.catchUp();
  }

  /** Whatever has just been put into the list: looked at, and told how far others have read. */
  private settle(): void {
    for (const item of this.list.querySelectorAll<HTMLElement>("li.im-msg")) {
      const place = Number(item.dataset.place ?? 0);
      if (place > this.seen && !item.hasAttribute("data-mine")) this.watcher.observe(item);
      if (item.hasAttribute("data-mine") && place) item.toggleAttribute("data-read", place <= this.readPlace);
    }
    const older = this.list.querySelector<HTMLElement>("[data-older]");
    if (older && !older.hasAttribute("data-watched")) {
      older.setAttribute("data-watched", "");
      new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting && this.log.scrollHeight > this.log.clientHeight) older.click();
      }, { root: this.log }).observe(older);
    }
    this.root.querySelector("[data-first]")?.toggleAttribute("hidden", this.list.children.length > 0);
  }

  // ---- what comes ----

  private listen(): void {
    let down = window.setTimeout(() => this.showDown(), DOWN_MS);
    live.on("up", () => {
      window.clearTimeout(down);
      down = 0;
      this.hideDown();
      // Its answer says whether anything was missed; only then is it asked for.
      live.send({ kind: "watch", conversation: this.id, since: this.n });
    });
    live.on("down", () => { down ||= window.setTimeout(() => this.showDown(), DOWN_MS); });
    live.on("message", (frame) => this.onMessage(frame.message as Card));
    live.on("read", (frame) => this.onRead(frame));
    live.on("gap", (frame) => { if (frame.conversation === this.id && Number(frame.upto) > this.n) void this.catchUp(); });
    live.on("typing", (frame) => this.onTyping(frame));
    live.on("again", (frame) => {
      if (frame.conversation !== this.id) return;
      void this.renew();
      if (Number(frame.upto) > this.n) void this.catchUp();
    });
    live.on("left", (frame) => { if ((frame.conversations as string[]).includes(this.id)) location.assign(this.root.querySelector<HTMLAnchorElement>("#talk-head a")?.href ?? "/"); });
    for (const name of ["focus", "visibilitychange"]) window.addEventListener(name, () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    window.setInterval(() => this.hideLate(), 20_000);
  }

  private polling = 0;

  private showDown(): void {
    const bar = this.root.querySelector<HTMLElement>("[data-down]");
    if (!bar) return;
    this.sayUpdated(Date.now() - DOWN_MS);
    bar.hidden = false;
    this.polling ||= window.setInterval(() => void this.catchUp(), POLL_MS);
  }

  private sayUpdated(at: number): void {
    const since = this.root.querySelector<HTMLElement>("[data-down-since]");
    if (since) since.textContent = (this.root.dataset.saysUpdated ?? "").replace("{time}", clock(new Date(at)));
  }

  private hideDown(): void {
    const bar = this.root.querySelector<HTMLElement>("[data-down]");
    if (bar) bar.hidden = true;
    window.clearInterval(this.polling);
    this.polling = 0;
  }

  private onMessage(card: Card): void {
    if (card.conversation !== this.id || card.n <= this.n) return;
    if (card.n === this.n + 1 && document.getElementById(`m-${card.id}`)?.dataset.n === String(card.n)) return this.reached(card.n, card.place);
    const last = this.lastPlaced();
    const isNext = card.n === this.n + 1 && card.place === Number(last?.dataset.place ?? 0) + 1;
    const isToday = last?.dataset.day === dayOf(new Date(card.sent_at));
    const isPlain = card.kind === "text" && !card.n_files && !card.covered.length && !card.edited_at && !card.removed_at;
    if (!(this.isAtEnd && isNext && isToday && isPlain)) return void this.catchUp();
    this.reached(card.n, card.place);
    this.put(this.drawn(card, last as HTMLElement));
    this.heard(card.author?.id === this.root.dataset.me ? "" : `${isolated(card.author?.name ?? "")}: ${card.body}`);
  }

  private reached(n: number, place: number): void {
    this.n = Math.max(this.n, n);
    this.lastPlace = Math.max(this.lastPlace, place);
  }

  private lastPlaced(): HTMLElement | undefined {
    return [...this.list.querySelectorAll<HTMLElement>("li[data-place]")].at(-1);
  }

  private drawn(card: Card, last: HTMLElement): HTMLElement {
    const isMine = card.author?.id === this.root.dataset.me;
    const item = blank(isMine);
    const sent = new Date(card.sent_at);
    const day = dayOf(sent);
    item.id = `m-${card.id}`;
    Object.assign(item.dataset, { place: card.place, n: card.n, who: card.author?.id ?? "", day, at: Math.floor(sent.getTime() / 1000) });
    if (isMine && card.client_id) item.dataset.client = card.client_id;
    for (const link of item.querySelectorAll<HTMLAnchorElement>("[data-of]")) link.href = link.href.replace(NOBODY, card.id);
    const acts = item.querySelector<HTMLElement>("[data-until]");
    if (acts) acts.dataset.until = String(Number(item.dataset.at) + CHANGEABLE_S);
    if (this.root.dataset.side && card.side === this.root.dataset.side) item.toggleAttribute("data-ours", true);
    const joins = last.dataset.kind === "text" && last.dataset.who === item.dataset.who && Number(item.dataset.at) - Number(last.dataset.at) < 300;
    item.toggleAttribute("data-joins", joins);
    const name = item.querySelector<HTMLElement>("[data-name]");
    const own = name?.querySelector("bdi");
    if (name && own) {
      own.textContent = card.author?.name ?? "";
      if (this.root.hasAttribute("data-shows-names") && !joins) name.className = "im-msg-name";
    }
    fill(item, card.body, sent);
    return item;
  }

  /** Put a message where it belongs: in place of itself, of what was being sent, or by its place. */
  put(item: HTMLElement): void {
    this.isOpening = false;
    const isNear = this.isNearEnd();
    const known = document.getElementById(item.id) ?? this.sent(item);
    if (known) known.replaceWith(item);
    else if (this.isAtEnd) {
      const place = Number(item.dataset.place);
      const after = [...this.list.querySelectorAll<HTMLElement>("li.im-msg")].find((one) => Number(one.dataset.place ?? Infinity) > place);
      this.list.insertBefore(item, after ?? null);
    }
    if (item.isConnected) htmx.process(item);
    if (isNear || item.hasAttribute("data-mine") && !known) this.toEnd();
    else if (!known) this.root.querySelector("[data-jump]")?.removeAttribute("hidden");
  }

  /** The bubble of one's own that this message was sent as. Others may have chosen the same id. */
  private sent(item: HTMLElement): Element | null {
    if (!item.hasAttribute("data-mine") || !item.dataset.client) return null;
    return this.list.querySelector(`[data-mine][data-client="${CSS.escape(item.dataset.client)}"]`);
  }

  private heard(words: string): void {
    if (words) say(words);
    const place = this.root.querySelector<HTMLElement>("[data-typing]");
    if (words && place) place.hidden = true;
  }

  private onRead(frame: Frame): void {
    if (frame.conversation !== this.id) return;
    const read = frame.read as { user: string; place: number };
    if (this.across.has(read.user)) this.readBy(read.place);
    const n = Number(frame.n);
    if (n <= this.n) return;
    // An answer and that its author has read are one change with one number: a mark beyond the last message that came
    // is no proof that this message came, and what is being asked for was asked from before it.
    if (n === this.n + 1 && !this.isAsking && read.place <= this.lastPlace) this.n = n;
    else void this.catchUp();
  }

  private readBy(place: number): void {
    if (place <= this.readPlace) return;
    this.readPlace = place;
    this.settle();
  }

  private onTyping(frame: Frame): void {
    const place = this.root.querySelector<HTMLElement>("[data-typing]");
    if (frame.conversation !== this.id || frame.user === this.root.dataset.me || !place) return;
    place.textContent = (this.root.dataset.saysTyping ?? "").replace("{name}", isolated(String(frame.name ?? "")));
    place.hidden = false;
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => { place.hidden = true; }, TYPING_MS);
  }

  /** Everything since the last change that was seen; asked once however many want it. */
  async catchUp(): Promise<void> {
    if (this.isAsking) {
      this.mustAskAgain = true;
      return;
    }
    this.isAsking = true;
    try {
      do {
        this.mustAskAgain = false;
        const answer = await fetch(`${this.root.dataset.news}?depuis=${this.n}`);
        if (!answer.ok) break;
        const news = parsed(await answer.text()).querySelector<HTMLElement>("[data-upto]");
        if (!news) break;
        if (news.hasAttribute("data-resync")) return location.reload();
        this.take(news);
        this.sayUpdated(Date.now());
      } while (this.mustAskAgain);
    } catch {
      /* no network: the line comes back, or the next poll asks */
    } finally {
      this.isAsking = false;
    }
  }

  private take(news: HTMLElement): void {
    const before = Number(this.lastPlaced()?.dataset.place ?? 0);
    const hasSteps = news.querySelector("li[data-kind=line], li[data-kind=offer]") !== null;
    for (const item of [...news.querySelectorAll<HTMLElement>("li.im-msg")]) {
      if (!this.isAtEnd && !document.getElementById(item.id)) {
        this.root.querySelector("[data-jump]")?.removeAttribute("hidden");
        continue;
      }
      this.put(item);
      const isNew = Number(item.dataset.place) > before && !item.hasAttribute("data-mine");
      this.heard(isNew ? spoken(item) : "");
    }
    this.reached(Number(news.dataset.upto), Number(news.dataset.lastPlace));
    this.readBy(Number(news.dataset.readPlace));
    for (const answer of this.list.querySelectorAll<HTMLElement>("[data-answer]")) {
      if (answer.closest<HTMLElement>("li")?.dataset.place !== news.dataset.openOffer) answer.remove();
    }
    if (hasSteps) void this.renew();
  }

  /** A step was taken, or the contacts are open: what stands around the messages is drawn anew. */
  private async renew(): Promise<void> {
    const fresh = await this.page();
    if (!fresh) return;
    for (const id of ["talk-panel", "talk-about"]) {
      const part = fresh.getElementById(id);
      if (part) document.getElementById(id)?.replaceWith(part);
    }
    if (!fresh.getElementById("talk-safe")) document.getElementById("talk-safe")?.remove();
  }

  /** This page as the server draws it now; nothing without a network. */
  private async page(query = ""): Promise<Document | null> {
    try {
      const answer = await fetch(location.pathname + query);
      return answer.ok ? parsed(await answer.text()) : null;
    } catch {
      return null;
    }
  }

  /** The newest messages in place of those around an older one; whether they are here now. */
  async openEnd(): Promise<boolean> {
    this.isOpening = false;
    const fresh = this.isAtEnd ? null : await this.page(`?vers=${Number.MAX_SAFE_INTEGER}`);
    // Asked for twice, or scrolled there meanwhile: what stands at the end by now is newer than this answer.
    if (!this.isAtEnd) {
      const root = fresh?.querySelector<HTMLElement>("[data-talk]");
      if (!fresh || !root) return false;
      const unsent = this.list.querySelectorAll("li[data-state]");
      this.list.replaceChildren(...(fresh.getElementById("bubbles")?.children ?? []), ...unsent);
      htmx.process(this.list);
      this.reached(Number(root.dataset.n), Number(root.dataset.lastPlace));
      this.arrive(Number(root.dataset.n));
      history.replaceState(null, "", location.pathname);
    }
    this.toEnd();
    return true;
  }

  // ---- what has been seen ----

  private onSight(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const item = entry.target as HTMLElement;
      if (entry.isIntersecting) this.visible.add(item);
      else this.visible.delete(item);
    }
    this.look();
  }

  private furthest(): number {
    const places = [...this.visible].filter((item) => item.isConnected).map((item) => Number(item.dataset.place));
    return Math.max(0, ...places);
  }

  /** Read is what was in sight for a second while the tab had the focus. */
  private look(): void {
    window.clearTimeout(this.seeing);
    if (!document.hasFocus() || document.hidden || this.furthest() <= this.seen) return;
    const place = this.furthest();
    this.seeing = window.setTimeout(() => {
      if (document.hasFocus() && !document.hidden && place > this.seen) void this.markRead(place);
    }, SEEN_MS);
  }

  private async markRead(place: number): Promise<void> {
    const before = this.seen;
    this.seen = place;
    const body = new FormData();
    body.set("place", String(place));
    try {
      const answer = await fetch(this.root.dataset.read ?? "", { method: "POST", body, headers: headers() });
      if (!answer.ok) throw new Error(String(answer.status));
      for (const item of this.visible) if (Number(item.dataset.place) <= place) this.forget(item);
      recount();
    } catch {
      this.seen = Math.min(this.seen, before);
    }
  }

  private forget(item: HTMLElement): void {
    this.visible.delete(item);
    this.watcher.unobserve(item);
  }

  private hideLate(): void {
    const now = Date.now() / 1000;
    for (const acts of this.list.querySelectorAll<HTMLElement>("[data-until]")) if (Number(acts.dataset.until) < now) acts.hidden = true;
  }

  private typedAt = 0;

  /** Others are told that somebody writes, every three seconds at most. */
  typed(): void {
    if (Date.now() - this.typedAt < TYPED_MS) return;
    this.typedAt = Date.now();
    live.send({ kind: "typing", conversation: this.id });
  }

  /** The bubble of what is being sent. */
  echo(words: string, clientId: string): HTMLElement {
    this.isOpening = false;
    const item = blank(true);
    const now = new Date();
    const last = [...this.list.querySelectorAll<HTMLElement>("li.im-msg")].at(-1);
    const at = Math.floor(now.getTime() / 1000);
    Object.assign(item.dataset, { client: clientId, who: this.root.dataset.me, day: dayOf(now), at, state: "sending" });
    const joins = last?.dataset.kind === "text" && last.dataset.who === item.dataset.who && at - Number(last.dataset.at) < 300;
    item.toggleAttribute("data-joins", joins);
    fill(item, words, now);
    for (const acts of item.querySelectorAll(".im-msg-acts")) acts.remove();
    this.list.append(item);
    this.toEnd();
    return item;
  }
}

/** A message as it is read out: who, and what. */
function spoken(item: HTMLElement): string {
  const words = (item.querySelector(".im-bubble, [data-holds], .im-sys, .im-talk-offer")?.textContent ?? "").trim();
  const name = (item.querySelector("[data-name]")?.textContent ?? "").trim();
  return name ? `${isolated(name)}: ${words}` : words;
}

function blank(isMine: boolean): HTMLElement {
  const template = document.getElementById(isMine ? "bubble-mine" : "bubble-theirs") as HTMLTemplateElement;
  return template.content.querySelector("li")?.cloneNode(true) as HTMLElement;
}

function fill(item: HTMLElement, body: string, sent: Date): void {
  const bubble = item.querySelector<HTMLElement>(".im-bubble");
  const hour = item.querySelector<HTMLElement>("[data-hour]");
  if (bubble) bubble.textContent = body;
  if (hour) hour.textContent = clock(sent);
}

export function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, "text/html");
}

export function headers(): Record<string, string> {
  return { "HX-Request": "true", "X-CSRFToken": csrfToken() };
}

export type { Talk };

export function startTalk(): void {
  const root = document.querySelector<HTMLElement>("[data-talk]");
  if (root) new Talk(root);
}
