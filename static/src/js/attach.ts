// Files beside the words of a message: chosen, dropped or pasted, sent one after the other, each with its progress.
// The server looks at what a file really is; a refusal is told in its words, and the others go on.
import { headers } from "./talk";
import { toast } from "./toasts";

const MOST = 10;

type Attached = { id: string; row: HTMLElement };

export class Attachments {
  private readonly files = new Set<Attached>();
  private queue: Promise<void> = Promise.resolve();
  private nSending = 0;

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
    return this.nSending > 0;
  }

  get count(): number {
    return this.files.size;
  }

  /** The ids of what has arrived, which the message takes with it. */
  take(): string[] {
    const ids = [...this.files].map((file) => file.id);
    this.files.clear();
    this.list.replaceChildren();
    this.list.hidden = true;
    return ids;
  }

  private add(files: FileList | null | undefined): void {
    for (const file of files ?? []) {
      if (this.files.size + this.nSending >= MOST) return toast(this.form.dataset.saysMost ?? "", "warning");
      this.nSending += 1;
      const row = this.row(file.name);
      this.queue = this.queue.then(() => this.upload(file, row)).finally(() => { this.nSending -= 1; });
    }
  }

  private row(name: string): HTMLElement {
    const template = document.getElementById("attached") as HTMLTemplateElement;
    const row = template.content.querySelector("li")?.cloneNode(true) as HTMLElement;
    const label = row.querySelector<HTMLElement>("[data-file-name]");
    if (label) label.textContent = name;
    this.list.append(row);
    this.list.hidden = false;
    return row;
  }

  private upload(file: File, row: HTMLElement): Promise<void> {
    return new Promise((done) => {
      const body = new FormData();
      body.set("purpose", this.form.dataset.purpose ?? "message");
      body.set("file", file);
      const ask = new XMLHttpRequest();
      const progress = row.querySelector("progress");
      row.querySelector("button")?.addEventListener("click", () => ask.abort(), { once: true });
      ask.upload.addEventListener("progress", (event) => { if (progress && event.lengthComputable) progress.value = event.loaded / event.total; });
      ask.addEventListener("loadend", () => {
        if (ask.status === 201) this.arrived((JSON.parse(ask.responseText) as { id: string }).id, row);
        else this.drop(row, ask);
        done();
      });
      ask.open("POST", this.form.dataset.upload ?? "");
      for (const [name, value] of Object.entries(headers())) ask.setRequestHeader(name, value);
      ask.setRequestHeader("Accept-Language", document.documentElement.lang);
      ask.send(body);
    });
  }

  private arrived(id: string, row: HTMLElement): void {
    const file = { id, row };
    this.files.add(file);
    row.toggleAttribute("data-arrived", true);
    row.querySelector("progress")?.remove();
    row.querySelector("button")?.addEventListener("click", () => {
      this.files.delete(file);
      this.forget(row);
    }, { once: true });
  }

  private drop(row: HTMLElement, ask: XMLHttpRequest): void {
    this.forget(row);
    if (ask.readyState === 0 || ask.status === 0 && ask.responseText === "" && !navigator.onLine) return;
    let why = "";
    try {
      why = (JSON.parse(ask.responseText) as { detail?: string }).detail ?? "";
    } catch {
      /* no answer of ours: the sentence of the page says it */
    }
    if (ask.status) toast(why || (this.form.dataset.saysFailed ?? ""), "danger");
  }

  private forget(row: HTMLElement): void {
    row.remove();
    this.list.hidden = !this.list.children.length;
  }
}
