// Citation styles switch in place: each link leads to the reference as a text, which is shown instead of the one before.
import { say } from "./status.js";

async function show(link) {
  const shown = document.getElementById(link.dataset.citation);
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  shown.textContent = (await answer.text()).trimEnd();
  for (const other of document.querySelectorAll("[data-citation]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  say(`Citation in ${link.textContent}`);
}

export function switchCitations() {
  for (const link of document.querySelectorAll("[data-citation]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link).catch(() => { location.href = link.href; });
    });
  }
}
