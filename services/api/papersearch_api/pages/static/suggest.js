// Suggestions under a search box: papers, authors, venues and tags, as an ARIA combobox with a list box.
import { ROOT } from "./root.js";

const WAIT_MS = 120;
const SECTIONS = [
  ["papers", "Papers", (value) => `${ROOT}/papers/${encodeURIComponent(value)}`],
  ["authors", "Authors", (value) => `${ROOT}/?author=${encodeURIComponent(value)}`],
  ["venues", "Venues", (value) => `${ROOT}/?venue=${encodeURIComponent(value)}`],
  ["keywords", "Keywords", (value) => `${ROOT}/?keyword=${encodeURIComponent(value)}`],
];

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function optionsOf(found, prefix) {
  let number = 0;
  return SECTIONS.filter(([name]) => found[name]?.length).map(([name, title, address]) => {
    const heading = element("div", { class: "section-name", id: `${prefix}-${name}`, "aria-hidden": "true" }, title);
    const options = found[name].map(({ value, label, count }) => {
      const shown = element("bdi", {}, label);
      const amount = name === "papers" ? "" : element("span", { class: "quiet" }, count.toLocaleString("en"));
      const id = `${prefix}-option-${(number += 1)}`;
      return element("div", { role: "option", id, "aria-selected": "false", "data-href": address(value) }, shown, amount);
    });
    return element("div", { role: "group", "aria-label": title }, heading, ...options);
  });
}

export function suggestInto(input) {
  const prefix = `suggest-${input.id}`;
  const list = element("div", { role: "listbox", id: prefix, class: "suggestions", "aria-label": "Suggestions" });
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
                               ["aria-controls", prefix]]) input.setAttribute(name, value);
  let chosen = -1;
  let timer = 0;
  let asking = null;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    const all = options();
    chosen = place;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[place].id);
      all[place].scrollIntoView({ block: "nearest" });
    }
  }

  async function ask() {
    const text = input.value.trim();
    asking?.abort();
    if (text.length < 2 || text.length > 200) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${ROOT}/api/v1/suggest?size=4&q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (!answer.ok) return close();
      const groups = optionsOf(await answer.json(), prefix);
      if (document.activeElement !== input) return;
      list.replaceChildren(...groups);
      list.hidden = groups.length === 0;
      input.setAttribute("aria-expanded", String(groups.length > 0));
      choose(-1);
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the box goes on as a plain box
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      location.href = options()[chosen].dataset.href;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden && count) {
      event.preventDefault();
      const next = chosen + (event.key === "ArrowDown" ? 1 : -1);
      choose(next >= count ? -1 : next < -1 ? count - 1 : next);
    } else if (event.key === "ArrowDown" && list.hidden) {
      ask();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.href;
  });
}
