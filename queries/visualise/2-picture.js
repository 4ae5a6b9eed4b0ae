/* The picture: symbols, lines, names that don't cover each other, what a click does. */

/* ---- symbols of the key ---- */
const SVG = "http://www.w3.org/2000/svg";
function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
const POINTS = {
  square: "2,2 14,2 14,14 2,14", diamond: "8,1 15,8 8,15 1,8", triangle: "8,1 15,14 1,14",
  triangleDown: "8,15 15,2 1,2", hexagon: "4,2 12,2 16,8 12,14 4,14 0,8",
  star: "8,0 10,5.5 16,5.8 11.3,9.4 13,15.2 8,11.8 3,15.2 4.7,9.4 0,5.8 6,5.5",
};
function symbol(one) {
  const paint = { fill: one.color, stroke: "#39434c" };
  const shape = one.shape === "dot" ? svg("circle", { cx: 8, cy: 8, r: 6.5, ...paint })
    : svg("polygon", { points: POINTS[one.shape], ...paint });
  return svg("svg", { viewBox: "-1 -1 18 18", width: 16, height: 16, "aria-hidden": "true" }, shape);
}
function stroke(one) {
  const line = svg("line", { x1: 0, y1: 8, x2: 28, y2: 8, stroke: one.color || "#8c96a0",
    "stroke-width": 3, "stroke-dasharray": one.dashes.join(" ") });
  return svg("svg", { viewBox: "0 0 28 16", width: 28, height: 16, "aria-hidden": "true" }, line);
}
function fillKey() {
  for (const one of data.legend) $("key").append(el("div", {}, symbol(one), one.label));
  for (const one of data.lines) $("key").append(el("div", {}, stroke(one), one.label));
  $("key").append(el("div", { text: "Larger: more links or words. Names appear as you zoom in." }));
  $("legend").open = innerWidth > 760;
}

/* ---- the picture ---- */
const look = () => getComputedStyle(document.documentElement);
const colour = (name) => look().getPropertyValue(`--${name}`).trim();
let ink = {};
const isDark = () => document.documentElement.dataset.look === "dark";
function setLook() {
  const dark = state.look ? state.look === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.look = dark ? "dark" : "light";
  $("look").textContent = dark ? "Light" : "Dark";
  ink = Object.fromEntries(["page", "ink", "soft", "edge", "halo"].map((k) => [k, colour(k)]));
  if (network) network.setOptions({ edges: edgeColours() });
}
function edgeColours() {
  return { color: { color: ink.edge, highlight: ink.soft, hover: ink.soft, inherit: false } };
}
let network = null;
setLook();
const vis = { nodes: new window.vis.DataSet(nodes.map(drawnNode)),
  edges: new window.vis.DataSet(links.map(drawnEdge)) };
function drawnNode(node) {
  const border = node.kind === "row" ? "rgba(0,0,0,0)" : "rgba(20,28,36,0.75)";
  const fill = node.kind === "row" ? "rgba(0,0,0,0)" : node.color;
  const both = { background: fill, border };
  return { id: node.n, shape: node.shape, size: node.size, x: node.x, y: node.y,
    color: { ...both, highlight: both, hover: both } };
}
function drawnEdge(link) {
  const edge = { id: link.n, from: link.from, to: link.to, width: link.width };
  if (link.color) edge.color = { color: link.color, highlight: link.color, hover: link.color, opacity: 0.7 };
  if (link.dashes) edge.dashes = link.dashes;
  return edge;
}
const options = { ...data.options, edges: { ...data.options.edges, ...edgeColours() } };
fillKey(); // before the network, which measures the room that is left
network = new window.vis.Network($("graph"), vis, options);

let hovered = null;
let lit = null;      // the nodes and links that stay bright, or null for all
let boxes = [];      // labels drawn last, for the test that none covers another
const widths = new Map();
const LINE = 14;
const [BELOW, ABOVE, RIGHT, LEFT] = [[0, 1], [0, -1], [1, 0], [-1, 0]];
const PLACES = { row: [LEFT], judgement: [RIGHT], recommendation: [RIGHT], inspection: [ABOVE],
  other: [BELOW, ABOVE, RIGHT, LEFT] };

