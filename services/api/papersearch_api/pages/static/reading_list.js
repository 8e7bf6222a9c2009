// The reading list, searches worth keeping, and what was visited: in this browser's storage, nowhere else.
import { ROOT } from "./root.js";
import { say } from "./status.js";

const LIST = "papersearch.list";
const SEARCHES = "papersearch.searches";
const VISITED = "papersearch.visited";
const MOST = { [LIST]: 500, [SEARCHES]: 100, [VISITED]: 2000 };

function read(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return []; // storage that is forbidden or spoilt is empty
  }
}

function write(name, values) {
  try {
    localStorage.setItem(name, JSON.stringify(values.slice(-MOST[name])));
  } catch {
    say("This browser does not allow saving");
  }
}

const listAddress = () => `${ROOT}/list?ids=${read(LIST).map(encodeURIComponent).join(",")}`;

function showList() {
  const ids = read(LIST);
  document.getElementById("list-count").textContent = ids.length || "";
  document.getElementById("list-link").href = ids.length ? listAddress() : `${ROOT}/list`;
  for (const button of document.querySelectorAll("[data-save]")) {
    const isSaved = ids.includes(button.dataset.save);
    button.setAttribute("aria-pressed", isSaved);
    button.firstChild.data = isSaved ? "Saved" : "Save";
  }
  for (const button of document.querySelectorAll("[data-save-all]")) {
    button.hidden = button.dataset.saveAll.split(",").every((id) => ids.includes(id));
  }
}

function toggle(id) {
  const ids = read(LIST);
  const isSaved = ids.includes(id);
  write(LIST, isSaved ? ids.filter((each) => each !== id) : [...ids, id]);
  say(isSaved ? "Removed from your list" : "Added to your list");
  showList();
}

function showSearches() {
  const section = document.getElementById("kept-searches");
  if (!section) return;
  const kept = read(SEARCHES).filter((each) => typeof each?.href === "string" && each.href.startsWith(`${ROOT}/?`));
  section.hidden = kept.length === 0;
  section.querySelector("ul").replaceChildren(...kept.map(({ href, label }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = String(label);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "save";
    button.textContent = "Delete";
    button.addEventListener("click", () => {
      write(SEARCHES, read(SEARCHES).filter((each) => each.href !== href));
      showSearches();
    });
    item.append(link, " ", button);
    return item;
  }));
}

function keepSearch(button) {
  const href = location.pathname + location.search;
  write(SEARCHES, [...read(SEARCHES).filter((each) => each.href !== href), { href, label: button.dataset.keepSearch }]);
  button.textContent = "Saved in My list";
  say("Saved in My list");
}

function markVisited() {
  const own = document.querySelector("[data-visited]")?.dataset.paper;
  if (own) write(VISITED, [...read(VISITED).filter((each) => each !== own), own]);
  const seen = new Set(read(VISITED));
  for (const item of document.querySelectorAll("li[data-paper]")) {
    item.classList.toggle("visited", seen.has(item.dataset.paper));
  }
}

export function enableLists() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.save) toggle(button.dataset.save);
    if (button?.dataset.keepSearch) keepSearch(button);
    if (button?.dataset.saveAll) {
      write(LIST, [...new Set([...read(LIST), ...button.dataset.saveAll.split(",")])]);
      say("Added to your list");
      showList();
    }
  });
  if (location.pathname === `${ROOT}/list` && !location.search && read(LIST).length) location.replace(listAddress());
  window.addEventListener("storage", showList);
  window.addEventListener("pageshow", () => { showList(); markVisited(); });
  showList();
  showSearches();
  markVisited();
}
