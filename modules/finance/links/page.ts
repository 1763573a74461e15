import type { Reason } from "#kernel/errors.ts";
import type { Language } from "#kernel/said.ts";
import { html, type Markup, page } from "#platform/http/markup.ts";
import { bare, dayOn } from "#platform/paper/paper.ts";
import { paperWords } from "../invoices/paper-words.rules.ts";
import { addressLines, discountOf, priceOf, sumRows, titleOf } from "../invoices/printing.ts";
import type { PaperSeen } from "./carried.ts";
import { type PageWords, pageWords } from "./page-words.rules.ts";

const STYLE = "/p/style.css";

type Shown = {
  readonly seen: PaperSeen;
  readonly language: Language;
  readonly token: string;
  readonly isAnswered: boolean;
  /** Why the answer that was just given does not stand. */
  readonly whyNot?: Reason;
};

/** The paper as its customer sees it: made on the server, without a script. Its figures are those of the PDF and the books. */
export function paperPage(shown: Shown): string {
  const { seen, language, token } = shown;
  const { printable } = seen;
  const words = pageWords(language);
  const paper = paperWords(language);
  const { drawn, seller } = printable;
  const title = titleOf(printable, paper);
  const at = `/p/${token}`;
  const main = html`
    <header>
      <strong class="seller">${seller.legalName}</strong>
      <a href="${at}?lang=${words.otherCode}" lang="${words.otherCode}">${words.other}</a>
    </header>
    ${shown.isAnswered && !seen.isAsking ? html`<p class="told" role="status">${words.answered}</p>` : html``}
    <article>
      <div class="head">
        <div>
          <h1>${title} <span>${drawn.number ?? ""}</span></h1>
          <p class="standing ${seen.standing.tone}"><i></i>${seen.standing.said[language]}</p>
        </div>
        ${figure(seen, language, words)}
      </div>
      <p class="verbs">
        <a class="main" href="${at}/paper.pdf?lang=${language}">${words.download}</a>
        ${seen.hasEInvoice ? html`<a href="${at}/e-invoice.xml">${words.eInvoice}</a>` : html``}
      </p>
      ${facts(seen, language)}
      ${lines(seen, language)}
      ${sums(seen, language, words)}
      ${seen.isAsking ? answerForm(shown, words) : html``}
      ${payment(seen, words)}
      ${drawn.note === "" ? html`` : html`<section><h2>${words.note}</h2><p class="text">${drawn.note}</p></section>`}
    </article>
    ${foot(seen, language, words)}`;
  return page({
    language,
    title: `${title} ${drawn.number ?? ""}`.trim(),
    stylesheet: STYLE,
    main,
  });
}

function figure(seen: PaperSeen, language: Language, words: PageWords): Markup {
  const { drawn, dueOn } = seen.printable;
  const isOwed = drawn.kind === "invoice" && seen.dueMinor !== 0;
  const minor = isOwed ? seen.dueMinor : drawn.figures.payableMinor;
  const day = dayOn(dueOn, language);
  const when = isOwed ? words.dueBy(day) : drawn.kind === "quote" ? words.validUntil(day) : "";
  return html`
    <div class="figure">
      <span>${isOwed ? words.dueNow : words.total}</span>
      <strong>${drawn.currency} ${bare(minor, drawn.currency)}</strong>
      <span>${when}</span>
    </div>`;
}

function facts({ printable }: PaperSeen, language: Language): Markup {
  const { drawn, issuedOn, dueOn, credits } = printable;
  const paper = paperWords(language);
  const { buyer } = drawn;
  const rows: [string, readonly string[]][] = [
    [
      paper.to,
      [buyer.name, buyer.attention, ...addressLines(buyer, buyer.country ?? "")].filter(Boolean),
    ],
    [paper.issued, [dayOn(issuedOn, language)]],
    ...(drawn.kind === "credit_note"
      ? []
      : [
          [
            drawn.kind === "quote" ? paper.validUntil : paper.due,
            [dayOn(dueOn, language)],
          ] satisfies [string, string[]],
        ]),
    ...(credits === null ? [] : [[paper.credits, [credits]] satisfies [string, string[]]]),
    ...(drawn.reference === ""
      ? []
      : [[paper.reference, [drawn.reference]] satisfies [string, string[]]]),
  ];
  return html`
    <dl class="facts">${rows.map(
      ([label, said]) => html`
      <div><dt>${label}</dt><dd>${said.map((one, at) => (at === 0 ? html`${one}` : html`<br>${one}`))}</dd></div>`,
    )}</dl>`;
}

