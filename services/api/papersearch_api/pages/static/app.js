// What the pages do beyond links and forms. Everything here is an addition: without it all pages still work.
import { applyAtOnce } from "./apply.js";
import { switchCitations } from "./citations.js";
import { enableCopying } from "./copy.js";
import { searchInFacets } from "./facets.js";
import { drawRanges } from "./histogram.js";
import { listenForKeys } from "./keys.js";
import { enableLists } from "./reading_list.js";
import { enableAdmin } from "./admin.js";
import { sendLongTexts } from "./long_texts.js";
import { suggestInto } from "./suggest.js";

document.documentElement.classList.add("has-script");
for (const input of document.querySelectorAll("input[type=search]")) suggestInto(input);
sendLongTexts();
listenForKeys();
enableLists();
applyAtOnce();
enableCopying();
switchCitations();
drawRanges();
searchInFacets();
enableAdmin();
