// Citation styles switch in place: a link leads to the reference as a text, which is shown instead of the BibTeX entry.
import { say } from "./status.js";

async function textOf(link, bibtex) {
  if (link.getAttribute("href").startsWith("#")) return bibtex;
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.text()).trimEnd();
}

function switchIn(shown, links) {
  const bibtex = shown.textContent;
  const show = async (link) => {
    shown.textContent = await textOf(link, bibtex);
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    say(`Citation in ${link.textContent}`);
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link).catch(() => { location.href = link.href; });
    });
  }
}

export function switchCitations() {
  const links = [...document.querySelectorAll("[data-citation]")];
  if (links.length) switchIn(document.getElementById(links[0].dataset.citation), links);
}
