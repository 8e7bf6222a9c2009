// A text that is too long for an address is sent in the body: the server cuts it to its most distinctive words.
const LONGEST_IN_ADDRESS = 1000;

export function sendLongTexts() {
  for (const form of document.querySelectorAll("form[role=search]")) {
    form.addEventListener("submit", () => {
      form.method = form.elements.q.value.length > LONGEST_IN_ADDRESS ? "post" : "get";
    });
  }
}
