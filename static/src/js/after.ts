// <div data-after="id" hidden> appears once the element with that id has been scrolled past, and goes with it.
export function startAfter(): void {
  for (const bar of document.querySelectorAll<HTMLElement>("[data-after]")) {
    const mark = document.getElementById(bar.dataset.after ?? "");
    if (!mark) continue;
    new IntersectionObserver(([entry]) => {
      if (entry) bar.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
    }).observe(mark);
  }
}
