// A text with the bot's marks (bold, links …) as nodes. Only textContent is ever set: nothing said here can be markup.
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code",
  blockquote: "q-block", expandable_blockquote: "q-block", spoiler: "span",
};
const LINKS = {
  text_link: (entity) => entity.url,
  url: (_, text) => (/^[a-z]+:/i.test(text) ? text : `https://${text}`),
  email: (_, text) => `mailto:${text}`,
  phone_number: (_, text) => `tel:${text.replace(/[^\d+]/g, "")}`,
};
const COMMAND = /(?<![\w/:.])(\/[a-z_]{2,32})(?![\w/])/;
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

// `say`: what a command inside of the text does when it is pressed; without it, commands are words.
export function rich(text, entities, say) {
  const edges = new Set([0, text.length]);
  for (const { offset, length } of entities) edges.add(offset).add(Math.min(offset + length, text.length));
  const sorted = [...edges].sort((a, b) => a - b);
  const nodes = document.createDocumentFragment();
  sorted.slice(0, -1).forEach((from, index) => {
    const to = sorted[index + 1];
    const around = entities.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to);
    const inner = say && !around.length ? commands(text.slice(from, to), say) : document.createTextNode(text.slice(from, to));
    nodes.append(around.reduce((node, entity) => wrapped(node, entity, text), inner));
  });
  return nodes;
}

function commands(text, say) {
  const nodes = document.createDocumentFragment();
  text.split(COMMAND).forEach((part, index) => nodes.append(index % 2 ? command(part, say) : part));
  return nodes;
}

function command(words, say) {
  const node = document.createElement("button");
  Object.assign(node, { type: "button", className: "command", textContent: words });
  node.addEventListener("click", () => say(words));
  return node;
}

function wrapped(inner, entity, text) {
  const address = LINKS[entity.type]?.(entity, text.slice(entity.offset, entity.offset + entity.length));
  const node = address === undefined ? marked(entity.type) : link(address);
  node.append(inner);
  return node;
}

function marked(type) {
  const tag = TAGS[type] ?? "span";
  const node = document.createElement(tag === "q-block" ? "span" : tag);
  if (tag === "q-block") node.className = "quote";
  return node;
}

export function link(address) {
  const node = document.createElement("a");
  try {
    if (SCHEMES.has(new URL(address).protocol)) Object.assign(node, { href: address, target: "_blank", rel: "noopener noreferrer" });
  } catch {
    // not an address: the words stay, the link does not
  }
  return node;
}