/* A trajectory begins at its top left, wide enough to read; everything else is shown whole. */
function home() {
  if (!rows.length) { fit(false); return; }
  const stage = $("graph").getBoundingClientRect();
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const wide = Math.max(...xs) - Math.min(...xs);
  const scale = Math.min(1, Math.max(0.6, (stage.width - 190 - 165) / wide));
  const [left, top] = [Math.min(...xs) - 185 / scale, Math.min(...ys) - 60];
  network.moveTo({ scale,
    position: { x: left + stage.width / 2 / scale, y: top + stage.height / 2 / scale } });
}
function fit(animated = true) {
  const ids = [...shown.nodes].map((node) => node.n);
  network.fit({ nodes: ids, animation: animated && !calm ? { duration: 250 } : false,
    maxZoomLevel: 1.6 });
}
function wrapped(text, most) {
  if (text.length <= most) return [text];
  const parts = text.split(/ (?=\()/);
  if (parts.length === 2 && Math.max(parts[0].length, parts[1].length) <= most) return parts;
  const words = text.split(" ");
  let first = "";
  while (words.length && (first + " " + words[0]).trim().length <= most - 2) {
    first = (first + " " + words.shift()).trim();
  }
  if (!first) return [`${text.slice(0, most - 3)}…`];
  const rest = words.join(" ");
  return rest ? [first, rest.length > most ? `${rest.slice(0, most - 1).trim()}…` : rest] : [first];
}
function measured(ctx, node) {
  if (!widths.has(node.n)) {
    const lines = node.kind === "judgement" ? [node.name]
      : wrapped(node.name, node.kind === "row" ? 29 : 24);
    ctx.font = font(1, node);
    widths.set(node.n, { lines, width: Math.max(...lines.map((l) => ctx.measureText(l).width)) });
  }
  return widths.get(node.n);
}
function font(scale, node) {
  const strong = node.kind === "authority" || node.kind === "inspection" ? "600 " : "";
  return `${strong}${12 / scale}px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif`;
}
/* Greedy: heavier nodes first; a label that would cover another waits for more zoom. */
function drawLabels(ctx) {
  const scale = network.getScale();
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const stage = $("graph").getBoundingClientRect();
  const end = network.DOMtoCanvas({ x: stage.width, y: stage.height });
  boxes = [];
  const taken = new Grid(120 / scale);
  const symbols = new Grid(120 / scale);
  const greatSymbols = new Grid(120 / scale);
  const view = [corner.x, corner.y, end.x, end.y];
  const first = [byIri.get(state.node), hovered].filter(Boolean);
  const order = [...first, ...byWeight].filter((node) => shown.nodes.has(node)
    && (!lit || lit.nodes.has(node)));
  for (const node of order) {
    const body = network.body.nodes[node.n];
    if (node.kind === "row") continue;
    symbols.add(symbolBox(node, body), node);
    if (great.has(node)) greatSymbols.add(symbolBox(node, body), node);
  }
  const done = new Set();
  for (const node of order) {
    if (done.has(node)) continue;
    done.add(node);
    const body = network.body.nodes[node.n];
    if (node.kind !== "row" && (body.x < corner.x || body.x > end.x)) continue;
    if (body.y < corner.y || body.y > end.y) continue;
    const around = first.includes(node) ? null : great.has(node) ? greatSymbols : symbols;
    const label = freePlace(ctx, node, body, scale, taken, around, view)
      || (greatest.has(node) && freePlace(ctx, node, body, scale, taken, null, view));
    if (!label) continue;
    taken.add(label.box);
    boxes.push({ name: node.name, box: label.box });
    write(ctx, node, label, scale);
    if (boxes.length > 260) break;
  }
}
function symbolBox(node, body) {
  const half = node.size * 0.9;
  return [body.x - half, body.y - half, body.x + half, body.y + half];
}
/* Below, above, right or left of the symbol: the first place inside the picture that covers
   neither a label nor one of the symbols that matter: none for a chosen node. */
function freePlace(ctx, node, body, scale, taken, symbols, view) {
  const places = PLACES[node.kind] || PLACES.other;
  for (const place of places) {
    const label = labelBox(ctx, node, body, scale, place, view);
    if (symbols && node.kind !== "row" && outside(label.box, view)) continue;
    if (!taken.hits(label.box) && !symbols?.hits(label.box, node)) return label;
  }
  return null;
}
const outside = (box, view) =>
  box[0] < view[0] || box[1] < view[1] || box[2] > view[2] || box[3] > view[3];
function labelBox(ctx, node, body, scale, [wideBy, highBy], view) {
  const { lines, width } = measured(ctx, node);
  const wide = width / scale;
  const high = (lines.length * LINE) / scale;
  const away = node.size + 3 / scale;
  const free = body.x + wideBy * away + ((wideBy - 1) * wide) / 2;
  // the names of rows stay at the edge when the picture is moved
  const left = node.kind === "row" ? Math.max(free, view[0] + 4 / scale) : free;
  const top = body.y + highBy * away + ((highBy - 1) * high) / 2;
  const edge = 2 / scale;
  return { lines, left, top, wide, box: [left - edge, top, left + wide + edge, top + high] };
}
function write(ctx, node, label, scale) {
  ctx.font = font(scale, node);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = ink.halo;
  ctx.fillStyle = node.kind === "row" ? ink.soft : ink.ink;
  label.lines.forEach((line, n) => {
    const y = label.top + (n * LINE) / scale;
    ctx.strokeText(line, label.left + label.wide / 2, y);
    ctx.fillText(line, label.left + label.wide / 2, y);
  });
}
class Grid {
  constructor(size) { this.size = size; this.cells = new Map(); }
  keys([left, top, right, low]) {
    const out = [];
    for (let x = Math.floor(left / this.size); x <= Math.floor(right / this.size); x += 1) {
      for (let y = Math.floor(top / this.size); y <= Math.floor(low / this.size); y += 1) {
        out.push(`${x},${y}`);
      }
    }
    return out;
  }
  hits(box, but) {
    return this.keys(box).some((key) => (this.cells.get(key) || []).some(([b, owner]) =>
      owner !== but && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]));
  }
  add(box, owner = null) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push([box, owner]);
    }
  }
}
/* What is not lit goes behind a veil; the lit nodes and links are drawn again above it. */
function drawLit(ctx) {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 0.84;
  ctx.fillStyle = ink.page;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.restore();
  ctx.globalAlpha = 1;
  for (const link of lit.links) {
    if (!shown.links.has(link)) continue;
    network.body.edges[link.n].draw(ctx);
    network.body.edges[link.n].draw(ctx); // twice: lines are drawn half through
  }
  for (const node of lit.nodes) if (shown.nodes.has(node)) network.body.nodes[node.n].draw(ctx);
}
function ring(ctx, node) {
  const body = network.body.nodes[node.n];
  ctx.beginPath();
  ctx.arc(body.x, body.y, node.size + 6, 0, 2 * Math.PI);
  ctx.lineWidth = 2.5 / network.getScale();
  ctx.strokeStyle = ink.ink;
  ctx.stroke();
}
network.on("afterDrawing", (ctx) => {
  if (lit) drawLit(ctx);
  const node = byIri.get(state.node);
  if (node && shown.nodes.has(node)) ring(ctx, node);
  drawLabels(ctx);
});
function light() {
  const node = hovered && !state.node && !state.link ? hovered : byIri.get(state.node);
  const link = byEnds.get(state.link);
  if (link) lit = { nodes: new Set([link.a, link.b]), links: new Set([link]) };
  else if (node) lit = { nodes: new Set([node, ...node.links.filter((l) => shown.links.has(l))
    .map((l) => other(l, node))]), links: new Set(node.links) };
  else lit = null;
}
function choose() {
  const node = byIri.get(state.node);
  const link = byEnds.get(state.link);
  network.unselectAll();
  if (node) network.selectNodes([node.n], false);
  else if (link) network.selectEdges([link.n]);
  light();
}
function goTo(node) {
  if (!shown.nodes.has(node)) return;
  network.focus(node.n, { scale: Math.max(network.getScale(), 0.8),
    animation: calm ? false : { duration: 250 } });
}
const pick = (node) => change({ node: node.iri, link: "", tab: "details" }, true);
const pickLink = (link) =>
  change({ link: `${link.a.iri}|${link.b.iri}`, node: "", tab: "details" }, true);
const clear = () => change({ node: "", link: "" }, true);
const focusOn = (node) => change({ focus: node.iri, node: node.iri, link: "", tab: "details" }, true);

network.on("click", (event) => {
  const node = nodes[event.nodes[0]];
  if (node && node.kind !== "row") pick(node);
  else if (!event.nodes.length && event.edges.length) pickLink(links[event.edges[0]]);
  else if (state.node || state.link) clear();
});
network.on("doubleClick", (event) => {
  const node = nodes[event.nodes[0]];
  if (node && node.kind !== "row") focusOn(node);
});
network.on("hoverNode", (event) => {
  hovered = nodes[event.node];
  if (hovered.kind === "row") hovered = null;
  light();
  network.redraw();
});
network.on("blurNode", () => { hovered = null; light(); network.redraw(); });
