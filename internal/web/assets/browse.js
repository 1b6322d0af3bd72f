"use strict";
// All of this can be done with links and forms alone: these are keys for who goes through
// many rows.
(() => {
document.documentElement.classList.add("js");
const rows = () => [...document.querySelectorAll("#rows .row")];
const link = r => r.querySelector(".rowhead a");
const at = () => rows().indexOf(document.activeElement?.closest?.("#rows .row"));
document.addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  if (e.target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  const all = rows(), i = at();
  const go = n => { const r = all[Math.max(0, Math.min(all.length - 1, n))]; if (r) { link(r).focus(); r.scrollIntoView({block: "nearest"}); e.preventDefault(); } };
  switch (e.key) {
  case "j": return i === all.length - 1 && all.length ? document.getElementById("next")?.focus() : go(i + 1);
  case "k": return go(i < 0 ? 0 : i - 1);
  case "x": {
    const box = all[i]?.querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; e.preventDefault(); }
    return;
  }
  case "/": {
    const q = document.getElementById("q");
    if (q) { q.focus(); q.select(); e.preventDefault(); }
  }
  }
});
// While the index is made, it is said how far it is.
const making = () => {
  if (!document.querySelector("[data-making]")) return;
  setTimeout(async () => {
    try {
      const r = await fetch(location.href);
      const next = new DOMParser().parseFromString(await r.text(), "text/html").querySelector("[data-making]");
      const here = document.querySelector("[data-making]");
      if (next) here.textContent = next.textContent;
      else { here.textContent = "The index is whole. "; const a = document.createElement("a"); a.href = location.href; a.textContent = "Look again"; here.append(a); delete here.dataset.making; }
    } catch { /* it is asked again */ }
    making();
  }, 2000);
};
making();
})();
