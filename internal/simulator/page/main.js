// The page: which phones are shown, and the stream that keeps them up to date.
import { t, lang } from "./words.js";
import { el, icon, post, toast, menu, ask, avatar } from "./dom.js";
import { Pane } from "./pane.js";

const query = new URLSearchParams(location.search);
const main = document.querySelector(".panes"), tabs = document.querySelector(".people");
let state, bot, panes = [], stream, known = 0;

document.documentElement.lang = lang;
document.title = t("brand");
for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
for (const e of document.querySelectorAll("[data-label]")) { e.setAttribute("aria-label", t(e.dataset.label)); if (e.tagName === "BUTTON") e.title = t(e.dataset.label); }

const button = (id, face, act) => { const b = document.getElementById(id); b.append(face); b.addEventListener("click", () => act(b)); };
button("who", icon("people"), choosePeople);
button("faults", icon("bolt"), chooseFault);
const switchLanguage = () => { localStorage.setItem("lang", lang === "id" ? "en" : "id"); query.delete("lang"); location.search = query; };
const switchTheme = () => setTheme(dark() ? "light" : "dark");
button("lang", t("other"), switchLanguage);
button("theme", icon("theme"), switchTheme);

function dark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
function setTheme(name) {
  if (name) document.documentElement.dataset.theme = name;
  if (name) localStorage.setItem("theme", name);
}
setTheme(query.get("theme") || localStorage.getItem("theme"));

const load = async () => (state = await (await fetch("/sim/state?bot=" + encodeURIComponent(bot?.username || query.get("bot") || ""))).json());

async function begin() {
  await load();
  bot = state.bots.find((b) => b.username.toLowerCase() === (query.get("bot") || "").toLowerCase()) || state.bots[0];
  if (!bot) { setTimeout(begin, 1000); return; }
  await load();
  known = state.people.length;
  const bots = document.querySelector(".bots");
  bots.hidden = state.bots.length < 2;
  bots.append(...state.bots.map((b) => el("option", { value: b.username, selected: b === bot }, b.name)));
  bots.addEventListener("change", () => { query.set("bot", bots.value); location.search = query; });
  const wanted = query.get("people") || localStorage.getItem("people:" + bot.username) || state.people.slice(0, 3).map((p) => p.id).join(",");
  show(wanted.split(",").filter((key) => personOf(key) && (!key.includes("@") || groupOf(key)))); // a browser remembers longer than a demonstration
}

const personOf = (key) => state.people.find((p) => String(p.id) === key.split("@")[0]);
const groupOf = (key) => state.groups.find((g) => String(g.id) === key.split("@")[1]);

// show opens exactly these panes; a narrow screen goes to the one named.
function show(keys, to) {
  localStorage.setItem("people:" + bot.username, keys.join(","));
  query.set("people", keys.join(","));
  history.replaceState(null, "", "?" + String(query).replaceAll("%2C", ",").replaceAll("%40", "@"));
  panes = keys.map((key) => {
    const pane = new Pane(key, personOf(key), bot, groupOf(key), () => show(keys.filter((k) => k !== key)));
    pane.rooms = [{ key: String(pane.person.id), title: t("privateChat") }, ...state.groups.filter((g) => g.members.includes(pane.person.id)).map((g) => ({ key: `${pane.person.id}@${g.id}`, title: g.title }))];
    pane.others = state.people.filter((p) => pane.group && !pane.group.members.includes(p.id));
    pane.cast((pane.group?.members || []).map((id) => personOf(String(id))).filter(Boolean));
    pane.onroom = (to, chose) => {
      show(keys.map((k) => (k === key ? to : k === to ? key : k)));
      document.querySelector(`[data-key="${to}"] ${chose ? ".as" : "textarea"}`)?.focus();
    };
    pane.onmembers = () => load().then(() => show(keys));
    return pane;
  });
  main.replaceChildren(...panes.map((p) => p.el));
  if (!panes.length) main.append(el("p.nobody", {}, t("nobody")));
  tabs.replaceChildren(...panes.map((p) => {
    const count = el("span.count");
    p.tab = el("button", { type: "button", role: "tab", "aria-controls": p.el.id, onclick: () => p.el.scrollIntoView({ inline: "start", block: "nearest", behavior: "instant" }) }, p.group ? avatar(p.group.title, p.group.id) : avatar(p.name, p.person.id, p.person.color), el("span", {}, p.group?.title || p.person.first_name), count);
    p.onunread = (n) => { count.textContent = n || ""; };
    return p.tab;
  }));
  if (to) panes.find((p) => p.key === to)?.tab.click();
  mark();
  listen();
}

const narrow = () => innerWidth <= 700;

