// Files beside the words of a message: chosen, dropped or pasted, sent one after the other, each with its progress.
// Large ones go in pieces (tus) and go on where a cut line left them. The server looks at what a file really is; a
// refusal is told in its words, and the others go on.
import { uuid } from "./ids";
import { say } from "./live";
import { headers } from "./talk";
import { isolated } from "./texts";
import { toast } from "./toasts";

const MOST = 10;
const LARGE = 5 * 1024 * 1024;
const PIECE = 2 * 1024 * 1024;
const PIECE_TYPE = "application/offset+octet-stream";
const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
// Answers after which a piece is sent again from where the server says: out of step, busy, too fast, damaged.
const AGAIN = new Set([409, 423, 429, 460]);

// What hides in a name, or turns it around; the server leaves it out too.
const HIDDEN = /[\p{Cc}\p{Cf}]/gu;

// `key` tells the server that a request is the one before once more: its answer was lost on the way.
export type Attached = { file: File; name: string; key: string; row: HTMLElement; id: string; isGone: boolean; stop: () => void };

export class Attachments {
  private files: Attached[] = [];
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly form: HTMLFormElement, private readonly list: HTMLElement, input: HTMLInputElement) {
    input.addEventListener("change", () => {
      this.add(input.files);
      input.value = "";
    });
    form.addEventListener("paste", (event) => this.add(event.clipboardData?.files));
    const room = form.closest<HTMLElement>("[data-talk]") ?? form;
    room.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    room.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
  }

  get isSending(): boolean {
    return this.files.some((one) => !one.id);
  }

  get count(): number {
    return this.files.length;
  }

  /** What has arrived, which the message takes with it. */
  take(): Attached[] {
    const taken = this.files;
    this.files = [];
    this.show();
    return taken;
  }

  /** A message was refused: its files stand where they were. */
  giveBack(files: Attached[]): void {
    this.files = [...files, ...this.files];
    this.show();
  }

  /** Those that the form brought along when it came back with an error. */
  private get kept(): number {
    return this.form.querySelectorAll("input[name=attached]").length;
  }

  private add(files: FileList | null | undefined): void {
    for (const file of files ?? []) {
      if (this.files.length + this.kept >= MOST) return toast(this.form.dataset.saysMost ?? "", "warning");
      const name = file.name.replace(HIDDEN, "");
      const one: Attached = { file, name, key: uuid(), row: this.row(name), id: "", isGone: false, stop: () => undefined };
      one.row.querySelector("button")?.addEventListener("click", () => this.remove(one));
      this.files.push(one);
      this.queue = this.queue.then(() => this.upload(one));
    }
    this.show();
  }

  private row(name: string): HTMLElement {
    const template = document.getElementById("attached") as HTMLTemplateElement;
    const row = template.content.querySelector("li")?.cloneNode(true) as HTMLElement;
    for (const label of row.querySelectorAll<HTMLElement>("[data-file-name]")) label.textContent = name;
    return row;
  }

  private get purpose(): string {
    return this.form.dataset.purpose ?? "message";
  }

  private show(): void {
    this.list.replaceChildren(...this.files.map((one) => one.row));
    this.list.hidden = !this.files.length;
  }

  private forget(one: Attached): void {
    this.files = this.files.filter((other) => other !== one);
    this.show();
  }

  private remove(one: Attached): void {
    const place = this.files.indexOf(one);
    one.isGone = true;
    one.stop();
    this.forget(one);
    if (one.id) void fetch(`/api/files/${one.id}`, { method: "DELETE", headers: headers() }).catch(() => { /* swept within a day */ });
    const next = this.files[Math.min(place, this.files.length - 1)];
    (next?.row.querySelector("button") ?? this.form.querySelector("textarea"))?.focus();
  }

  private async upload(one: Attached): Promise<void> {
    if (one.isGone) return;
    const answer = await (one.file.size > LARGE ? this.inPieces(one) : this.whole(one));
    if (one.isGone) return;
    if (!one.id) return this.refuse(one, answer);
    one.row.toggleAttribute("data-arrived", true);
    one.row.querySelector("progress")?.remove();
    say((this.form.dataset.saysAttached ?? "").replace("{name}", isolated(one.name)));
  }

  private async whole(one: Attached): Promise<XMLHttpRequest> {
    const body = new FormData();
    body.set("purpose", this.purpose);
    body.set("file", one.file);
    const answer = await insist(() => ask(one, "POST", this.form.dataset.upload ?? "", body, once(one)), one);
    if (answer.status === 201) one.id = (JSON.parse(answer.responseText) as { id: string }).id;
    return answer;
  }

  private async inPieces(one: Attached): Promise<XMLHttpRequest> {
    const { file } = one;
    const about = { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)},purpose ${base64(this.purpose)}`, ...once(one) };
    let answer = await insist(() => ask(one, "POST", this.form.dataset.tus ?? "", null, about), one);
    if (answer.status !== 201) return answer;
    const place = new URL(answer.getResponseHeader("Location") ?? "", location.href).pathname;
    let offset = 0;
    for (let tries = 0; offset < file.size && !one.isGone; ) {
      const piece = file.slice(offset, offset + PIECE);
      answer = await ask(one, "PATCH", place, piece, { "Content-Type": PIECE_TYPE, "Upload-Offset": String(offset) }, offset);
      if (answer.status === 204) {
        offset = Number(answer.getResponseHeader("Upload-Offset"));
        tries = 0;
        continue;
      }
      tries += 1;
      if (one.isGone || !mayGoAgain(answer) && !AGAIN.has(answer.status) || tries > MOST_TRIES) break;
      await pause(tries);
      // What had arrived of the piece is kept: the server says where to go on.
      const asked = await insist(() => ask(one, "HEAD", place), one);
      if (asked.status !== 200) return asked;
      offset = Number(asked.getResponseHeader("Upload-Offset"));
    }
    if (one.isGone) void fetch(place, { method: "DELETE", headers: { ...headers(), "Tus-Resumable": "1.0.0" } }).catch(() => { /* ends by itself within a day */ });
    else if (offset >= file.size) one.id = place.split("/").at(-1) ?? "";
    return answer;
  }

  private refuse(one: Attached, answer: XMLHttpRequest): void {
    this.forget(one);
    let why = "";
    try {
      why = (JSON.parse(answer.responseText) as { detail?: string }).detail ?? "";
    } catch {
      /* no answer of ours: the sentence of the page says it */
    }
    toast(`${isolated(one.name)}: ${why || (this.form.dataset.saysFailed ?? "")}`, "danger");
  }
}

function ask(one: Attached, method: string, url: string, body: XMLHttpRequestBodyInit | null = null, more: Record<string, string> = {}, before = 0): Promise<XMLHttpRequest> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const progress = one.row.querySelector("progress");
    one.stop = () => request.abort();
    request.upload.addEventListener("progress", (event) => { if (progress) progress.value = Math.min(1, (before + event.loaded) / one.file.size); });
    request.addEventListener("loadend", () => done(request));
    request.open(method, url);
    const said = { ...headers(), "Tus-Resumable": "1.0.0", ...more };
    for (const [name, value] of Object.entries(said)) request.setRequestHeader(name, value);
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.send(body);
  });
}

function once(one: Attached): Record<string, string> {
  return { "Idempotency-Key": one.key };
}

/** No answer at all, or one that says nothing about the file. */
function mayGoAgain(answer: XMLHttpRequest): boolean {
  return answer.status === 0 || answer.status >= 500;
}

/** Ask until there is an answer, a few times while there is a network. */
async function insist(act: () => Promise<XMLHttpRequest>, one: Attached): Promise<XMLHttpRequest> {
  let answer = await act();
  for (let tries = 1; mayGoAgain(answer) && !one.isGone && tries < MOST_TRIES; tries += navigator.onLine ? 1 : 0) {
    await pause(tries);
    if (!one.isGone) answer = await act();
  }
  return answer;
}

/** Longer each time; no longer than until the network is back. */
function pause(tries: number): Promise<void> {
  return new Promise((done) => {
    const timer = window.setTimeout(finish, Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS));
    window.addEventListener("online", finish, { once: true });
    function finish(): void {
      window.clearTimeout(timer);
      window.removeEventListener("online", finish);
      done();
    }
  });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
