// A pane: one person's phone, open at one chat.
import { t, day } from "./words.js";
import { el, icon, post, toast, menu, ask, alertBox, avatar } from "./dom.js";
import { bubble, kindOf } from "./bubble.js";
import { composer } from "./composer.js";
import { scan } from "./scan.js";

export class Pane {
  constructor(key, person, bot, group, close) {
    Object.assign(this, { key, person, bot, group, close, posts: new Map(), waiting: [], unread: 0, stuck: true, top: 0, state: {} });
    this.name = [person.first_name, person.last_name].filter(Boolean).join(" ");
    this.log = el("div.log", { role: "log", "aria-live": "polite", "aria-label": `${t("messages")}: ${this.name}, ${group?.title || bot.name}`, tabIndex: 0 });
    this.down = el("button.down", { type: "button", "aria-label": t("down"), hidden: true, onclick: () => this.bottom(true) }, icon("down"), el("span.count"));
    this.notes = el("div.toasts", { role: "status", "aria-live": "polite" });
    this.signal = el("button.round", { type: "button", onclick: () => this.act("offline", { offline: !this.state.offline }).catch(() => {}) });
    this.status = el("span.status");
    this.as = el("select.as", { "aria-label": t("actAs"), title: t("actAs"), hidden: true, onchange: () => this.onroom(`${this.as.value}@${group.id}`, true) });
    this.act_ = this.actions();
    this.composer = composer(this);
    const title = group ? group.title : bot.name;
    this.el = el("section.pane", { "data-key": key, "aria-label": `${this.name}: ${title}`, id: "pane-" + key },
      el("div.owner", {}, avatar(this.name, person.id, person.color), el("b", {}, this.name), person.role ? el("span.role", {}, person.role) : null, this.signal,
        el("button.round", { type: "button", "aria-label": t("closePane"), title: t("closePane"), onclick: close }, icon("close"))),
      el("div.head", {}, avatar(title, group ? group.id : 5), el("span.who", {}, el("b", {}, el("span", {}, title), group ? null : verified()), this.status), this.as,
        el("button.round", { type: "button", "aria-label": t("more"), "aria-haspopup": "true", onclick: (e) => this.more(e.currentTarget) }, icon("more"))),
      el("div.back", {}, this.log, this.down, this.notes), this.composer.el);
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("load", () => this.stuck && this.bottom(), true); // of pictures
    new ResizeObserver(() => this.stuck && this.bottom()).observe(this.log);
    this.log.addEventListener("keydown", (e) => this.keys(e));
    this.log.addEventListener("dblclick", (e) => this.at(e) && this.composer.reply(this.at(e)));
    this.log.addEventListener("contextmenu", (e) => {
      const m = this.at(e);
      if (m && !getSelection().toString()) { e.preventDefault(); this.context(m, { x: e.clientX, y: e.clientY }); }
    });
    this.log.addEventListener("copy", (e) => { if (document.getSelection().anchorNode?.parentElement?.closest(".protected")) { e.preventDefault(); this.toast(t("protected")); } });
    for (const kind of ["dragover", "drop"]) this.el.addEventListener(kind, (e) => { e.preventDefault(); if (kind === "drop") this.composer.files([...e.dataTransfer.files]); });
  }

  // cast names the people of a group: one of them acts in this pane.
  cast(members) {
    this.as.hidden = !this.group;
    this.as.replaceChildren(...members.map((p) => el("option", { value: String(p.id), selected: p.id === this.person.id }, p.first_name)));
  }

  act(what, more = {}) {
    return post("/sim/act", { bot: this.bot.username, person: this.person.id, chat: this.group?.id || 0, do: what, ...more }).catch((e) => { this.toast(e.message, true); throw e; });
  }

