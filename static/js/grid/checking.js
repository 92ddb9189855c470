// What can be said about a cell's value as it is typed. The server has the last word: it checks all of it again.

const DECIMALS = 4;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const DASH = /^[-–—－]+$/;

// What a person or a spreadsheet means: no full-width digits, no stray blanks; a lone dash is an empty cell.
export function normal(text) {
  const plain = text.normalize("NFKC").replace(/[\u00a0\u3000]/g, " ").trim();
  return DASH.test(plain) ? "" : plain;
}

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}

// A decimal as a whole number of ledger units; nothing is ever a binary fraction. Null where it is no plain decimal.
export function unitsOf(text) {
  const match = NUMBER.exec(text);
  if (!match || !(match[2] || match[3])) return null;
  const fraction = (match[3] || "").replace(/0+$/, "");
  if (fraction.length > DECIMALS) return { tooFine: true };
  const units = BigInt((match[2] || "0") + fraction.padEnd(DECIMALS, "0"));
  return { units: match[1] === "-" ? -units : units };
}

export class Checker {
  constructor(words) {
    this.words = words;
  }

  #begins(text, word) {
    return text.startsWith(word) && (text.length === word.length || ":：,，(（ ".includes(text[word.length]));
  }

  leavesOut(text) {
    return this.#begins(text, this.words.left_out);
  }

  // What was typed as the server reads it: the reader's own word for “not applicable” stands for the workbooks' word.
  meant(text) {
    const plain = normal(text);
    const { left_out: word, left_out_said: said } = this.words;
    return this.#begins(plain.toLowerCase(), said) ? word + plain.slice(said.length) : plain;
  }

  // What stands in a cell in the reader's words.
  said(text) {
    return this.leavesOut(text) ? this.words.left_out_said + text.slice(this.words.left_out.length) : text;
  }

  limitsOf(column, row) {
    return column.limits.find((limits) => limits.category === row.category);
  }

  // The reason why a value cannot stand in a cell, or an empty text.
  problem(column, row, text) {
    if (text === "" || this.leavesOut(text)) return "";
    if (column.choices.length) {
      return column.choices.includes(text) ? "" : fill(this.words.unknown_grade, { choices: column.choices.join("、") });
    }
    const said = unitsOf(text);
    // Figures in another spelling (1,234 or 95 %) are for the server to read.
    if (!said) return /[^\d\s.,+\-%％，]/.test(text) ? fill(this.words.not_a_number, { value: text }) : "";
    if (said.tooFine) return this.words.too_many_decimals;
    return this.outside(this.limitsOf(column, row), said.units);
  }

  outside(limits, units) {
    const [low, high] = [unitsOf(limits.low).units, unitsOf(limits.high).units];
    if (units < low || units > high) return fill(this.words.out_of_range, { range: this.range(limits) });
    return limits.whole && units % 10000n ? this.words.whole_due : "";
  }

  range(limits) {
    if (limits.high === "999999999.9999") return limits.low.startsWith("-") ? this.words.any_number : `≥ ${limits.low}`;
    return limits.low === limits.high ? limits.low : `${limits.low}–${limits.high}`;
  }

  // What a cell takes, in a few signs.
  hint(column, row) {
    if (column.choices.length) return column.choices.join(" / ");
    const limits = this.limitsOf(column, row);
    return limits ? this.range(limits) + (limits.whole ? ` ${this.words.whole}` : "") : "";
  }
}
