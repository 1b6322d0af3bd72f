"use strict";
// All that is done here can be done by the forms alone. This lets somebody keep their
// hands on the keyboard and their eyes on the row.
(() => {
const root = document.documentElement;
root.classList.add("js");
const $ = (q, in_ = document) => in_.querySelector(q);
const $$ = (q, in_ = document) => [...in_.querySelectorAll(q)];
const say = text => { $("#said").textContent = text; };

// The question that keys answer: the one that has the focus, or the first without an
// answer.
const questions = () => $$("#answer fieldset.q");
const answered = q => q.dataset.kind === "number" || $("input[type=number]", q) ? $("input", q).value !== "" : !!$("input:checked", q);
const current = () => document.activeElement?.closest?.("fieldset.q") || questions().find(q => !answered(q));
const focusNext = () => { const q = questions().find(q => !answered(q)); (q || $("#save"))?.focus({preventScroll: false}); };

const pick = (q, i) => {
  const all = $$("input[type=radio]", q);
  if (!all[i]) return false;
  all[i].checked = true;
  all[i].dispatchEvent(new Event("change", {bubbles: true}));
  const left = questions(), at = left.indexOf(q);
  (left.slice(at + 1).find(x => !answered(x)) || left.find(x => !answered(x)) || $("#save")).focus();
  return true;
};
const digit = (q, key) => {
  if (q.dataset.kind !== "scale") return pick(q, Number(key) - 1);
  const want = key === "0" && !$(`input[value="0"]`, q) ? "10" : key;
  const at = $$("input[type=radio]", q).findIndex(x => x.value === want);
  return at >= 0 && pick(q, at);
};
// The key that opens a text is not its first letter, however long it is held.
let opener = "";
document.addEventListener("keyup", e => { if (e.key === opener) opener = ""; });
document.addEventListener("beforeinput", e => { if (opener && e.data === opener) e.preventDefault(); });
const open = (id, q) => { const d = $(id); if (!d) return; d.open = true; requestAnimationFrame(() => $(q, d)?.focus()); };
const toggle = id => { const d = $(id); if (d) { d.open = !d.open; if (d.open) d.scrollIntoView({block: "nearest"}); } };
const step = by => {
  const all = questions(), q = current(), at = all.indexOf(q);
  all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
};

document.addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || !$("#answer")) return;
  const t = e.target;
  if (t.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) {
    if (!e.repeat) opener = "";
    if (e.key === "Escape") { t.blur(); focusNext(); }
    return;
  }
  if (e.repeat && !e.key.startsWith("Arrow")) return; // a key that is held answers once
  opener = e.key;
  const q = current(), radio = t.matches("input[type=radio]");
  const done = () => { e.preventDefault(); };
  if (/^[0-9]$/.test(e.key)) { if (q && digit(q, e.key)) done(); return; }
  switch (e.key) {
  case "y": case "n":
    if (q?.dataset.kind === "yes_no" && pick(q, e.key === "y" ? 0 : 1)) done();
    else if (e.key === "n") { open("#note", "textarea"); done(); }
    return;
  case "c": open("#note", "textarea"); return done();
  case "s": open("#skip", "input[type=radio]"); return done();
  case "f": open("#flag", "input"); return done();
  case "e": open("#mend", "textarea"); return done();
  case "m": markSelection(); return done();
  case "r": $("#reveal")?.requestSubmit(); return done();
  case "?": toggle("#keys"); return done();
  case "ArrowUp": case "ArrowDown": if (!radio) { step(e.key === "ArrowUp" ? -1 : 1); done(); } return;
  case "ArrowLeft": if (radio || e.repeat) return; // falls through
  case "Backspace": $("#undo")?.requestSubmit(); return done();
  case "Enter":
    if (t.closest("button, summary, a, #skip")) return;
    $("#save").click();
    return done();
  }
});

// Drafts: what is half done is kept as one goes.
let timer = 0;
const form = () => $("#answer");
const keep = async () => {
  clearTimeout(timer);
  timer = 0;
  const f = form();
  if (!f) return;
  try {
    const r = await fetch(f.dataset.draft, {method: "POST", body: new URLSearchParams(new FormData(f)), headers: {Accept: "text/plain"}, keepalive: true});
    const at = $("#draft");
    if (at) at.textContent = r.ok ? "draft kept" : "this draft could not be kept";
  } catch { const at = $("#draft"); if (at) at.textContent = "the server does not answer; this draft is on this page alone"; }
};
document.addEventListener("input", e => { if (e.target.closest("#answer")) { clearTimeout(timer); timer = setTimeout(keep, 500); } });
document.addEventListener("change", e => { if (e.target.matches("#answer input")) { clearTimeout(timer); timer = setTimeout(keep, 500); } });
document.addEventListener("visibilitychange", () => { if (timer && document.visibilityState === "hidden") keep(); });