  actions() {
    return {
      me: this.name, bot: this.bot.name,
      find: (id) => this.posts.get(id),
      say: (text) => this.act("send", { text }).catch(() => {}),
      open: (href) => {
        const u = new URL(href, location.href);
        if (u.hostname !== "t.me" || u.pathname.slice(1).toLowerCase() !== this.bot.username.toLowerCase()) return false;
        this.act("start", { text: u.searchParams.get("start") || "" }).then(() => this.goPrivate(), () => {});
        return true;
      },
      jump: (id) => {
        const e = this.log.querySelector(`[data-id="${id}"]`);
        e?.scrollIntoView({ block: "center", behavior: calm() });
        e?.classList.add("flash");
        setTimeout(() => e?.classList.remove("flash"), 1200);
      },
      zoom: (src, text) => {
        const d = el("dialog.zoom", { onclose: () => d.remove(), onclick: () => d.close(), "aria-label": t("photoOf") }, el("img", { src, alt: text || t("photoOf") }), text ? el("p", {}, text) : null, el("button.round", { "aria-label": t("closePane") }, icon("close")));
        document.body.append(d);
        d.showModal();
      },
      tap: (m, b, row, column) => {
        if (b.copy_text) { navigator.clipboard?.writeText(b.copy_text.text).then(() => this.toast(t("copied")), () => {}); return; }
        if (b.web_app) { open(`/sim/webapp?bot=${this.bot.username}&person=${this.person.id}&url=${encodeURIComponent(b.web_app.url)}`, "_blank"); return; }
        if (b.url && !/^https?:\/\/t\.me\//.test(b.url)) { open(b.url, "_blank", "noopener"); return; }
        this.act("tap", { id: m.id, row, column }).then(() => b.url && this.goPrivate(), () => {});
      },
    };
  }

  // goPrivate leaves a group for the talk with the bot, as a link to it does.
  goPrivate() {
    if (this.group) this.onroom(String(this.person.id));
  }

  toast(text, bad) { toast(text, bad, this.notes); }

  at(e) {
    const found = e.target.closest?.(".msg");
    return found && !e.target.closest("button, a") && this.posts.get(+found.dataset.id);
  }

  // update takes what the server sent: the whole state, and the messages that changed.
  update(v, first) {
    const near = first || this.stuck;
    this.state = v;
    let fresh = 0;
    for (const m of v.posts) {
      if (!this.posts.has(m.id) && !m.mine) fresh++;
      this.posts.set(m.id, m);
      this.place(m);
    }
    if (v.posts.length || v.waiting.length !== this.waiting.length || v.waiting.some((m, i) => m.text !== this.waiting[i].text)) this.outbox(v.waiting);
    this.arrange();
    this.chrome(v);
    this.spin(v.taps);
    for (const x of v.toasts) x.alert ? alertBox(x.text) : this.toast(x.text);
    const mine = v.posts.some((m) => m.mine && m.id === Math.max(...this.posts.keys())) || v.waiting.length > 0 && v.posts.length === 0;
    if (near || mine) this.bottom();
    else if (fresh) this.badge(this.unread + fresh);
    return fresh;
  }

  place(m) {
    const old = this.log.querySelector(`.msg[data-id="${m.id}"]`);
    const made = bubble(m, this.act_);
    if (old) { if (made) { made.classList.toggle("tail", old.classList.contains("tail")); old.replaceWith(made); } else old.remove(); return; }
    if (!made) return;
    made.classList.add("new");
    const after = [...this.log.querySelectorAll(".msg")].reverse().find((e) => +e.dataset.id > 0 && +e.dataset.id < m.id);
    after ? after.after(made) : this.log.prepend(made);
  }

  outbox(list) {
    this.waiting = list;
    this.log.querySelectorAll(".msg.waiting").forEach((e) => e.remove());
    for (const m of list) {
      this.posts.set(m.id, m);
      const e = bubble(m, this.act_);
      e.classList.add("waiting");
      this.log.append(e);
    }
    for (const id of [...this.posts.keys()]) if (id < 0 && !list.some((m) => m.id === id)) this.posts.delete(id);
  }

  // arrange sets date lines, the tails of bubbles and the grids of albums.
  arrange() {
    this.log.querySelectorAll(".date").forEach((e) => e.remove());
    const all = [...this.log.querySelectorAll(".msg")];
    let shown = "";
    all.forEach((e, i) => {
      const d = day(+e.dataset.date), next = all[i + 1], before = all[i - 1];
      const album = this.posts.get(+e.dataset.id)?.album;
      const same = (o) => o && o.dataset.from === e.dataset.from && day(+o.dataset.date) === d;
      e.classList.toggle("tail", !same(next));
      e.classList.toggle("first", !same(before));
      e.classList.toggle("album", Boolean(album && same(before) && this.posts.get(+before.dataset.id)?.album === album));
      if (d !== shown) e.before(el("div.date", { role: "separator" }, el("span", {}, dayName(d))));
      shown = d;
    });
    this.log.querySelector(".empty")?.remove();
    if (!all.length) this.log.append(el("div.empty", {}, avatar(this.bot.name, 5), el("b", {}, this.bot.name), el("p", {}, this.state.description || t("emptyTitle")), el("small", {}, t("empty"))));
  }

  chrome(v) {
    const status = v.offline ? "waitingSignal" : v.typing === "typing" ? "typing" : v.typing ? "sending" : "";
    this.status.textContent = status ? t(status) : this.group ? `${this.group.members.length + (v.away ? 0 : 1)} ${t("members")}` : t("bot_");
    this.status.classList.toggle("live", Boolean(v.typing) && !v.offline);
    this.el.classList.toggle("offline", v.offline);
    const label = t(v.offline ? "noSignal" : "signal");
    if (this.signal.title !== label) { this.signal.replaceChildren(icon(v.offline ? "nosignal" : "signal")); this.signal.title = label; this.signal.setAttribute("aria-label", label); this.signal.setAttribute("aria-pressed", String(v.offline)); }
    this.composer.update(v);
  }

  // spin marks buttons that wait for the bot's answer, and says so when it never came.
  spin(taps) {
    this.told ??= new Set();
    this.log.querySelectorAll(".inline .busy").forEach((b) => { b.classList.remove("busy"); b.removeAttribute("aria-busy"); });
    for (const tap of taps) {
      if (tap.failed) { if (!this.told.has(tap.id)) this.toast(t("tapFailed"), true); this.told.add(tap.id); continue; }
      for (const b of this.log.querySelectorAll(`.msg[data-id="${tap.post}"] .inline button`)) if (b.dataset.label === tap.label) { b.classList.add("busy"); b.setAttribute("aria-busy", "true"); }
    }
  }

  bottom(smooth) {
    this.stuck = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? calm() : "instant" });
    this.badge(0);
  }

  // scrolled notes whether the reader is at the end, and then wants to stay there whatever grows or shrinks.
  scrolled() {
    const away = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight > 100;
    if (!away) this.stuck = true;
    else if (this.log.scrollTop < this.top - 4) this.stuck = false; // only a reader scrolls up
    this.top = this.log.scrollTop;
    this.down.hidden = !away || this.stuck;
    if (!away) this.badge(0);
  }

  badge(n) {
    this.unread = n;
    this.down.lastChild.textContent = n || "";
    this.onunread?.(n);
  }

  keys(e) {
    const all = [...this.log.querySelectorAll(".msg:not(.service)")], i = all.indexOf(document.activeElement), m = this.posts.get(+document.activeElement.dataset?.id);
    if (e.key === "ArrowUp") (all[i < 0 ? all.length - 1 : Math.max(i - 1, 0)])?.focus();
    else if (e.key === "ArrowDown" && i >= 0) (all[i + 1] || this.log).focus();
    else if ((e.key === "Enter" || e.key === "ContextMenu") && m) this.context(m, document.activeElement.firstChild);
    else if (e.key === "Escape") this.composer.focus();
    else return;
    e.preventDefault();
  }

  context(m, at) {
    menu(at, [
      m.id > 0 && { icon: "reply", text: t("reply"), do: () => this.composer.reply(m) },
      m.text && !m.protected && { icon: "copy", text: t("copy"), do: () => navigator.clipboard?.writeText(m.text).then(() => this.toast(t("copied")), () => {}) },
      m.mine && m.text && { icon: "edit", text: t("edit"), do: () => this.composer.edit(m) },
      { icon: "trash", text: t("remove"), bad: true, do: () => this.act("delete", { id: m.id }).catch(() => {}) },
      m.protected && { note: t("protected") },
    ], kindOf(m) || t("messages"));
  }

  more(at) {
    const v = this.state, other = (this.rooms || []).filter((r) => r.key !== this.key);
    menu(at, [
      ...other.map((r) => ({ icon: "people", text: r.title, do: () => this.onroom(r.key) })),
      { icon: "camera", text: t("scan"), do: () => scan(this) },
      this.group && this.others?.length > 0 && { icon: "plus", text: t("addMember"), do: () => menu(at, this.others.map((p) => ({ icon: "user", text: [p.first_name, p.last_name].filter(Boolean).join(" "), do: () => this.act("add", { id: p.id }).then(this.onmembers, () => {}) })), t("addMember")) },
      !this.group && { icon: "link", text: t("deepLink"), do: async () => {
        const got = await ask(t("deepLink"), [{ name: "payload", label: `t.me/${this.bot.username}?start=`, required: false }]);
        if (got) this.act("start", { text: got.payload.trim().replace(/^.*[?&]start=/, "") }).catch(() => {});
      } },
      { icon: v.offline ? "signal" : "nosignal", text: t(v.offline ? "signal" : "noSignal"), do: () => this.act("offline", { offline: !v.offline }).catch(() => {}) },
      this.group && { icon: "block", text: t(v.away ? "botIn" : "botOut"), bad: !v.away, do: () => this.act(v.away ? "bot_in" : "bot_out").catch(() => {}) },
      !this.group && { icon: "block", text: t(v.blocked ? "unblock" : "block"), bad: !v.blocked, do: () => this.act(v.blocked ? "unblock" : "block").catch(() => {}) },
      { icon: "close", text: t("closePane"), do: this.close },
    ], t("more"));
  }
}

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

function dayName(d) {
  const now = Date.now() / 1000;
  return d === day(now) ? t("today") : d === day(now - 86400) ? t("yesterday") : d;
}

function verified() {
  const s = el("span.verified", {}, icon("tick"));
  s.setAttribute("aria-hidden", "true");
  return s;
}
