"use strict";
(function () {
  var root = document.documentElement;
  var tools = document.getElementById("tools");
  tools.hidden = false;
  var remember = function (v) { try { localStorage.setItem("seedbed-theme", v); } catch (e) { /* a file may not store */ } };
  try { var was = localStorage.getItem("seedbed-theme"); if (was) root.dataset.theme = was; } catch (e) { /* as above */ }
  document.getElementById("theme").addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember(root.dataset.theme);
  });
  var open = false;
  document.getElementById("all").addEventListener("click", function () {
    open = !open;
    document.querySelectorAll("main details:not(.veil)").forEach(function (d) { d.open = open; });
    this.setAttribute("aria-pressed", open);
  });
  var shown = false;
  var veil = document.getElementById("veils");
  if (veil) veil.addEventListener("click", function () {
    shown = !shown;
    document.querySelectorAll("details.veil").forEach(function (d) { d.open = shown; });
    this.setAttribute("aria-pressed", shown);
  });
  var find = document.getElementById("find"), family = document.getElementById("family"), status = document.getElementById("found");
  var filter = function () {
    var q = find.value.trim().toLowerCase(), f = family.value, n = 0;
    document.querySelectorAll("main article").forEach(function (a) {
      var ok = (!f || a.dataset.family === f) && (!q || a.textContent.toLowerCase().indexOf(q) >= 0);
      a.hidden = !ok;
      if (ok) n++;
    });
    if (q || f) document.querySelectorAll("details.family").forEach(function (d) { d.open = true; });
    status.textContent = q || f ? n + " shown" : "";
  };
  find.addEventListener("input", filter);
  family.addEventListener("change", filter);
  // A long text shows where its mark is.
  document.querySelectorAll("details.evidence, details.veil").forEach(function (d) {
    d.addEventListener("toggle", function () {
      d.querySelectorAll(".long").forEach(function (box) {
        var mark = box.querySelector("mark");
        if (mark && !box.scrollTop) box.scrollTop = mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
      });
    });
  });
  var reveal = function () {
    var id = decodeURIComponent(location.hash.slice(1));
    var at = id && document.getElementById(id);
    for (var d = at; d; d = d.parentElement) if (d.tagName === "DETAILS" && !d.classList.contains("veil")) d.open = true;
    if (at) at.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not(.veil)").forEach(function (d) { d.open = true; });
  });
})();
