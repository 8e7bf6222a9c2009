// Says a sentence to screen readers, without moving anything.
export function say(text) {
  document.getElementById("status").textContent = text;
}
