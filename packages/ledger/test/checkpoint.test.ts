import { createSigner, generateKey, toBase64, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import {
	createVerifierKey,
	formatProofFile,
	formatVerifierKey,
	parseCheckpoint,
	parseNote,
	parseProofFile,
	parseVerifierKey,
	signCheckpoint,
	signNote,
	verifyCheckpoint,
	verifyNote,
} from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const newSigner = (seed: number) => createSigner(generateKey({ purpose: "sign", random: seededRandom(seed) }));
const [log, witness] = [newSigner(1), newSigner(2)] as const;
const NAME = "example.com/log";
const logKey = createVerifierKey(NAME, log.publicKey);
const witnessKey = createVerifierKey("witness.example/w1", witness.publicKey);
const root = new Uint8Array(32).fill(9);
const ROOT = toBase64(root);
const refused = (run: () => unknown) => {
	expect(run).toThrow(expect.objectContaining({ code: "ERR_FORMAT" }));
};

describe("verifier keys", () => {
	const text = formatVerifierKey(logKey);

	test("round trip", () => {
		expect(parseVerifierKey(text)).toEqual(logKey);
	});

	test.each([
		["no parts", "example.com/log"],
		["another id", text.replace(logKey.id, "00000000")],
		["an upper-case id", text.replace(logKey.id, logKey.id.toUpperCase().replace(/^./, "A"))],
		["an empty name", text.slice(NAME.length)],
		["white space in the name", `a b${text.slice(NAME.length)}`],
		["another key type", `${NAME}+${logKey.id}+${toBase64(Uint8Array.of(2, ...log.publicKey))}`],
		["a short key", `${NAME}+${logKey.id}+${toBase64(Uint8Array.of(1, 2, 3))}`],
		["text after it", `${text}\n`],
	])("with %s are refused", (_, bad) => {
		refused(() => parseVerifierKey(bad));
	});
});

describe("signed notes", () => {
	const note = signNote("line 1\n\nline 3\n", NAME, [log]);

	test("hold texts with empty lines", () => {
		expect(verifyNote(note, [logKey])).toMatchObject({ ok: true, text: "line 1\n\nline 3\n", signedBy: [logKey] });
	});

	test("ignore signatures of unknown keys, also under a known name or a known id", () => {
		const cosigned = `${note}${signNote("line 1\n\nline 3\n", "witness.example/w1", [witness]).split("\n\n").at(-1)}`;
		expect(verifyNote(cosigned, [logKey])).toMatchObject({ ok: true, signedBy: [logKey] });
		expect(verifyNote(cosigned, [logKey, witnessKey])).toMatchObject({ ok: true, signedBy: [logKey, witnessKey] });
		const stranger = createVerifierKey(NAME, newSigner(3).publicKey);
		expect(verifyNote(cosigned, [stranger])).toEqual({ ok: false, reason: "unsigned" });
	});

	test("with one wrong signature by a known key are refused whole", () => {
		const wrong = signNote("another text\n", "witness.example/w1", [witness]).split("\n\n").at(-1);
		expect(verifyNote(`${note}${wrong}`, [logKey])).toMatchObject({ ok: true });
		expect(verifyNote(`${note}${wrong}`, [logKey, witnessKey])).toEqual({ ok: false, reason: "bad-signature" });
	});

	test("may have 16 signatures, and not endlessly many", () => {
		const line = `${note.trimEnd().split("\n").at(-1)}\n`;
		expect(parseNote(note + line.repeat(15)).signatures).toHaveLength(16);
		refused(() => parseNote(note + line.repeat(100)));
	});

	test.each([
		["no signature", "text\n\n"],
		["no empty line", note.replaceAll("\n\n", "\n")],
		["no newline at the end", note.trimEnd()],
		["a carriage return", note.replace("line 1", "line 1\r")],
		["a tab", note.replace("line 1", "line\t1")],
		["a lone surrogate", note.replace("line 1", "line \ud800")],
		["a hyphen for the dash", note.replace("\u2014", "-")],
		["two spaces", note.replace(`${NAME} `, `${NAME}  `)],
		["a plus in a name", note.replace(`\u2014 ${NAME}`, `\u2014 a+b`)],
		["a Unicode space in a name", note.replace(`\u2014 ${NAME}`, `\u2014 a\u00a0b`)],
		["too short a signature", `text\n\n\u2014 ${NAME} AAAA\n`],
		["stray bits in the base64", `text\n\n\u2014 ${NAME} AAAAAAB=\n`],
	])("with %s are refused", (_, bad) => {
		refused(() => parseNote(bad));
		expect(verifyNote(bad, [logKey])).toEqual({ ok: false, reason: "malformed" });
	});

	test("that are no text at all are refused", () => {
		expect(verifyNote(undefined as never, [logKey])).toEqual({ ok: false, reason: "malformed" });
	});

	test("are not made of texts they cannot hold", () => {
		refused(() => signNote("no newline", NAME, [log]));
		refused(() => signNote("tab\t\n", NAME, [log]));
	});
});

describe("checkpoints", () => {
	const pinned = formatVerifierKey(logKey);
	const checkpoint = { origin: NAME, size: 20852163, root, extensions: ["extension 1", "extension 2"] };

	test("round trip, with extension lines", () => {
		const note = signCheckpoint(checkpoint, [log]);
		expect(note.startsWith(`${NAME}\n20852163\n${ROOT}\nextension 1\nextension 2\n\n\u2014 ${NAME} `)).toBe(true);
		expect(parseCheckpoint(note)).toEqual(checkpoint);
		expect(verifyCheckpoint(note, [pinned])).toEqual({ ok: true, checkpoint, signedBy: [logKey] });
	});

	test.each([
		["two lines", `${NAME}\n1\n`],
		["a leading zero", `${NAME}\n01\n${ROOT}\n`],
		["a sign", `${NAME}\n+1\n${ROOT}\n`],
		["no size", `${NAME}\n\n${ROOT}\n`],
		["a size of 2^53", `${NAME}\n9007199254740992\n${ROOT}\n`],
		["a short root", `${NAME}\n1\nAAAA\n`],
		["an empty extension line", `${NAME}\n1\n${ROOT}\n\nx\n`],
		["an empty origin", `\n1\n${ROOT}\n`],
	])("with %s are refused, though signed", (_, text) => {
		const note = signNote(text, NAME, [log]);
		expect(verifyNote(note, [logKey]).ok).toBe(true);
		refused(() => parseCheckpoint(note));
		expect(verifyCheckpoint(note, [pinned])).toEqual({ ok: false, reason: "malformed" });
	});

	test("of another origin than the key's are refused", () => {
		const note = signNote(`example.com/other\n1\n${ROOT}\n`, NAME, [log]);
		expect(verifyCheckpoint(note, [pinned])).toEqual({ ok: false, reason: "wrong-origin" });
	});

	test("that cannot be written are refused", () => {
		for (const bad of [{ origin: "a b" }, { size: -1 }, { root: new Uint8Array(31) }, { extensions: ["a\nb"] }, { extensions: [""] }]) {
			expect(() => signCheckpoint({ ...checkpoint, ...bad }, [log])).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" }));
		}
	});
});

describe("proof files", () => {
	const file = {
		index: 73894,
		proof: [root, root],
		checkpoint: signNote(`${NAME}\n109482\n${ROOT}\n`, NAME, [log]),
		extra: toUtf8("extra"),
	};
	const text = formatProofFile(file);

	test("round trip, with and without extra data", () => {
		expect(text.startsWith(`c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\nindex 73894\n${ROOT}\n${ROOT}\n\n${NAME}\n109482\n`)).toBe(true);
		expect(parseProofFile(text)).toEqual(file);
		const { extra: _, ...rest } = file;
		expect(parseProofFile(formatProofFile(rest))).toEqual(rest);
		expect(parseProofFile(formatProofFile({ ...rest, index: 0, proof: [] }))).toEqual({ ...rest, index: 0, proof: [] });
	});

	test.each([
		["another header", text.replace("@v1", "@v2")],
		["no index", text.replace("index 73894\n", "")],
		["a leading zero", text.replace("index 73894", "index 073894")],
		["a short hash", text.replace(ROOT, "AAAA")],
		["extra data in the wrong place", text.replace(/(extra .*\n)(index .*\n)/, "$2$1")],
		["too long a proof", text.replace(`${ROOT}\n`, `${ROOT}\n`.repeat(65))],
		["no checkpoint", text.slice(0, text.indexOf("\n\n"))],
	])("with %s are refused", (_, bad) => {
		refused(() => parseProofFile(bad));
	});
});
