// A long story becomes several messages: cut at the end of a paragraph, else of a sentence, else of a word.
export const LIMIT = 4096;

const ENDS = [/\n\s*\n/g, /\n/g, /[.!?…]["'”’)\]]*\s/g, /\s/g];

export function split(text, limit = LIMIT) {
  const parts = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = lastEnd(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest ? [...parts, rest] : parts;
}

function lastEnd(text, limit) {
  const head = text.slice(0, limit + 1);
  for (const end of ENDS) {
    let found = 0;
    for (const match of head.matchAll(end)) {
      const at = match.index + match[0].length;
      if (at <= limit) found = at;
    }
    // A cut in the first half would leave a stub: better a sentence than a lonely heading.
    if (found > limit / 2) return found;
  }
  const inside = text.charCodeAt(limit - 1);
  return inside >= 0xd800 && inside < 0xdc00 ? limit - 1 : limit;
}
