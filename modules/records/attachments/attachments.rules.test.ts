import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOfPart, isPicture, nameOf, typeOf } from "./attachments.rules.ts";

test("a name keeps what it is called and loses paths, control signs, turned text and what no file system takes", () => {
  const names: [string, string][] = [
    ["Resit Nov.pdf", "Resit Nov.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\aina\\resit.png", "resit.png"],
    ["invoice\u202Efdp.exe", "invoicefdp.exe"],
    ['x"; filename="y.html', "x_; filename=_y.html"],
    ["...", "file"],
    [".htaccess", "htaccess"],
    ["资料.pdf", "资料.pdf"],
  ];
  for (const [typed, kept] of names) assert.equal(nameOf(typed), kept, typed);
  assert.doesNotMatch(nameOf("a\r\nb<script>.png"), /[\r\n<>]/);
  const long = nameOf(`${"a".repeat(400)}.pdf`);
  assert.deepEqual([long.length, long.endsWith(".pdf")], [200, true]);
});

test("a type is told by the first bytes, and what a browser could run is never a picture", () => {
  const bytes = (text: string) => Buffer.from(text, "latin1");
  assert.equal(typeOf(bytes("\x89PNG\r\n\x1a\n....")), "image/png");
  assert.equal(typeOf(bytes("\xff\xd8\xff\xe0")), "image/jpeg");
  assert.equal(typeOf(bytes("GIF89a")), "image/gif");
  assert.equal(typeOf(bytes("RIFF1234WEBP")), "image/webp");
  assert.equal(typeOf(bytes("%PDF-1.7")), "application/pdf");
  for (const other of ["<svg xmlns=", "<!doctype html>", "GIF8<script>", "", "MZ"]) {
    assert.equal(typeOf(bytes(other)), "application/octet-stream", other);
    assert.equal(isPicture(typeOf(bytes(other))), false);
  }
});

test("pieces are full but the last", () => {
  const MIB = 1024 * 1024;
  assert.deepEqual(
    [0, 1, 2].map((at) => bytesOfPart(9 * MIB, at)),
    [4 * MIB, 4 * MIB, MIB],
  );
  assert.ok(bytesOfPart(9 * MIB, 3) <= 0);
  for (const odd of [-1, 0.5, Number.NaN]) assert.equal(bytesOfPart(9 * MIB, odd), -1);
});
