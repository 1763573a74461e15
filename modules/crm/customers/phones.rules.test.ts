import assert from "node:assert/strict";
import { test } from "node:test";
import { isSamePerson, ownerOf, phoneKeyOf, phoneOf, wordsOf } from "./phones.rules.ts";

test("a phone is read as people in its country write it", () => {
  const cases: readonly (readonly [typed: string, country: string | null, e164: string | null])[] =
    [
      ["012-345 6789", "MY", "+60123456789"],
      ["(012) 345'6789", "MY", "+60123456789"],
      ["60123456789", "MY", "+60123456789"],
      ["60 012-345 6789", "MY", "+60123456789"],
      ["+60 (0)12 345 6789", "MY", "+60123456789"],
      ["0060123456789", "MY", "+60123456789"],
      ["011-1234 5678", "MY", "+601112345678"],
      ["03-2161 1234", "MY", "+60321611234"],
      ["082-412 345", "MY", "+6082412345"],
      ["9123 4567", "SG", "+6591234567"],
      ["+65 9123 4567", "MY", "+6591234567"],
      ["020 7946 0958", "GB", "+442079460958"],
      ["٠١٢٣٤٥٦٧٨٩", "MY", "+60123456789"],
      ["０１２－３４５－６７８９", "MY", "+60123456789"],
      ["012-345 6789", null, "+60123456789"],
      ["012-345 6789", "XX", "+60123456789"],
      ["n/a", "MY", null],
      ["0000000000", "MY", null],
      ["12345", "MY", null],
      ["", "MY", null],
      ["012345678901234567890123", "MY", null],
    ];
  for (const [typed, country, e164] of cases)
    assert.equal(phoneOf(typed, country), e164, `${typed} in ${country}`);
});

test("names contradict when neither is part of the other", () => {
  const cases: readonly (readonly [one: string, other: string, isSame: boolean])[] = [
    ["Siti Aminah", "SITI", true],
    ["Siti Aminah", "aminah, siti", true],
    ["Siti Aminah", "", true],
    ["Siti Aminah", "Siti Aisyah", false],
    ["小明", "小明 王", true],
    ["அருண்", "அருண்", true],
    ["Kumar", "Siti", false],
  ];
  for (const [one, other, isSame] of cases) {
    assert.equal(isSamePerson(wordsOf(one), wordsOf(other)), isSame, `${one} / ${other}`);
    assert.equal(isSamePerson(wordsOf(other), wordsOf(one)), isSame, `${other} / ${one}`);
  }
});

test("one number and one name lead to one place, however they are written", () => {
  assert.equal(
    phoneKeyOf("+60123456789", "Siti  AMINAH!"),
    phoneKeyOf("+60123456789", "siti aminah"),
  );
  assert.notEqual(phoneKeyOf("+60123456789", "Siti"), phoneKeyOf("+60123456789", ""));
});

test("a number means its owner only when it can mean nobody else", () => {
  const siti = { id: "1", name: "Siti Aminah", isInTrash: false };
  const kumar = { id: "2", name: "Kumar", isInTrash: false };
  assert.equal(ownerOf([siti, kumar], "Siti"), siti);
  assert.equal(ownerOf([siti, kumar], ""), null);
  assert.equal(ownerOf([siti, { ...kumar, name: "Siti" }], "siti"), null);
  assert.equal(ownerOf([siti, { ...siti, name: "Siti" }], "siti"), siti, "one with two names");
  assert.equal(ownerOf([], "siti"), null);
  const gone = { ...kumar, name: "Siti", isInTrash: true };
  assert.equal(ownerOf([gone], "Siti"), null);
  assert.equal(ownerOf([gone, siti], "Siti"), null);
  const agent = Array.from({ length: 300 }, (_, i) => ({
    id: `buyer ${i}`,
    name: `Buyer ${i}`,
    isInTrash: false,
  }));
  assert.equal(ownerOf([...agent, siti], "Siti Aminah"), null);
});
