// <button data-copy="words to copy">
import { text } from "./texts";
import { toast } from "./toasts";

export function startCopy(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (!button) return;
    navigator.clipboard.writeText(button.dataset.copy ?? "").then(
      () => toast(text("copied"), "success"),
      () => toast(text("copy_failed"), "warning"),
    );
  });
}