// mark shows which pane is in view, on a narrow screen.
function mark() {
  const mid = main.scrollLeft + main.clientWidth / 2;
  for (const p of panes) {
    const on = p.el.offsetLeft - main.offsetLeft <= mid && mid < p.el.offsetLeft - main.offsetLeft + p.el.offsetWidth;
    p.tab.setAttribute("aria-selected", String(on));
    p.seen = on || !narrow();
  }
}
main.addEventListener("scroll", mark, { passive: true });
addEventListener("resize", mark);

tabs.addEventListener("keydown", (e) => {
  const all = [...tabs.children], i = all.indexOf(document.activeElement), step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (step) { const to = all[(i + step + all.length) % all.length]; to.focus(); to.click(); e.preventDefault(); }
});

function listen() {
  stream?.close();
  if (!panes.length) return;
  stream = new EventSource(`/sim/events?bot=${encodeURIComponent(bot.username)}&panes=${panes.map((p) => p.key).join(",")}`);
  let first = true;
  const mine = panes;
  stream.onmessage = (e) => {
    document.body.classList.remove("lost");
    const news = JSON.parse(e.data);
    for (const v of news.panes) {
      const pane = mine.find((p) => p.key === v.key);
      const fresh = pane?.update(v, first);
      if (fresh && !first && !pane.seen) pane.badge(pane.unread + fresh);
    }
    document.body.dataset.ready = "yes";
    first = false;
    if (news.people !== known) { known = news.people; load(); }
  };
  stream.onerror = () => { if (!document.body.classList.contains("lost") && stream.readyState !== EventSource.OPEN) { document.body.classList.add("lost"); toast(t("connection"), true); } first = true; };
}

async function choosePeople(at) {
  await load();
  const open = panes.map((p) => p.key);
  const full = (p) => [p.first_name, p.last_name].filter(Boolean).join(" ") + (p.role ? ` · ${p.role}` : "");
  const entry = (text, key, fits) => ({ checked: open.some(fits), text, do: () => (open.some(fits) ? show(open.filter((k) => !fits(k))) : show([...open, key], key)) });
  menu(at, [
    ...state.people.map((p) => entry(full(p), String(p.id), (k) => k === String(p.id))),
    ...state.groups.map((g) => entry(`${g.title} · ${t("group")}`, `${g.members[0]}@${g.id}`, (k) => k.endsWith("@" + g.id))),
    { icon: "plus", text: t("newPerson"), do: async () => {
      const got = await ask(t("newPerson"), [{ name: "first_name", label: t("name") }, { name: "role", label: t("role"), required: false }]);
      if (!got) return;
      const p = await post("/sim/people", { ...got, language: lang }).catch((e) => toast(e.message, true));
      await load();
      if (p) show([...open, String(p.id)], String(p.id));
    } },
    state.people.length > 0 && { icon: "people", text: t("newGroup"), do: async () => {
      const picks = () => el("fieldset.picks", {}, el("legend", {}, t("inGroup")), state.people.map((p) => el("label", {}, el("input", { type: "checkbox", name: "m" + p.id, checked: open.includes(String(p.id)) }), el("span", {}, full(p)))));
      const got = await ask(t("newGroup"), [{ name: "title", label: t("title") }], picks);
      if (!got) return;
      const members = state.people.map((p) => p.id).filter((id) => got["m" + id]);
      const g = await post("/sim/groups", { bot: bot.username, title: got.title, members }).catch((e) => toast(members.length ? e.message : t("nobodyChosen"), true));
      await load();
      if (g) show([...open, `${members[0]}@${g.id}`], `${members[0]}@${g.id}`);
    } },
    narrow() && { icon: "theme", text: t("theme"), do: switchTheme },
    narrow() && { icon: "edit", text: t("language"), do: switchLanguage },
  ], t("choosePeople"));
}

function chooseFault(at) {
  const order = (what) => () => post("/sim/faults", what).then(() => toast(t("fDone")), (e) => toast(e.message, true));
  menu(at, [
    { text: t("fTwice"), do: order({ twice: 1 }) },
    { text: t("fDrop"), do: order({ drop_answers: 1 }) },
    { text: t("fHoldM"), do: order({ hold_messages: 0 }) },
    { text: t("fHoldT"), do: order({ hold_taps: 0 }) },
    { text: t("fRelease"), do: order({ release: true }) },
    { text: t("f429"), do: order({ fail: { method: "sendMessage", n: 1, code: 429, retry_after: 3 } }) },
    { text: t("f500"), do: order({ fail: { method: "sendMessage", n: 1, code: 500 } }) },
    { text: t("fLimits"), do: order({ limits: false }) },
    { text: t("fClear"), do: order({ clear: true }), bad: true },
  ], t("faults"));
}

begin();
