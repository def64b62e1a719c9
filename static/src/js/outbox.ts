// What somebody writes in a conversation, until the server has it: sent one after the other, each under an id of its
// own, so that what is sent twice arrives once. Without a network up to twenty wait; what is refused can be tried again.
import { Attachments } from "./attach";
import { live } from "./live";
import { headers, parsed, type Talk } from "./talk";
import { toast } from "./toasts";

const MOST = 20;
const AGAIN_MS = 5000;

type Pending = { clientId: string; body: string; files: string[]; item: HTMLElement };

export class Outbox {
  private readonly area: HTMLTextAreaElement;
  private readonly waiting: Pending[] = [];
  private isSending = false;
  private timer = 0;
  private readonly attached: Attachments;

  constructor(private readonly form: HTMLFormElement, private readonly talk: Talk) {
    this.area = form.querySelector("textarea") as HTMLTextAreaElement;
    this.attached = new Attachments(form, form.querySelector("[data-attached]") as HTMLElement, form.querySelector("[data-attach]") as HTMLInputElement);
    form.addEventListener("submit", (event) => this.onSubmit(event));
    this.area.addEventListener("keydown", (event) => this.onKey(event));
    this.area.addEventListener("input", () => {
      this.grow();
      if (this.area.value) this.talk.typed();
    });
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

  private onSubmit(event: SubmitEvent): void {
    if (!this.talk.isAtEnd) return;
    event.preventDefault();
    const body = this.area.value.trim();
    if (this.attached.isSending) return toast(this.form.dataset.saysWait ?? "", "warning");
    if (!body && !this.attached.count) return this.area.focus();
    if (this.waiting.length >= MOST) return toast(this.form.dataset.saysFull ?? "", "warning");
    const clientId = uuid();
    this.waiting.push({ clientId, body, files: this.attached.take(), item: this.talk.echo(body, clientId) });
    this.area.value = "";
    this.grow();
    this.area.focus();
    void this.flush();
  }

  /** Send what waits, in its order. */
  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    window.clearTimeout(this.timer);
    try {
      for (let next = this.waiting[0]; next; next = this.waiting[0]) {
        await this.send(next);
        this.waiting.shift();
      }
    } catch {
      this.timer = window.setTimeout(() => void this.flush(), AGAIN_MS);
    } finally {
      this.isSending = false;
    }
  }

  /** Throws when there is no network: then nothing is known of it, and it stays first in the row. */
  private async send(one: Pending): Promise<void> {
    const body = new FormData();
    body.set("body", one.body);
    body.set("client_id", one.clientId);
    for (const file of one.files) body.append("attached", file);
    const answer = await fetch(this.form.action, { method: "POST", body, headers: headers(), redirect: "manual" });
    const item = answer.ok ? parsed(await answer.text()).querySelector<HTMLElement>("li.im-msg") : null;
    if (item) return this.talk.put(item);
    this.fail(one, answer);
  }

  private fail(one: Pending, answer: Response): void {
    const lead = answer.headers.get("HX-Redirect");
    if (lead) location.assign(lead);
    one.item.dataset.state = "failed";
    const why = one.item.querySelector<HTMLElement>("[data-why]");
    const said = answer.headers.get("HX-Trigger");
    const words = said ? ((JSON.parse(said) as { toast?: { text?: string } }).toast?.text ?? "") : "";
    if (why && words) why.textContent = words;
    one.item.querySelector("[data-again]")?.addEventListener("click", () => {
      one.item.dataset.state = "sending";
      this.waiting.push(one);
      void this.flush();
    }, { once: true });
  }
}

/** Browsers give ready ids on safe addresses only. */
function uuid(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
