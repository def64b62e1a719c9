// What somebody writes in a conversation, until the server has it: sent one after the other, each under an id of its
// own, so that what is sent twice arrives once. Without a network up to twenty wait; what is refused stands in the field
// again, with its files.
import { Attachments, type Attached } from "./attach";
import { uuid } from "./ids";
import { live, say } from "./live";
import { headers, parsed, type Talk } from "./talk";
import { toast } from "./toasts";

const MOST = 20;
const AGAIN_MS = 5000;
const LATEST_MS = 60_000;
const TOO_MANY = 429;

type Pending = { clientId: string; body: string; files: Attached[]; item: HTMLElement };

export class Outbox {
  private readonly area: HTMLTextAreaElement;
  private readonly waiting: Pending[] = [];
  private isSending = false;
  private timer = 0;
  private readonly attached: Attachments;

  constructor(private readonly form: HTMLFormElement, private readonly talk: Talk) {
    this.area = form.querySelector("textarea") as HTMLTextAreaElement;
    this.attached = new Attachments(form, form.querySelector("[data-attached]") as HTMLElement, form.querySelector("[data-attach]") as HTMLInputElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.onSubmit();
    });
    this.area.addEventListener("keydown", (event) => this.onKey(event));
    this.area.addEventListener("input", () => {
      this.grow();
      if (this.area.value) this.talk.typed();
    });
    // Until the server has a message, its words are part of the draft: a tab that is closed loses none.
    form.addEventListener("formdata", (event) => event.formData.set("body", this.unsent()));
    this.grow();
    live.on("up", () => void this.flush());
    window.addEventListener("online", () => void this.flush());
    window.addEventListener("beforeunload", (event) => { if (this.waiting.length) event.preventDefault(); });
  }

  private grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.blockSize = "auto";
    this.area.style.blockSize = `${this.area.scrollHeight}px`;
  }

  /** Enter sends where there is a keyboard; on a phone it begins a new line, as everywhere there. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  private async onSubmit(): Promise<void> {
    if (this.waiting.length >= MOST) return toast(this.form.dataset.saysFull ?? "", "warning");
    if (!this.talk.isAtEnd && !await this.talk.openEnd()) return toast(this.form.dataset.saysLater ?? "", "warning");
    const body = this.area.value.trim();
    if (this.attached.isSending) return toast(this.form.dataset.saysWait ?? "", "warning");
    if (!body && !this.attached.count) return this.area.focus();
    const clientId = uuid();
    const files = this.attached.take();
    const item = this.talk.echo(body || files.map((one) => one.name).join("\n"), clientId);
    this.waiting.push({ clientId, body, files, item });
    this.write("");
    this.area.focus();
    void this.flush();
  }

  private unsent(): string {
    return [...this.waiting.map((one) => one.body), this.area.value].filter(Boolean).join("\n\n");
  }

  /** Put words into the field, which also keeps them as the draft. */
  private write(words: string): void {
    this.area.value = words;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Send what waits, in its order. */
  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    window.clearTimeout(this.timer);
    let wait = 0;
    for (let next = this.waiting[0]; next && !wait; next = this.waiting[0]) {
      wait = await this.send(next);
      if (wait) continue;
      this.waiting.shift();
      this.write(this.area.value);
    }
    this.tries = wait ? this.tries + 1 : 0;
    if (wait) this.timer = window.setTimeout(() => void this.flush(), wait);
    this.isSending = false;
  }

  private tries = 0;

  private later(): number {
    return Math.min(AGAIN_MS * 2 ** this.tries, LATEST_MS);
  }

  /** How many ms to wait before it is sent again: 0 when it is settled, one way or the other. Without a network nothing
   * is known of it, and it stays first in the row. */
  private async send(one: Pending): Promise<number> {
    const body = new FormData();
    body.set("body", one.body);
    body.set("client_id", one.clientId);
    for (const file of one.files) body.append("attached", file.id);
    const answer = await fetch(this.form.action, { method: "POST", body, headers: headers(), redirect: "manual" }).catch(() => null);
    const html = await answer?.text().catch(() => null);
    if (!answer || html == null || answer.status >= 500) return this.later();
    if (answer.status === TOO_MANY) return 1000 * Number(answer.headers.get("Retry-After")) || this.later();
    const item = answer.ok ? parsed(html).querySelector<HTMLElement>("li.im-msg") : null;
    if (!item) this.giveBack(one, answer);
    else {
      this.talk.put(item);
      say(this.form.dataset.saysSent ?? "");
    }
    return 0;
  }

  /** It was refused: its words and files stand where they were written, and why is told. */
  private giveBack(one: Pending, answer: Response): void {
    one.item.remove();
    this.attached.giveBack(one.files);
    this.write([one.body, this.area.value].filter(Boolean).join("\n\n"));
    const said = answer.headers.get("HX-Trigger");
    const why = said ? (JSON.parse(said) as { toast?: { text?: string } }).toast?.text : "";
    const lead = answer.headers.get("HX-Redirect");
    const link = lead ? { href: lead, label: this.form.dataset.saysGo ?? "" } : undefined;
    toast(why || (this.form.dataset.saysRefused ?? ""), "danger", link);
  }
}
