// The operator's page: buttons that call the API with a key, and figures that stay fresh while a job runs.
import { say } from "./status.js";

const KEY = "papersearch.key";
const FRESH_MS = 2000;

function tell(text) {
  document.getElementById("key-state").textContent = text;
  say(text);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("admin");
  if (fresh) document.getElementById("admin").replaceWith(document.adoptNode(fresh));
}

async function act(button) {
  const key = sessionStorage.getItem(KEY);
  if (!key) return tell("Enter an admin key first.");
  button.disabled = true;
  try {
    const headers = { Authorization: `Bearer ${key}`, ...(button.dataset.body && { "Content-Type": "application/json" }) };
    const answer = await fetch(button.dataset.act, { method: "POST", headers, body: button.dataset.body });
    const body = await answer.json().catch(() => ({}));
    tell(answer.ok ? `Started: ${button.textContent}` : body.detail ?? `The server responded with status ${answer.status}.`);
  } catch {
    tell("The server does not respond.");
  }
  button.disabled = false;
  await refresh().catch(() => {});
}

export function enableAdmin() {
  const form = document.getElementById("key-form");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = document.getElementById("admin-key");
    sessionStorage.setItem(KEY, input.value);
    input.value = "";
    tell("The key is set for this tab.");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act]");
    if (button) act(button);
  });
  setInterval(() => {
    if (document.getElementById("admin").dataset.live && !document.hidden) refresh().catch(() => {});
  }, FRESH_MS);
}
