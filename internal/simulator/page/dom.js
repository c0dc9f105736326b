// Small tools: elements, icons, requests, menus, dialogs, toasts.
import { t } from "./words.js";

// el makes an element: properties, "on" handlers, aria and data attributes, children.
export function el(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const e = document.createElement(name || "div");
  if (classes.length) e.className = classes.join(" ");
  for (const [k, v] of Object.entries(props)) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (k in e && k !== "role" && k !== "list") e[k] = v;
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

const paths = {
  send: "M3 20.5 22 12 3 3.5V10l12 2-12 2z", attach: "M7.5 12.5 14 6a3.2 3.2 0 0 1 4.5 4.5l-8 8a5 5 0 0 1-7-7L11 4", more: "M12 5v.01M12 12v.01M12 19v.01",
  keys: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10", down: "m5 9 7 7 7-7", close: "M6 6l12 12M18 6 6 18", menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21", people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.500a3.5 3.5 0 0 1 0 6.500M18 14.500c2.3.7 3.5 2.5 3.5 5.5",
  bolt: "M13 2 4 14h7l-1 8 9-12h-7z", theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z", signal: "M4 18v2M9 14v6M14 9v11M19 4v16", nosignal: "M4 18v2M9 14v6M14 13v7M19 4v8M3 3l18 18",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01", file: "M6 3h8l4 4v14H6zM14 3v4h4", pin: "M12 21s-7-6.5-7-11.500a7 7 0 0 1 14 0C19 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c0-4.5 3.5-6.5 7.5-6.500s7.5 2 7.5 6.5", reply: "M10 5 4 11l6 6v-4c5 0 8 1.5 10 5 0-6-3-9-10-9z", edit: "M4 20l1-4L16 5l3 3L8 19z",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4", trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13", play: "M7 4v16l13-8z", pause: "M7 4v16M17 4v16", link: "M9 15 20 4M13 4h7v7M18 14v6H4V6h6", lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12", tick: "m3 12 5 5L18 7", ticks: "m1 12 5 5L16 7M12 16l1 1L23 7", clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 1.5", plus: "M12 5v14M5 12h14",
};
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon i-" + name);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

export async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const found = await answer.json().catch(() => ({ error: answer.statusText }));
  if (found.error) throw new Error(found.error);
  return found;
}

export function toast(text, bad, host = document.querySelector("body > .toasts")) {
  const e = el("div.toast" + (bad ? ".bad" : ""), {}, text);
  host.append(e);
  setTimeout(() => e.remove(), 4000);
}

// menu opens a list beside an element or at a point; arrows move, Escape and a click elsewhere close it.
export function menu(at, items, label) {
  document.querySelector(".menu")?.remove();
  const before = document.activeElement;
  const box = el("div.menu", { role: "menu", "aria-label": label });
  const close = () => {
    box.remove();
    removeEventListener("pointerdown", outside, true);
    if (before?.isConnected && !document.querySelector("dialog[open]")) before.focus({ preventScroll: true });
  };
  const outside = (e) => box.contains(e.target) || close();
  for (const item of items.filter(Boolean)) {
    if (item.note) { box.append(el("div.note", {}, item.note)); continue; }
    const kind = item.checked === undefined ? "menuitem" : "menuitemcheckbox";
    box.append(el("button" + (item.bad ? ".bad" : ""), {
      role: kind, "aria-checked": item.checked === undefined ? null : String(item.checked), type: "button",
      onclick: () => { close(); item.do(); },
    }, item.icon ? icon(item.icon) : item.checked !== undefined ? el("span.check", {}, item.checked ? icon("tick") : "") : "", el("span", {}, item.text)));
  }
  box.addEventListener("keydown", (e) => {
    const all = [...box.querySelectorAll("button")], i = all.indexOf(document.activeElement);
    if (e.key === "ArrowDown") all[(i + 1) % all.length].focus();
    else if (e.key === "ArrowUp") all[(i - 1 + all.length) % all.length].focus();
    else if (e.key === "Escape" || e.key === "Tab") close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  document.body.append(box);
  const r = at.getBoundingClientRect ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const w = box.offsetWidth, h = box.offsetHeight;
  box.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + "px";
  box.style.top = (r.bottom + h + 12 < innerHeight ? r.bottom + 6 : Math.max(8, r.top - h - 6)) + "px";
  box.querySelector("button")?.focus();
  addEventListener("pointerdown", outside, true);
}

// ask shows a dialog with fields and resolves to their values, or null.
export function ask(title, fields, extra) {
  return new Promise((resolve) => {
    const inputs = fields.map((f) => el("input", { name: f.name, type: f.type || "text", value: f.value ?? "", required: f.required !== false, step: "any", autocomplete: "off" }));
    const d = el("dialog", { "aria-label": title, onclose: () => { resolve(d.returnValue === "ok" ? Object.fromEntries(new FormData(form)) : null); d.remove(); } });
    const form = el("form", { method: "dialog" },
      el("h2", {}, title), extra ? extra(inputs) : null,
      fields.map((f, i) => el("label", {}, el("span", {}, f.label), inputs[i])),
      el("div.buttons", {}, el("button", { type: "button", onclick: () => d.close("no") }, t("cancel")), el("button.primary", { value: "ok" }, t("ok"))));
    form.addEventListener("submit", () => { d.returnValue = "ok"; });
    d.append(form);
    document.body.append(d);
    d.showModal();
    inputs[0]?.focus();
  });
}

export function alertBox(text) {
  const d = el("dialog", { onclose: () => d.remove(), role: "alertdialog", "aria-label": text },
    el("form", { method: "dialog" }, el("p", {}, text), el("div.buttons", {}, el("button.primary", {}, t("ok")))));
  document.body.append(d);
  d.showModal();
}

export const colors = ["#d4574b", "#c9742a", "#8a6bd1", "#3f9142", "#2f8fa3", "#3a7fc4", "#c9558c"];
export function avatar(name, seed, color) {
  const a = el("span.avatar", { "aria-hidden": "true" }, name.split(/\s+/).slice(0, 2).map((w) => [...w][0] || "").join("").toUpperCase());
  a.style.background = color || colors[Math.abs(seed) % colors.length];
  return a;
}
