"use strict";
// Asks every 3 seconds how the door is, and counts down by itself in between. When the line is gone the code stays, and the page says that it may be old.
(() => {
  const by = id => document.getElementById(id);
  const code = by("code"), bar = by("bar");
  let turns = performance.now() + Number(document.body.dataset.left); // when the code changes
  let heard = performance.now(); // when the house last answered
  let asking = false;

  const show = s => {
    if (s.open === by("open").hidden && s.open && !by("until").textContent) return location.reload(); // opened for the first time: its hour is not on the page
    by("open").hidden = by("until").hidden = !s.open;
    by("closed").hidden = s.open;
    if (by("here").textContent !== String(s.here)) by("here").textContent = s.here;
    if (!s.open) return;
    turns = performance.now() + s.left;
    if (code.textContent === s.code) return;
    code.textContent = s.code;
    code.setAttribute("aria-label", code.dataset.name + " " + [...s.code.replace(" ", "")].join(" ")); // figure by figure
    by("qr").src = s.qr;
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(location.pathname + "/now", { cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (answer.ok) { show(await answer.json()); heard = performance.now(); }
      else if (answer.status === 404) location.reload();
    } catch { /* no line: the next question tries again */ }
    asking = false;
  };

  const tick = () => {
    const left = Math.max(0, Math.ceil((turns - performance.now()) / 1000));
    bar.value = left;
    by("seconds").textContent = left;
    by("stale").hidden = performance.now() - heard < 15000;
    if (left === 0) ask();
  };

  // A projector that falls asleep shows nothing: where the browser can, it is kept awake.
  const awake = () => { if (document.visibilityState === "visible") { navigator.wakeLock?.request("screen").catch(() => {}); ask(); } };
  document.addEventListener("visibilitychange", awake);
  awake();
  setInterval(tick, 250);
  setInterval(ask, 3000);
  tick();
})();
