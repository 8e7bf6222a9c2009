// Searching inside a facet, in place: while something stands in its field, the list below shows the values that have a
// word that begins so. Enter still leads to the page of all such values.
import { ROOT } from "./root.js";
import { say } from "./status.js";

const WAIT_MS = 150;
const MOST = 20;

function searchAddress(form, changed) {
  const kept = [...new FormData(form)].filter(([name]) => name !== "prefix");
  return `${ROOT}/?${new URLSearchParams(changed(kept))}`;
}

function link(href, label, className) {
  const made = document.createElement("a");
  made.href = href;
  made.rel = "nofollow";
  if (className) made.className = className;
  made.append(label);
  return made;
}

function span(className, text) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}

function itemOf(form, { value, label, count, selected, excluded }) {
  const { facet } = form.dataset;
  const has = (name) => ([n, v]) => n === name && v === String(value);
  const without = (name) => (pairs) => pairs.filter((pair) => !has(name)(pair));
  const plus = (name) => (pairs) => [...without(name)(pairs), [name, value]];
  const change = excluded ? without(`${facet}.not`) : selected ? without(facet) : plus(facet);
  const name = document.createElement("bdi");
  name.className = "name";
  name.textContent = label;
  const choice = link(searchAddress(form, change), name);
  if (selected) choice.setAttribute("aria-current", "true");
  choice.append(span("count", count.toLocaleString("en")));
  const item = document.createElement("li");
  item.className = selected ? "on" : excluded ? "off" : "";
  item.append(choice);
  if (selected || excluded) item.append(span("not", ""));
  else {
    const not = link(searchAddress(form, plus(`${facet}.not`)), "−", "not");
    not.title = `Exclude ${label}`;
    not.setAttribute("aria-label", not.title);
    item.append(not);
  }
  return item;
}

function searchIn(form) {
  const input = form.elements.prefix;
  const list = form.parentElement.querySelector("ul.facet");
  const all = [...list.children];
  let timer = 0;
  let asking = null;

  function show({ meta, results }) {
    const text = `Matching ${form.dataset.plural}: ${meta.distinct.toLocaleString("en")}`;
    const rest = document.createElement("li");
    rest.className = "quiet small";
    rest.textContent = meta.distinct > results.length ? `${text}, ${results.length} shown` : text;
    list.replaceChildren(...results.map((each) => itemOf(form, each)), rest);
    say(rest.textContent);
  }

  async function ask() {
    const text = input.value.trim();
    asking?.abort();
    if (!text) return list.replaceChildren(...all);
    asking = new AbortController();
    const asked = new URLSearchParams({ prefix: text, size: MOST });
    const address = form.dataset.values;
    try {
      const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}${asked}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") list.replaceChildren(...all); // offline: Enter is left
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    input.value = "";
    ask();
  });
  if (input.value) ask(); // what the browser kept when the reader came back
}

export function searchInFacets() {
  for (const form of document.querySelectorAll("form[data-facet]")) searchIn(form);
}
