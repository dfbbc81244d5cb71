/**
 * Places the nodes of a graph without circles in layers: a node stands to the right of all that it takes rows from, near the middle of
 * those, so that few lines cross.
 *
 * @param {{id: number, inputs: number[]}[]} nodes inputs before those that read them
 * @returns {{places: Map<number, {x: number, y: number}>, width: number, height: number}}
 */
export function layout(nodes, size, gap) {
  const layer = new Map();
  const layers = [];
  for (const node of nodes) {
    const at = node.inputs.length === 0 ? 0 : Math.max(...node.inputs.map((input) => layer.get(input))) + 1;
    layer.set(node.id, at);
    (layers[at] ??= []).push(node);
  }
  const rank = new Map();
  layers.forEach((members, at) => {
    if (at > 0) {
      members.sort((a, b) => middle(a, rank) - middle(b, rank));
    }
    members.forEach((node, i) => rank.set(node.id, i + (tallest(layers) - members.length) / 2));
  });
  // back again: sources stand beside those that read them
  for (let at = layers.length - 2; at >= 0; at -= 1) {
    const readers = (node) => nodes.filter((other) => other.inputs.includes(node.id));
    const wish = (node) => {
      const ranks = readers(node).map((reader) => rank.get(reader.id) + reader.inputs.indexOf(node.id) / 10);
      return ranks.length === 0 ? rank.get(node.id) : ranks.reduce((sum, one) => sum + one, 0) / ranks.length;
    };
    layers[at].sort((a, b) => wish(a) - wish(b));
    layers[at].forEach((node, i) => rank.set(node.id, i + (tallest(layers) - layers[at].length) / 2));
  }
  const places = new Map();
  for (const node of nodes) {
    places.set(node.id, { x: layer.get(node.id) * (size.width + gap.x), y: rank.get(node.id) * (size.height + gap.y) });
  }
  return {
    places,
    width: layers.length * (size.width + gap.x) - gap.x,
    height: tallest(layers) * (size.height + gap.y) - gap.y,
  };
}

function middle(node, rank) {
  return node.inputs.reduce((sum, input) => sum + rank.get(input), 0) / Math.max(1, node.inputs.length);
}

function tallest(layers) {
  return Math.max(...layers.map((members) => members.length));
}
