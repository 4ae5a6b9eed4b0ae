/* Beside the picture: the panel with the evidence, filters, lists. */

/* ---- the panel ---- */
function table(facts) {
  const list = el("dl");
  for (const [name, value] of facts) list.append(el("dt", { text: name }), el("dd", { text: value }));
  return facts.length ? list : null;
}
function quote(number, polarity, part) {
  const [report, whole, , page, paragraph, heading, words] = data.statements[number];
  const [title, kind, day, file, url, , pagesAt, licence] = data.reports[report];
  const place = [page ? `page ${page}` : "", paragraph ? `paragraph ${paragraph}` : "",
    heading ? `“${heading}”` : ""].filter(Boolean).join(", ");
  const foot = el("footer", { text: [title, kind, day || "undated", place, file].filter(Boolean).join(" · ") });
  for (const [href, text] of [[page && pagesAt ? pagesAt + page : url, "source"], [licence, "licence"]]) {
    if (/^https?:\/\//i.test(href)) {
      foot.append(" · ", el("a", { href, rel: "noreferrer noopener", target: "_blank", text }));
    }
  }
  if (part && whole === 2 && polarity !== 2) foot.prepend("Part of a mixed finding · ");
  return el("blockquote", { class: POLARITIES[polarity] }, el("p", { text: words }), foot);
}
/* Statements under headings, strengths and weaknesses apart; [number, polarity, part] each. */
function evidence(found) {
  const out = document.createDocumentFragment();
  for (const [code, heading, mark] of GROUPS) {
    const every = found.filter((one) => one[1] === code);
    if (!every.length) continue;
    const told = every.filter((one) => data.statements[one[0]][6] !== null);
    told.sort((p, q) => day(q).localeCompare(day(p)) || p[0] - q[0]);
    out.append(el("h3", { class: mark, text: `${heading} (${every.length})` }));
    out.append(listed(told, (one) => quote(...one)));
    const left = every.length - told.length;
    if (left) {
      out.append(el("p", { class: "hint",
        text: `${left} more without their words, to keep this file small (--quotes 0 keeps all).` }));
    }
  }
  return out;
}
const day = (one) => data.reports[data.statements[one[0]][0]][2];
/* The first of many, and a button for the rest. */
function listed(items, make, most = MORE, into = el("div")) {
  into.append(...items.slice(0, most).map(make));
  if (items.length > most) {
    const rest = items.length - most;
    const button = el("button", { type: "button", text: `Show ${rest} more` });
    button.addEventListener("click", () => button.replaceWith(...items.slice(most).map(make)));
    into.append(button);
  }
  return into;
}
function linkEvidence(link) {
  const found = said(link, link).map((n) => [n, polarityIn(data.statements[n], link), true]);
  for (const one of named(link)) found.push([one[3], 4, false]);
  return found;
}
function nodeEvidence(node) {
  const found = new Map();
  for (const n of said(node)) found.set(n, [n, data.statements[n][1], false]);
  for (const link of node.links) {
    if (!shown.links.has(link)) continue;
    const own = node.kind === "theme" ? link : null;
    for (const n of said(link, link)) {
      found.set(n, [n, polarityIn(data.statements[n], own), Boolean(own)]);
    }
  }
  return [...found.values()];
}
function linkButton(link, from) {
  const label = from ? other(link, from).title : titleOf(link);
  return el("li", {}, el("button", { type: "button", click: () => pickLink(link), "data-link": link.n },
    label, el("span", { text: link.label })));
}
function nodeButton(node) {
  return el("li", {}, el("button", { type: "button", "data-node": node.n,
    click: () => { pick(node); goTo(node); } }, node.title, el("span", { text: typeName(node) })));
}
function fillDetails() {
  const node = byIri.get(state.node);
  const link = byEnds.get(state.link);
  const panel = $("details");
  panel.replaceChildren(node ? nodePanel(node) : link ? linkPanel(link) : welcome());
  panel.scrollTop = 0;
}
function nodePanel(node) {
  const out = document.createDocumentFragment();
  const look = legend.get(node.type);
  out.append(el("h2", { text: node.title }),
    el("p", { class: "type" }, look ? symbol(look) : "", typeName(node)));
  const others = node.names.filter((name) => plain(name) !== plain(node.title));
  const facts = [...node.facts];
  if (others.length) {
    const more = others.length > 6 ? `; and ${others.length - 6} more` : "";
    facts.push(["Also called", others.slice(0, 6).join("; ") + more]);
  }
  const found = nodeEvidence(node);
  out.append(table(facts) || "", actions(node));
  const mine = node.links.filter((one) => shown.links.has(one))
    .sort((p, q) => q.width - p.width || p.n - q.n);
  const evident = evidence(found);
  if (mine.length) {
    const list = el("ul", { class: "plain" });
    out.append(el("h3", { text: `Linked with (${mine.length})` }),
      listed(mine, (one) => linkButton(one, node), 8, list));
  }
  if (filtered()) out.append(el("p", { class: "hint", text: "Counted within the filters." }));
  out.append(evident);
  return out;
}
function actions(node) {
  const row = el("div", { class: "row" });
  if (state.focus === node.iri) {
    row.append(el("button", { type: "button", text: "Show everything again",
      click: () => change({ focus: "" }, true) }));
  } else {
    row.append(el("button", { type: "button", text: "Show only its neighbours",
      click: () => focusOn(node) }));
  }
  row.append(el("button", { type: "button", text: "Find in picture", click: () => goTo(node) }));
  return row;
}
function linkPanel(link) {
  const out = document.createDocumentFragment();
  const end = (node) => el("button", { type: "button", text: node.title, click: () => pick(node) });
  out.append(el("h2", { text: titleOf(link) }), el("p", { class: "type", text: link.label }),
    el("div", { class: "row" }, end(link.a), end(link.b)), table(link.facts) || "");
  if (filtered()) out.append(el("p", { class: "hint", text: "Evidence within the filters only." }));
  const found = linkEvidence(link);
  out.append(evidence(found));
  if (!found.length) out.append(el("p", { class: "hint", text: "No words stand behind this line." }));
  return out;
}
function welcome() {
  const out = document.createDocumentFragment();
  out.append(el("h2", { text: "Choose a node or a link" }),
    el("p", { class: "hint", text: "Click, search, or use the list. Double click shows only a node and "
      + "its neighbours. What is chosen stands in the address, which can be kept or sent." }));
  const top = byWeight.filter((node) => shown.nodes.has(node) && node.kind !== "row").slice(0, 8);
  out.append(el("h3", { text: "Most told of" }),
    el("ul", { class: "plain" }, ...top.map(nodeButton)));
  const days = data.reports.map((one) => one[2]).filter(Boolean).sort();
  const span = days.length ? `, ${days[0].slice(0, 4)} to ${days[days.length - 1].slice(0, 4)}` : "";
  out.append(el("h3", { text: "What this is" }), el("p", { class: "hint",
    text: `Read from ${count(data.reports.length, "inspection report")}${span} by inspectgraph. Every link `
      + "has the words behind it, with report, page and paragraph. A name in a report is no statement "
      + "of a contract or duty. Pictures by vis-network (MIT licence)." }));
  return out;
}

