// Ranks the places of the book (book_ext/search.py) for a query. No page, no DOM: tests run it in
// Node. A word of a title counts more than one of the text, a rare one more than a common one, and
// more than both that a title is what was asked for.
const search = (() => {
  // What students call it, and what the book calls it.
  const SYNONYMS = [
    ["forward kl", "inclusive kl", "mode covering", "mass covering", "zero avoiding"],
    ["reverse kl", "exclusive kl", "mode seeking", "zero forcing", "backward kl"],
    ["kl", "kullback leibler", "relative entropy"],
    ["jsd", "jensen shannon", "js divergence"],
    ["vae", "variational autoencoder", "variational auto encoder"],
    ["gan", "generative adversarial network"],
    ["elbo", "evidence lower bound", "variational lower bound"],
    ["mdp", "markov decision process"],
    ["rl", "reinforcement learning"],
    ["em", "expectation maximisation", "em algorithm"],
    ["minimax", "min max", "adversarial game", "two player game", "zero sum game"],
    ["nash equilibrium", "equilibrium", "does the game converge"],
    ["log trick", "score function", "reinforce"],
    ["reparameterisation", "pathwise gradient"],
    ["mode collapse", "missing modes", "mode dropping"],
    ["exploration", "epsilon greedy", "exploration and exploitation"],
    ["vanishing gradient", "saturating loss", "saturates"],
    ["discount factor", "discount", "gamma"],
    ["living reward", "step reward", "step cost"],
    ["fid", "frechet distance", "frechet inception distance"],
    ["td learning", "q learning", "temporal difference"],
    ["optimal policy", "best policy"],
    ["latent space", "latent variable", "codes"],
  ];
  const KIND = { page: 1.1, section: 1, statement: 1, exercise: 0.9, function: 1 };
  const LESS = /index|ledger|errata|performance|instructors|bibliography|self_test|lecture|checked/;
  const share = (address) => (LESS.test(address) ? 0.45 : /lib\.html|homework/.test(address) ? 0.2 : 1);
  const STOP = new Set("a an and are as at be by do does for from how in is it of on or s the to what when which why with".split(" "));

  const plain = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\bre-(?=param)/g, "re");
  const words = (text) => plain(text).match(/\p{L}+|\d+(?:\.\d+)*/gu) ?? [];

  // American and British spellings, and the forms of a word, are one.
  const ENDINGS = /(?:isations?|ational|ations?|ating|ators?|ated?|ates|ences?|ents?|ing|ers?|ies|ed|es|s|e|y)$/;
  const stem = (word) => {
    const same = word.replace(/parameter(?=i[sz])/, "parametr").replace(/iz(?=[aei])/, "is").replace(/yz(?=e)/, "ys");
    const cut = same.replace(ENDINGS, "");
    return cut.length > 3 ? cut : same.replace(/(?<=[^s].)s$/, "");
  };
  const stems = (text) => words(text).map(stem);

  const count = (list) => {
    const counts = new Map();
    for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1);
    return counts;
  };

  function prepare({ pages, places }) {
    const spread = new Map();
    const known = places.map(([page, anchor, kind, title, text]) => {
      const [titleStems, textStems] = [stems(title), stems(text)];
      const place = {
        address: pages[page][0] + (kind === "page" || !anchor ? "" : `#${anchor}`),
        page: pages[page][1], kind, title, text,
        titleStems: count(titleStems), textStems: count(textStems), length: textStems.length,
        titleLine: ` ${titleStems.join(" ")} `, textLine: ` ${textStems.join(" ")} `,
        pageStems: new Set(stems(pages[page][1])),
        weight: KIND[kind] * share(pages[page][0]),
      };
      for (const each of new Set([...titleStems, ...textStems]))
        spread.set(each, (spread.get(each) ?? 0) + 1);
      return place;
    });
    return { known, spread };
  }

  // One letter more, less, or another; or only its beginning.
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    const [x, y] = [a.slice(i), b.slice(i)];
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
  };
  const known = (spread, word) => {
    if (spread.has(word) || word.length < 4) return { words: [word], sure: 1 };
    const begun = [...spread.keys()].filter((each) => each.startsWith(word));
    const found = begun.length ? begun : [...spread.keys()].filter((each) => near(each, word));
    return { words: found, sure: 0.6 };
  };

  function variants(query) {
    const asked = ` ${words(query).join(" ")} `;
    const found = [[asked, 1]];
    for (const group of SYNONYMS)
      for (const name of group.filter((each) => asked.includes(` ${each} `)))
        for (const other of group)
          if (other !== name) found.push([asked.replace(` ${name} `, ` ${other} `), 0.8]);
    return found;
  }

  function score(place, text, asked, { known: all, spread }) {
    let [sum, met, own] = [0, 0, 0];
    for (const { words: group, sure } of asked) {
      let best = 0;
      for (const word of group) {
        const rare = sure * Math.log(1 + all.length / (spread.get(word) ?? 1));
        const [inTitle, inText] = [place.titleStems.get(word) ?? 0, place.textStems.get(word) ?? 0];
        const here = (inTitle ? 2.5 : 0) + inText / (inText + 1 + place.length / 150);
        own += here;
        best = Math.max(best, rare * (here + (place.pageStems.has(word) ? 0.3 : 0)));
      }
      sum += best;
      met += best > 0;
    }
    if (!own) return 0;
    const phrase = ` ${asked.map(({ words: [word] }) => word).join(" ")} `;
    const often = place.textLine.split(phrase).length - 1;
    if (place.titleLine.includes(phrase)) sum *= 1.3 + 0.7 * (phrase.length / place.titleLine.length);
    else if (asked.length > 1 && often) sum *= 1.3 + 0.3 * Math.min(often, 6);
    const code = place.kind === "function" && text.includes("_") ? 9 : 1; // asked for by its name
    return code * sum * place.weight * (met / asked.length) ** 3;
  }

  // The places for a query, best first: [{address, page, kind, title, text, score}].
  function find(index, query) {
    const best = new Map();
    for (const [text, weight] of variants(query)) {
      const kept = words(text).filter((word) => !STOP.has(word));
      const asked = (kept.length ? kept : words(text)).map((word) => known(index.spread, stem(word)));
      if (!asked.length) continue;
      for (const place of index.known) {
        const value = weight * score(place, query, asked, index);
        if (value > (best.get(place) ?? 0)) best.set(place, value);
      }
    }
    const found = [...best].map(([place, value]) => ({ ...place, score: value }));
    found.sort((a, b) => b.score - a.score);
    return found.slice(0, 40);
  }

  // About 200 characters of a text, where most words are that were asked for; which these are.
  function excerpt({ text }, query) {
    const asked = new Set(variants(query).flatMap(([each]) => words(each).filter((w) => !STOP.has(w)).map(stem)));
    const parts = text.split(/(?<=\s)/);
    const meant = (part) => words(part).some((word) => asked.has(stem(word)));
    const long = 36;
    const places = parts.flatMap((part, i) => (meant(part) ? [i] : []));
    const near = (i) => new Set(places.filter((j) => j >= i && j < i + 24).map((j) => plain(parts[j])));
    const best = Math.max(0, ...places.map((i) => near(i).size));
    const first = places.find((i) => near(i).size === best) ?? 0;
    const begin = first < 20 ? 0 : first - 8;
    const shown = parts.slice(begin, begin + long).map((part) => [part, meant(part)]);
    if (begin > 0) shown.unshift(["… ", false]);
    if (begin + long < parts.length) shown.push(["…", false]);
    return shown;
  }

  return { prepare, find, excerpt };
})();

if (typeof module !== "undefined") module.exports = search;
