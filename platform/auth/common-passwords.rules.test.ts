import assert from "node:assert/strict";
import { test } from "node:test";
import { isCommonPassword } from "./common-passwords.rules.ts";

const KNOWN = ["farah.adilah@rumahkenari.example", "Farah Adilah", "Rumah Kenari"];

test("what a guesser tries first is no password", () => {
  const common = [
    "aaaaaaaaaaaa",
    "abababababab",
    "abc1abc1abc1",
    "123456789012",
    "098765432109",
    "qwertyuiopasdf",
    "1q2w3e4r5t6y",
    "password1234",
    "Passw0rd2026!",
    "passwordpassword",
    "Kaunter-2026-!!",
    "kaunterkaunter",
    "iloveyou123456",
    "Selamat Datang 99",
    "farahadilah1990",
    "F4rah.Ad1lah!!",
    "rumahkenari2026",
    "farah.adilah@rumahkenari.example",
    "Katalaluan123!",
    // Only the list of those used most knows these.
    "eveningcucumber",
    "StairwayToHeaven",
    "lytdybrbdfvgbhf",
  ];
  for (const password of common) assert.ok(isCommonPassword(password, KNOWN), password);
});

test("a sentence, or signs without sense, is a password", () => {
  const fine = [
    "kopi panas di tepi sungai",
    "the counter opens at nine sharp",
    "xK9#mQ2$vL7p",
    "correct horse battery staple",
    "我的咖啡店每天早上九点开门营业",
    "farah likes her tea without sugar",
    "849302716645",
  ];
  for (const password of fine) assert.ok(!isCommonPassword(password, KNOWN), password);
});
