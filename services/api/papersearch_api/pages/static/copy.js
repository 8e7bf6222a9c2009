// Buttons that copy: a citation, or this page's address.
import { say } from "./status.js";

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea"); // pages that come over plain HTTP have no clipboard
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function copyOnClick(button, text) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await copy(text());
      button.textContent = "Copied";
      say("Copied");
    } catch {
      button.textContent = "Copying failed";
      say("The browser did not allow copying");
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

export function enableCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    copyOnClick(button, () => document.getElementById(button.dataset.copy).textContent);
  }
  for (const button of document.querySelectorAll("[data-copy-address]")) copyOnClick(button, () => location.href);
}
