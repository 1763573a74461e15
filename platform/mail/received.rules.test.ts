import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import { readMail } from "./received.rules.ts";

const mailer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });

async function written(subject: string, text: string, name = "Kaunter"): Promise<Buffer> {
  const { message } = await mailer.sendMail({
    from: { name, address: "kaunter@kedai.example" },
    to: { name: "", address: "aina@kedai.example" },
    subject,
    text,
    messageId: "<one@kedai.example>",
  });
  return message as Buffer;
}

test("a mail of the house is read as it was written", async () => {
  const text =
    "Selamat datang, Ñandú 小明!\n\nhttps://kedai.example/verify#abc=def_123?x=1\n.\nA line of more than seventy-six letters, which is broken on its way and is whole again at its end.\n";
  const mail = readMail(
    await written("Sahkan alamat anda · 确认您的电子邮件地址，谢谢您的耐心等待", text),
  );
  assert.equal(mail.subject, "Sahkan alamat anda · 确认您的电子邮件地址，谢谢您的耐心等待");
  assert.equal(mail.text, text);
  assert.equal(mail.to, "aina@kedai.example");
  assert.equal(mail.messageId, "<one@kedai.example>");
  assert.match(mail.from, /^"?Kaunter"? <kaunter@kedai\.example>$/);
});

test("whatever its words are, a mail is read as a library for all mails reads it", () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 300 }).map((typed) => typed.toWellFormed()),
      fc.array(fc.string({ unit: "grapheme", maxLength: 120 }), { maxLength: 6 }),
      async (subject, lines) => {
        const raw = await written(subject, lines.join("\n"));
        const known = await simpleParser(raw, { skipHtmlToText: true });
        const read = readMail(raw);
        assert.equal(read.text, known.text ?? "");
        assert.equal(read.subject, known.subject ?? "");
      },
    ),
    { numRuns: 60 },
  ));
