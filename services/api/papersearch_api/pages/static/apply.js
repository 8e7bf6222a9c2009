// Forms that apply without their button: `change`, when a choice is made; `leave`, when the focus leaves changed fields.
// Keys that walk through the options of a closed list choose nothing yet: Enter or leaving the list does.
const WALKING = new Set(["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"]);

function applyOnChange(form) {
  let isWalking = false;
  let isChanged = false;
  const apply = () => { if (isChanged) form.requestSubmit(); };
  form.addEventListener("keydown", ({ key }) => {
    isWalking = WALKING.has(key) || (isWalking && key !== "Enter");
    if (key === "Enter") apply();
  });
  form.addEventListener("pointerdown", () => { isWalking = false; });
  form.addEventListener("change", () => {
    isChanged = true;
    if (!isWalking) apply();
  });
  form.addEventListener("focusout", () => { if (isWalking) apply(); });
}

function applyOnLeave(form) {
  const values = () => [...new FormData(form).values()].join();
  const before = values();
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget) && values() !== before && form.checkValidity()) form.requestSubmit();
  });
}

export function applyAtOnce() {
  for (const form of document.querySelectorAll("form[data-apply]")) {
    if (form.dataset.apply === "leave") applyOnLeave(form);
    else applyOnChange(form);
  }
}