function lines({ printable }: PaperSeen, language: Language): Markup {
  const { content, figures, currency } = printable.drawn;
  const paper = paperWords(language);
  const rows = content.lines.map((line, at) => {
    const reckoned = figures.lines[at];
    const about = [
      line.description,
      discountOf(reckoned?.discountMinor ?? 0, currency, paper),
    ].filter(Boolean);
    const taxes = (reckoned?.taxes ?? []).map(({ code }) => code).join(", ");
    return html`
      <tr>
        <th scope="row">${line.name}${about.map((one) => html`<small>${one}</small>`)}
          <small class="narrow">${line.quantity} × ${priceOf(line.price, currency)}</small></th>
        <td class="wide">${line.quantity}</td>
        <td class="wide">${priceOf(line.price, currency)}</td>
        <td class="wide">${taxes}</td>
        <td>${bare(reckoned?.netMinor ?? 0, currency)}</td>
      </tr>`;
  });
  return html`
    <table>
      <thead><tr>
        <th scope="col">${paper.item}</th><th scope="col" class="wide">${paper.quantity}</th>
        <th scope="col" class="wide">${paper.price}</th><th scope="col" class="wide">${paper.tax}</th>
        <th scope="col">${paper.amount} (${currency})</th>
      </tr></thead>
      <tbody>${rows}</tbody>
    </table>`;
}

function sums(seen: PaperSeen, language: Language, words: PageWords): Markup {
  const { drawn } = seen.printable;
  const { currency } = drawn;
  const paper = paperWords(language);
  const row = (label: string, minor: number, kind = "") => html`
    <div class="${kind}"><dt>${label}</dt><dd>${bare(minor, currency)}</dd></div>`;
  return html`
    <dl class="sums">
      ${sumRows(drawn, paper).map(([label, minor]) => row(label, minor))}
      ${row(`${paper.total} ${currency}`, drawn.figures.payableMinor, "total")}
      ${seen.since.map(({ said, minor }) => row(said[language], minor))}
      ${seen.since.length === 0 ? html`` : row(words.stillDue, seen.dueMinor, "total")}
    </dl>`;
}

function payment(seen: PaperSeen, words: PageWords): Markup {
  const { drawn, seller } = seen.printable;
  if (drawn.kind !== "invoice" || seen.dueMinor === 0 || seller.bankAccount === "") return html``;
  const rows = [
    [words.bank, seller.bankName],
    [words.account, seller.bankAccount],
    [words.bic, seller.bankBic],
    [words.payReference, drawn.number ?? ""],
  ].filter(([, said]) => said !== "");
  return html`
    <section class="pay"><h2>${words.howToPay}</h2>
      <dl class="facts">${rows.map(
        ([label, said]) => html`
        <div><dt>${label ?? ""}</dt><dd>${said ?? ""}</dd></div>`,
      )}</dl>
    </section>`;
}

function answerForm({ token, language, whyNot }: Shown, words: PageWords): Markup {
  const problem =
    whyNot === undefined
      ? ""
      : whyNot === "finance.quote.needs_a_name"
        ? words.needsName
        : words.notOpen;
  return html`
    <section class="answer"><h2>${words.answerTitle}</h2>
      <form method="post" action="/p/${token}/answer?lang=${language}">
        <label>${words.yourName}<input name="name" maxlength="200" autocomplete="name" required></label>
        <label>${words.message}<textarea name="note" maxlength="2000" rows="2"></textarea></label>
        ${problem === "" ? html`` : html`<p class="problem" role="alert">${problem}</p>`}
        <p class="verbs">
          <button class="main" name="answer" value="yes">${words.accept}</button>
          <button name="answer" value="no">${words.decline}</button>
        </p>
        <p class="quiet">${words.answerText}</p>
      </form>
    </section>`;
}

function foot({ printable }: PaperSeen, language: Language, words: PageWords): Markup {
  const { seller, sellerCountry } = printable;
  const paper = paperWords(language);
  const about = [
    // A country alone is no address.
    ...(seller.street === "" && seller.city === "" ? [] : addressLines(seller, sellerCountry)),
    seller.registration && `${paper.registration} ${seller.registration}`,
    seller.taxNumber && `${paper.taxNumber} ${seller.taxNumber}`,
    seller.phone,
  ].filter(Boolean);
  return html`
    <footer>
      <p><strong>${seller.legalName}</strong>${about.map((one) => html` · ${one}`)}</p>
      ${seller.email === "" ? html`` : html`<p>${words.contact(seller.email)}</p>`}
      <p>${words.about(seller.legalName)}</p>
    </footer>`;
}

/** Where nothing is to be seen: whatever the cause, in the same words. */
export const closedPage = (language: Language): string => {
  const words = pageWords(language);
  return alone(language, words.closedTitle, words.closedText);
};

export const tooManyPage = (language: Language): string => {
  const words = pageWords(language);
  return alone(language, words.tooManyTitle, words.tooManyText);
};

const alone = (language: Language, title: string, text: string): string =>
  page({
    language,
    title,
    stylesheet: STYLE,
    main: html`<div class="alone"><h1>${title}</h1><p>${text}</p></div>`,
  });