/* ---- filters and list ---- */
function fillFilters() {
  const off = hidden();
  const panel = $("filters");
  const kept = document.activeElement?.id;
  const types = el("fieldset", {}, el("legend", { text: "Show" }));
  for (const one of data.legend) {
    const box = el("input", { type: "checkbox", id: `type-${one.type}` });
    box.checked = !off.has(one.type);
    box.addEventListener("change", () => {
      const now = hidden();
      if (box.checked) now.delete(one.type); else now.add(one.type);
      change({ hide: [...now].sort().join(",") });
    });
    types.append(el("label", { class: "check" }, box, symbol(one), one.label));
  }
  const themes = data.themes.map((label, n) => [String(n), label])
    .sort((p, q) => p[1].localeCompare(q[1], "en"));
  const kinds = Object.entries(data.kinds);
  const polarities = [["weakness", "Weaknesses (mixed too)"], ["strength", "Strengths (mixed too)"],
    ["mixed", "Mixed findings"], ["recommendation", "Recommendations"]];
  const span = years.map((year) => [year, year]);
  panel.replaceChildren(types,
    field("polarity", "What inspectors found", "Anything", polarities),
    themes.length ? field("theme", "Theme", "Any theme", themes) : "",
    field("kind", "Kind of report", "Any kind", kinds),
    el("div", { class: "pair" }, field("from", "From", "First", span), field("to", "To", "Last", span)),
    el("p", { class: "hint", text: "By the end of the inspection, else publication; "
      + "undated reports don't count once a year is chosen." }),
    el("button", { type: "button", id: "reset", text: "Reset filters", click: () =>
      change({ hide: "", theme: "", polarity: "", kind: "", from: "", to: "" }) }));
  if (kept && kept !== "search") $(kept)?.focus();
}
function field(key, label, any, choices) {
  const select = el("select", { id: `filter-${key}` }, el("option", { value: "", text: any }),
    ...choices.map(([value, text]) => el("option", { value, text })));
  select.value = state[key];
  select.addEventListener("change", () => change({ [key]: select.value }));
  return el("div", { class: "field" }, el("label", { for: `filter-${key}`, text: label }), select);
}
/* Long lists are filled in pieces between frames, so that the page answers meanwhile. */
let filling = 0;
function fillList() {
  const turn = (filling += 1);
  const ours = nodes.filter((node) => shown.nodes.has(node) && node.kind !== "row")
    .sort((p, q) => p.title.localeCompare(q.title, "en") || p.n - q.n);
  const theirs = links.filter((link) => shown.links.has(link));
  const bodies = el("ul", { class: "plain", "aria-label": "Nodes" });
  const lines = el("ul", { class: "plain", "aria-label": "Links" });
  $("list").replaceChildren(el("h3", { text: `Nodes (${ours.length})` }), bodies,
    el("h3", { text: `Links (${theirs.length})` }), lines);
  const work = [...ours.map((one) => [bodies, nodeButton, one]), ...theirs.map((one) => [lines, linkButton, one])];
  let at = 0;
  const piece = () => {
    if (turn !== filling) return;
    for (const [into, make, one] of work.slice(at, at + 400)) into.append(make(one));
    at += 400;
    if (at < work.length) setTimeout(piece, 0);
    else $("list").dataset.full = String(turn);
  };
  piece();
}
function showTab() {
  for (const name of ["details", "filters", "list"]) {
    const on = state.tab === name;
    $(name).hidden = !on;
    $(`tab-${name}`).setAttribute("aria-selected", String(on));
    $(`tab-${name}`).tabIndex = on ? 0 : -1;
  }
}
const tabs = ["details", "filters", "list"];
for (const name of tabs) {
  const tab = $(`tab-${name}`);
  tab.addEventListener("click", () => change({ tab: name }));
  tab.addEventListener("keydown", (event) => {
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!turn) return;
    const next = tabs[(tabs.indexOf(name) + turn + tabs.length) % tabs.length];
    change({ tab: next });
    $(`tab-${next}`).focus();
  });
}