// Forms are sent and their answer shown in place, so that the page does not blink.
let busy = false;
document.addEventListener("submit", async e => {
  const f = e.target, action = e.submitter?.getAttribute("formaction") || f.getAttribute("action");
  if (!action?.startsWith("/i/") || f.method !== "post") return;
  e.preventDefault();
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  timer = 0;
  try {
    const r = await fetch(action, {method: "POST", body: new URLSearchParams(new FormData(f, e.submitter))});
    const html = await r.text();
    if (!r.ok && f.id === "answer") trouble("Not saved: " + ($("main h1", new DOMParser().parseFromString(html, "text/html"))?.textContent || r.status));
    else show(html, r.url);
  } catch {
    trouble("Not saved: the server does not answer.");
  } finally { busy = false; }
});
const trouble = text => {
  say(text + " What you entered is still here; try again.");
  $("#said").classList.remove("vh");
};
const show = (html, url) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = $("main", page);
  if (!main) { location.reload(); return; }
  $("#said").classList.add("vh");
  $("main").replaceWith(document.adoptNode(main));
  const head = $("header.top", page);
  if (head) $("header.top").replaceWith(document.adoptNode(head));
  document.title = page.title;
  const at = new URL(url);
  if (at.pathname !== location.pathname) history.pushState(null, "", at.pathname + at.search);
  scrollTo(0, 0);
  say($("#receipt")?.textContent.trim() || $("main h1")?.textContent || "");
  begin();
};
addEventListener("popstate", () => location.reload());

// Words that are marked: offsets are code points of the row's text, not of what is
// shown, where a symbol can stand for what cannot be seen.
const points = node => {
  if (node.nodeType === Node.TEXT_NODE) return [...node.data].length;
  if (node.dataset?.n) return Number(node.dataset.n);
  return [...node.childNodes].reduce((n, c) => n + points(c), 0);
};
const offset = (box, node, at) => {
  let n = 0;
  for (; node !== box; node = node.parentNode) {
    const up = node.parentNode;
    if (up.dataset?.n) { n = 0; at = 0; continue; }
    n += node.nodeType === Node.TEXT_NODE ? [...node.data.slice(0, at)].length : [...node.childNodes].slice(0, at).reduce((m, c) => m + points(c), 0);
    at = [...up.childNodes].indexOf(node);
  }
  return n + [...box.childNodes].slice(0, at).reduce((m, c) => m + points(c), 0);
};
const ranges = [];
const markSelection = () => {
  const field = $("#answer input[name=spans]"), s = getSelection();
  if (!field) return;
  if (!s.rangeCount || s.isCollapsed) { open("#mark", "input[name=mark_words]"); return; }
  const r = s.getRangeAt(0), el = n => n.nodeType === Node.TEXT_NODE ? n.parentElement : n;
  const box = el(r.startContainer).closest(".text[data-path]");
  if (!box || box !== el(r.endContainer).closest(".text[data-path]")) { say("Mark words within one text."); return; }
  const from = offset(box, r.startContainer, r.startOffset), to = offset(box, r.endContainer, r.endOffset);
  if (to <= from) return;
  const all = JSON.parse(field.value || "[]"), category = $("#category").value;
  all.push({field: box.dataset.path, from, to, category});
  field.value = JSON.stringify(all);
  const li = document.createElement("li"), q = document.createElement("q");
  q.textContent = s.toString().slice(0, 200);
  li.append(q, " " + category);
  $("#marks").append(li);
  $("#mark").open = true;
  if (globalThis.Highlight) { ranges.push(r.cloneRange()); CSS.highlights.set("marked", new Highlight(...ranges)); }
  s.removeAllRanges();
  say("marked");
  keep();
  focusNext();
};

// An overview is looked at again now and then, while somebody looks at it.
let polling = 0;
const poll = async () => {
  const main = $("main[data-poll]");
  if (!main || document.visibilityState !== "visible" || $("details[open]", main) || main.contains(document.activeElement) && document.activeElement !== main) return;
  try {
    const r = await fetch(location.href);
    if (!r.ok) return;
    const next = $("main[data-poll]", new DOMParser().parseFromString(await r.text(), "text/html"));
    if (next && next.innerHTML !== main.innerHTML) main.replaceWith(document.adoptNode(next));
  } catch { /* it is asked again */ }
};

const begin = () => {
  ranges.length = 0;
  globalThis.CSS?.highlights?.clear();
  clearInterval(polling);
  if ($("main[data-poll]")) polling = setInterval(poll, 4000);
  if ($("#answer")) { if ($("#reveal")) $("#reveal button").focus(); else focusNext(); }
  else $("main [autofocus]")?.focus();
};
begin();
})();
