import { bytes, count, drawing, element, milliseconds, notice, repeat, status } from "./element.js";
import { listing } from "./grid.js";
import { layout } from "./layout.js";
import { learnSchemas, objects, quoted } from "./server.js";

const SIZE = { width: 230, height: 104 };
const GAP = { x: 60, y: 24 };
const MARGIN = 12;
const LINE = 28;

/** The graph of a query as it runs: where rows, time and state are, and what holds its time back. */
export function graphPage(page, wanted) {
  const problem = notice();
  const box = element("select", { id: "graph-of" });
  const picture = element("div", { class: "graph", tabindex: "0" });
  const marks = element("div");
  page.append(
    element("h2", {}, "Graph of a query"),
    element("p", { class: "bar" }, element("label", { for: "graph-of" }, "Query ", box), element("span", { class: "hint" }, "the darker a node, the more of the time is spent in it")),
    problem.line, picture, marks);
  let chosen = wanted ?? null;
  box.addEventListener("change", () => {
    chosen = box.value;
    history.replaceState(null, "", `#graph/${encodeURIComponent(chosen)}`);
    look().then(() => problem.tell(""), (failure) => problem.tell(failure.message));
  });

  async function look() {
    const queries = await objects("SELECT name, status FROM sys.queries WHERE output IN ('VIEW', 'STREAM', 'SINK') ORDER BY name");
    if (queries.map((row) => row.name).join("\n") !== [...box.options].map((option) => option.value).join("\n")) {
      box.replaceChildren(...queries.map((row) => element("option", { value: row.name }, row.name)));
    }
    if (queries.length === 0) {
      picture.replaceChildren(element("p", {}, "No query runs: create a materialized view, a stream of a query, or a sink."));
      marks.replaceChildren();
      return;
    }
    if (!queries.some((row) => row.name === chosen)) {
      chosen = queries[0].name;
    }
    box.value = chosen;
    const nodes = await objects("SELECT * FROM sys.nodes WHERE query = ? ORDER BY id", [chosen]);
    let times;
    let why = "";
    try {
      await learnSchemas();
      times = await objects(`EXPLAIN WATERMARK ${quoted(chosen)}`);
    } catch (failure) {
      times = [];
      why = failure.message;
    }
    draw(picture, nodes, chosen);
    marks.replaceChildren(why !== "" ? element("p", {}, `Its time: ${why}`) : held(times));
  }

  return repeat(look, 2000, problem.tell);
}

function held(times) {
  return listing("What its time comes from, and what holds it back", ["Stream", "Partition", "Watermark", "Status", "Holds back", "Next window ends", "Fires when"], times, (row) =>
    [row.relation, row.source_partition ?? "", row.watermark ?? "", status(row.status), row.holds_back ? status("HOLDS BACK") : "", row.next_window_end ?? "", row.fires_when ?? ""]);
}

function draw(picture, rows, query) {
  const nodes = rows.map((row) => ({ ...row, inputs: row.inputs === "" ? [] : row.inputs.split(",").map(Number) }));
  if (nodes.length === 0) {
    picture.replaceChildren(element("p", {}, "Nothing is known of its nodes now."));
    return;
  }
  const { places, width, height } = layout(nodes, SIZE, GAP);
  const all = Math.max(1e-9, nodes.reduce((sum, node) => sum + node.milliseconds, 0));
  const svg = drawing("svg", {
    width: width + 2 * MARGIN, height: height + 2 * MARGIN, viewBox: `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`,
    role: "group", "aria-label": `graph of ${query}`,
  });
  for (const node of nodes) {
    node.inputs.forEach((input) => svg.append(edge(places.get(input), places.get(node.id), nodes[input].rows_out)));
  }
  nodes.forEach((node) => svg.append(shape(node, places.get(node.id), node.milliseconds / all)));
  const { scrollLeft, scrollTop } = picture;
  picture.replaceChildren(svg);
  picture.scrollLeft = scrollLeft;
  picture.scrollTop = scrollTop;
}

function edge(from, to, rows) {
  const x1 = from.x + SIZE.width;
  const y1 = from.y + SIZE.height / 2;
  const y2 = to.y + SIZE.height / 2;
  const bend = Math.max(GAP.x / 2, (to.x - x1) / 2);
  return drawing("path", {
    class: "edge", d: `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`, "stroke-width": 1 + Math.min(7, Math.log10(1 + rows)),
  }, drawing("title", {}, `${count(rows)} rows`));
}

function shape(node, place, share) {
  const [first, second] = lines(node.node);
  const text = (y, content, kind) => drawing("text", { x: 10, y, class: kind }, content);
  const group = drawing("g", { class: "node", transform: `translate(${place.x} ${place.y})`, role: "img", "aria-label": `${node.node}: ${count(node.rows_in)} rows in, ${count(node.rows_out)} out, ${milliseconds(node.milliseconds)}` },
    drawing("title", {}, node.node),
    drawing("rect", { width: SIZE.width, height: SIZE.height, rx: 6, class: "box" }),
    drawing("rect", { width: SIZE.width, height: SIZE.height, rx: 6, class: "heat", "fill-opacity": (0.75 * share).toFixed(3) }),
    text(20, first, "what"), text(37, second, "with"),
    text(60, `in ${count(node.rows_in)}   out ${count(node.rows_out)}`, "figure"),
    text(77, `${milliseconds(node.milliseconds)}, ${Math.round(share * 100)} %`, "figure"),
    text(94, node.state_rows > 0 ? `state ${count(node.state_rows)} rows, ${bytes(node.state_bytes)}` : "no state", "figure"));
  return group;
}

/** The first two lines of what a node is, cut where there is no room. */
function lines(text) {
  const cut = (part) => (part.length > LINE ? `${part.substring(0, LINE - 1)}…` : part);
  const words = text.split(" ");
  let first = words[0];
  let next = 1;
  while (next < words.length && first.length + 1 + words[next].length <= LINE) {
    first += ` ${words[next]}`;
    next += 1;
  }
  return [cut(first), cut(words.slice(next).join(" "))];
}
