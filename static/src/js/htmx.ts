// htmx without eval; 422 and 409 answers are drawn, other refusals become a toast, expired sessions a login page.
import htmx from "htmx.org";
import { text } from "./texts";
import { toast } from "./toasts";

const CSRF = "csrfmiddlewaretoken";

export function csrfToken(scope: ParentNode = document): string {
  const find = (from: ParentNode) => from.querySelector<HTMLInputElement>(`input[name="${CSRF}"]`)?.value;
  return find(scope) ?? find(document) ?? "";
}

function onError(event: Event): void {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.getResponseHeader("HX-Trigger")) return;
  toast(text("failed"), "danger");
}

function focusSummary(event: Event): void {
  const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
  const summary = elt.querySelector<HTMLElement>("[data-errsum]") ?? elt.closest<HTMLElement>("[data-errsum]");
  summary?.focus();
}

export function startHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    scrollBehavior: "auto",
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "409", swap: true, error: true },
      { code: "...", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event as CustomEvent<{ verb: string; headers: Record<string, string>; elt: Element }>;
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] ??= csrfToken(detail.elt.closest("form") ?? document);
  });
  document.addEventListener("htmx:responseError", onError);
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => toast(text("offline"), "danger"));
  }
  document.addEventListener("htmx:afterSettle", focusSummary);
}
