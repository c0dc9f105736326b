// How one message looks.
import { t, time } from "./words.js";
import { el, icon } from "./dom.js";

const wraps = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };

// rich makes nodes of text and its entities; JavaScript's strings count in UTF-16 units as the entities do.
export function rich(text, entities, act, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const list = (entities || []).filter((e) => e.offset >= from && e.offset + e.length <= to);
  for (let i = 0; i < list.length; i++) {
    const e = list[i];
    if (e.offset < at) continue;
    if (e.offset > at) nodes.push(text.slice(at, e.offset));
    const end = e.offset + e.length;
    nodes.push(span(e, text.slice(e.offset, end), rich(text, list.slice(i + 1), act, e.offset, end), act));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function span(e, word, inside, act) {
  const link = (href) => el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: (ev) => act.open(href) && ev.preventDefault() }, inside);
  switch (e.type) {
    case "url": return link(/^[a-z]+:\/\//i.test(word) ? word : "https://" + word);
    case "text_link": return /^(https?|tg|tel|mailto):/i.test(e.url) ? link(e.url) : el("span", {}, inside);
    case "email": return el("a", { href: "mailto:" + word }, inside);
    case "phone_number": return el("a", { href: "tel:" + word.replace(/[^+\d]/g, "") }, inside);
    case "bot_command": return el("a.command", { href: "#", onclick: (ev) => { ev.preventDefault(); act.say(word); } }, inside);
    case "mention": case "hashtag": return el("span.mention", {}, inside);
    case "spoiler": {
      const s = el("span.spoiler", { tabIndex: 0, role: "button", onclick: () => s.classList.add("shown"), onkeydown: (k) => k.key === "Enter" && s.classList.add("shown") }, el("span", {}, inside));
      return s;
    }
    default: return wraps[e.type] ? el(wraps[e.type], {}, inside) : el("span", {}, inside);
  }
}

// bubble is a message with its buttons. act is what the pane can do.
export function bubble(m, act) {
  if (m.deleted) return null;
  if (m.service) return el("div.msg.service", { "data-id": m.id, "data-date": m.date }, el("span", {}, (m.name ? m.name + ": " : "") + t("s_" + m.service)));
  const who = m.mine ? "mine" : "theirs";
  const box = el("div.bubble", {},
    m.name ? el("div.name", {}, m.name) : null,
    m.forward ? el("div.forward", {}, t("forwarded") + " ", el("b", {}, m.forward)) : null,
    m.reply ? quote(act.find(m.reply), m.reply, act) : null,
    m.media ? attached(m, act) : null,
    m.text ? el("div.text", {}, rich(m.text, m.entities, act)) : null,
    meta(m));
  const e = el("div.msg." + who, { "data-id": m.id, "data-date": m.date, "data-from": who + (m.name || ""), tabIndex: -1, role: "article", "aria-label": label(m, act) }, box, buttons(m, act));
  if (m.protected) e.classList.add("protected");
  if (m.edited) e.classList.add("edited");
  if (m.media && !m.text && ["photo", "location"].includes(m.media.Kind)) e.classList.add("bare");
  if (m.media && m.media.Kind === "photo") {
    const z = m.media.Sizes[m.media.Sizes.length - 1];
    e.classList.add("pictured");
    if (m.text) box.style.maxWidth = `${Math.max(240, Math.round(Math.min(z.Width, (320 * z.Width) / z.Height)) + 6)}px`; // the words are no wider than the picture
  }
  return e;
}

const label = (m, act) => `${m.mine ? act.me : m.name || act.bot}: ${m.text || kindOf(m)}, ${time(m.date)}`;

export function kindOf(m) {
  return m.media ? t({ photo: "photoOf", voice: "voiceNote", location: "location", contact: "contact" }[m.media.Kind] || "document") : "";
}

function meta(m) {
  const state = m.waiting ? "clock" : m.done ? "ticks" : "tick";
  return el("span.meta", {},
    m.protected ? icon("lock") : null,
    m.edited ? t("edited") + " " : "", time(m.date),
    m.mine ? el("span.state", { title: t(m.waiting ? "waits" : m.done ? "done" : "sent"), role: "img", "aria-label": t(m.waiting ? "waits" : m.done ? "done" : "sent") }, icon(state)) : null);
}

function quote(to, id, act) {
  return el("button.quote", { type: "button", onclick: () => act.jump(id) },
    el("b", {}, !to ? "" : to.mine ? act.me : to.name || act.bot), el("span", {}, !to || to.deleted ? t("deleted") : to.text || kindOf(to)));
}

function attached(m, act) {
  const a = m.media, src = (z) => "/sim/file/" + z.Unique;
  switch (a.Kind) {
    case "photo": {
      const z = a.Sizes[a.Sizes.length - 1];
      const img = el("img", { src: src(z), width: z.Width, height: z.Height, alt: t("photoOf") + (m.text ? ": " + m.text : ""), loading: "lazy", draggable: !m.protected });
      return el("button.photo", { type: "button", onclick: () => act.zoom(src(z), m.text) }, img);
    }
    case "voice": return voice(src(a.File), a.Seconds, a.File.Unique);
    case "location": {
      const map = el("div.map", {}, icon("pin"));
      return el("a.place", { href: `https://www.openstreetmap.org/?mlat=${a.Lat}&mlon=${a.Lon}#map=15/${a.Lat}/${a.Lon}`, target: "_blank", rel: "noopener noreferrer", "aria-label": t("location") },
        map, el("span.where", {}, `${a.Lat.toFixed(5)}, ${a.Lon.toFixed(5)}`));
    }
    case "contact": return el("div.card", {}, el("span.disc", {}, icon("user")), el("span", {}, el("b", {}, [a.First, a.Last].filter(Boolean).join(" ")), el("a", { href: "tel:" + a.Phone }, a.Phone)));
    default: return el("a.card", { href: src(a.File), download: a.Name || "file" }, el("span.disc", {}, icon("file")), el("span", {}, el("b", {}, a.Name), el("small", {}, size(a.File.Size))));
  }
}

const size = (n) => (n < 1024 ? n + " B" : n < 1 << 20 ? (n / 1024).toFixed(1) + " kB" : (n / (1 << 20)).toFixed(1) + " MB");

// voice draws a wave from the file's name, so that each note looks like itself.
function voice(src, seconds, seed) {
  const audio = el("audio", { src, preload: "none" });
  const bars = el("span.wave", { "aria-hidden": "true" });
  for (let i = 0; i < 34; i++) {
    const b = el("i");
    b.style.height = 4 + ((seed.charCodeAt(i % seed.length) * (i + 3)) % 17) + "px";
    bars.append(b);
  }
  const play = el("button.disc", { type: "button", "aria-label": t("voiceNote"), onclick: () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()) }, icon("play"));
  audio.addEventListener("play", () => play.replaceChildren(icon("pause")));
  for (const end of ["pause", "ended"]) audio.addEventListener(end, () => play.replaceChildren(icon("play")));
  audio.addEventListener("timeupdate", () => [...bars.children].forEach((b, i) => b.classList.toggle("past", i / 34 < audio.currentTime / (audio.duration || seconds))));
  return el("div.voice", {}, play, el("span", {}, bars, el("small", {}, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`)), audio);
}

function buttons(m, act) {
  if (!m.inline) return null;
  return el("div.inline", {}, m.inline.map((row, r) => el("div.row", {}, row.map((b, c) =>
    el("button" + (b.style ? "." + b.style : ""), { type: "button", "data-label": b.text, onclick: () => act.tap(m, b, r, c) }, el("span", {}, b.text), b.url || b.web_app ? icon("link") : b.copy_text ? icon("copy") : null)))));
}
