// Keys: "/" to the box, "?" for the list of keys, arrows and j, k from hit to hit, "s" saves the hit.
const HITS = ".hits .hit h2 a, .grid > li > a:first-child";

function isTyping(target) {
  return target.matches("input, select, textarea, [contenteditable]");
}

function step(by) {
  const links = [...document.querySelectorAll(HITS)].filter((link) => link.checkVisibility());
  const now = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  const next = links[now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

const ACTIONS = {
  "/": () => {
    const box = document.querySelector("input[type=search]");
    box?.focus();
    box?.select();
    return Boolean(box);
  },
  "?": () => {
    const dialog = document.getElementById("keys");
    if (!dialog.open) dialog.showModal();
    return true;
  },
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => document.activeElement.matches(HITS) && step(1),
  ArrowUp: () => document.activeElement.matches(HITS) && step(-1),
  s: () => {
    const button = document.activeElement.closest("[data-paper]")?.querySelector("[data-save]");
    button?.click();
    return Boolean(button);
  },
};

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (ACTIONS[event.key]?.()) event.preventDefault();
  });
}
