/* The graph as read, what is chosen and what the filters leave. */

const data = JSON.parse(document.getElementById("data").textContent);
const POLARITIES = ["strength", "weakness", "mixed", "recommendation", "mention", "judgement"];
const GROUPS = [
  [1, "Weaknesses", "bad"], [0, "Strengths", "good"], [2, "Mixed findings", ""],
  [3, "Recommendations", ""], [5, "Where the grade stands", ""], [4, "Where it is named", ""],
];
const KINDS = { authority: "Authority", agency: "Agency", theme: "Theme", row: "Row",
  inspection: "Inspection", judgement: "Judgement", recommendation: "Recommendations" };
const MORE = 20;
const $ = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/* An element with text; report text only ever becomes text, never markup. */
function el(name, options = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "text") node.textContent = value;
    else if (key === "click") node.addEventListener("click", value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
const count = (n, one, many) => `${n} ${n === 1 ? one : many || one + "s"}`;
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  .replace(/[’‘`]/g, "'").replace(/[-–—]/g, " ").replace(/&/g, "and").replace(/\s+/g, " ").trim();

/* ---- the graph as read ---- */
const upright = innerHeight > innerWidth * 1.15 && !data.about.some((one) => one.kind === "row");
const nodes = data.nodes.map((node, n) => {
  const about = data.about[n];
  const place = upright ? { x: node.y, y: node.x } : { x: node.x, y: node.y };
  return { ...node, ...place, label: undefined, ...about, name: node.label, n, links: [] };
});
const links = data.edges.map((edge, n) => {
  const link = { ...edge, ...data.links[n], n, a: nodes[edge.from], b: nodes[edge.to] };
  link.a.links.push(link);
  link.b.links.push(link);
  return link;
});
const byIri = new Map(nodes.map((node) => [node.iri, node]));
const byEnds = new Map(links.map((link) => [`${link.a.iri}|${link.b.iri}`, link]));
const rows = nodes.filter((node) => node.kind === "row");
const legend = new Map(data.legend.map((one) => [one.type, one]));
const years = [...new Set(data.reports.map((one) => one[2].slice(0, 4)).filter(Boolean))].sort();
const byWeight = [...nodes].sort((p, q) => rank(q) - rank(p) || p.n - q.n);
const real = byWeight.filter((node) => node.kind !== "row");
const great = new Set(real.slice(0, 40)); // their names may cover the symbols of others
const greatest = new Set(real.slice(0, 10)); // and theirs any symbol
function rank(node) {
  return (node.kind === "row" ? 1e9 : 0) + (node.kind === "inspection" ? 1e8 : 0) + node.weight;
}
const other = (link, node) => (link.a === node ? link.b : link.a);
const titleOf = (link) => `${link.a.title} — ${link.b.title}`;
const typeName = (node) => legend.get(node.type)?.label || KINDS[node.kind] || node.type;

/* ---- state: what is chosen, what is filtered ---- */
const NOTHING = { node: "", link: "", focus: "", tab: "details", hide: "", theme: "", polarity: "",
  kind: "", from: "", to: "", look: "" };
let state = { ...NOTHING };
let shown = { nodes: new Set(nodes), links: new Set(links) };
let steps = 0;

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const read = { ...NOTHING };
  for (const key of Object.keys(NOTHING)) if (given.has(key)) read[key] = given.get(key);
  if (!byIri.has(read.node)) read.node = "";
  if (!byEnds.has(read.link)) read.link = "";
  if (!byIri.has(read.focus)) read.focus = "";
  if (!["details", "filters", "list"].includes(read.tab)) read.tab = "details";
  if (!["", "light", "dark"].includes(read.look)) read.look = "";
  return read;
}
function hashOf(one) {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(one)) if (value !== NOTHING[key]) out.set(key, value);
  return `#${out}`;
}
/* `step`: the browser's Back undoes it; filters and tabs only replace the address. */
function change(what, step = false) {
  const next = { ...state, ...what };
  const hash = hashOf(next);
  if (hash === hashOf(state)) { apply(next); return; }
  if (step) { steps += 1; history.pushState(steps, "", hash); }
  else history.replaceState(steps, "", hash);
  apply(next);
}
function apply(next) {
  const before = state;
  state = next;
  const filters = ["hide", "theme", "polarity", "kind", "from", "to", "focus"];
  const refilter = filters.some((key) => before[key] !== state[key]);
  if (before.look !== state.look) setLook();
  if (refilter) { filter(); fillFilters(); fillList(); }
  showTab();
  choose();
  fillDetails();
  if (before.focus !== state.focus) fit();
  $("back").disabled = !(steps || state.focus || state.node || state.link);
  network.redraw();
}

/* ---- filters ---- */
const hidden = () => new Set(state.hide ? state.hide.split(",") : []);
function reportPasses(number) {
  const report = data.reports[number];
  if (state.kind && report[5] !== state.kind) return false;
  const year = report[2].slice(0, 4);
  if (state.from && (!year || year < state.from)) return false;
  return !(state.to && (!year || year > state.to));
}
/* the polarity of a statement: that of the link's theme where it is a link to a theme */
function polarityIn(statement, link) {
  const theme = link && link.theme >= 0 ? link.theme : -1;
  const own = theme < 0 ? undefined : statement[2].find((code) => code >> 3 === theme);
  return own === undefined ? statement[1] : own & 7;
}
function passes(statement, link) {
  if (!reportPasses(statement[0])) return false;
  const polarity = polarityIn(statement, link);
  if (state.polarity && POLARITIES[polarity] !== state.polarity
    && !(polarity === 2 && ["strength", "weakness"].includes(state.polarity))) return false;
  return !state.theme || statement[2].some((code) => String(code >> 3) === state.theme);
}
const said = (thing, link) => thing.said.filter((n) => passes(data.statements[n], link));
const named = (link) => (state.theme || state.polarity
  ? [] : link.named.filter((one) => reportPasses(one[0])));
const bare = (link) => !link.said.length && !link.named.length;
const filtered = () => state.theme || state.polarity || state.kind || state.from || state.to;
function linkPasses(link) {
  if (!filtered()) return true;
  if (bare(link)) return nodePasses(link.a) && nodePasses(link.b);
  return link.said.some((n) => passes(data.statements[n], link)) || named(link).length > 0;
}
function nodePasses(node) {
  return !node.said.length || node.said.some((n) => passes(data.statements[n]));
}
function filter() {
  const off = hidden();
  const focus = byIri.get(state.focus);
  const inside = focus ? new Set([focus, ...focus.links.map((link) => other(link, focus))]) : null;
  const on = (node) => !off.has(node.type) && (!inside || inside.has(node));
  const keptLinks = new Set(links.filter((link) => on(link.a) && on(link.b) && linkPasses(link)));
  const joined = new Set();
  for (const link of keptLinks) joined.add(link.a).add(link.b);
  const kept = new Set(nodes.filter((node) => on(node) && nodePasses(node)
    && (joined.has(node) || !node.links.length || node === focus || !filtered())));
  vis.nodes.update(changed(nodes, kept, shown.nodes));
  vis.edges.update(changed(links, keptLinks, shown.links));
  shown = { nodes: kept, links: keptLinks };
  tellStatus();
}
function changed(every, now, before) {
  return every.filter((one) => now.has(one) !== before.has(one))
    .map((one) => ({ id: one.n, hidden: !now.has(one) }));
}
function tellStatus() {
  const real = [...shown.nodes].filter((node) => node.kind !== "row").length;
  const drawn = nodes.length - rows.length;
  const [allNodes, allLinks] = [data.all[0] - rows.length, data.all[1]];
  const parts = [`${count(real, "node")} and ${count(shown.links.size, "link")} shown.`];
  const away = drawn - real;
  if (state.focus) parts.push(`Only ${byIri.get(state.focus).title} and its neighbours.`);
  else if (away || shown.links.size < links.length) {
    parts.push(`${count(away, "node")} and ${count(links.length - shown.links.size, "link")} filtered out.`);
  }
  if (allNodes > drawn || allLinks > links.length) {
    parts.push(`Left out of this file: ${count(allNodes - drawn, "node")} and `
      + `${count(allLinks - links.length, "link")} with the fewest ties (--limit 0 keeps all).`);
  }
  $("status").textContent = [...parts, ...data.notes].join(" ");
}
