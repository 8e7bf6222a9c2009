// Where the site lives: "" at the root of its server, or a path such as "/papers".
export const ROOT = document.documentElement.dataset.root ?? "";
