import { createSigner, generateKey, memoryStore, toHex, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import {
	exportTiles,
	openLedger,
	openTiles,
	parseCheckpoint,
	rootHash,
	signCheckpoint,
	tilePath,
	verifyConsistency,
	verifyInclusion,
} from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const signer = createSigner(generateKey({ purpose: "sign", random: seededRandom(1) }));

async function ledgerOf(count: number) {
	const ledger = await openLedger(memoryStore(), { signer, origin: "shop.example/privacy", random: seededRandom(7) });
	await ledger.appendAll(Array.from({ length: count }, (_, at) => ({ payload: toUtf8(`payload ${at}`), subject: `subject ${at % 3}` })));
	return ledger;
}

async function exported(count: number) {
	const ledger = await ledgerOf(count);
	const files = new Map<string, Uint8Array>();
	await exportTiles(ledger, async (path, bytes) => {
		files.set(path, bytes);
	});
	return { ledger, files };
}

describe("tile paths", () => {
	test.each([
		[{ level: 0, index: 0, width: 256 }, "tile/0/000"],
		[{ level: 0, index: 1234067, width: 256 }, "tile/0/x001/x234/067"],
		[{ level: 1, index: 17, width: 3 }, "tile/1/017.p/3"],
		[{ level: 2, index: 1000, width: 255 }, "tile/2/x001/000.p/255"],
	])("%o is %s", (tile, path) => {
		expect(tilePath(tile)).toBe(path);
	});
});

test("a tree of 70,000 leaves has the tiles that C2SP tlog-tiles counts for it", async () => {
	const leaf = new Uint8Array(1);
	const root = rootHash(Array.from({ length: 70_000 }, () => leaf));
	const checkpoint = signCheckpoint({ origin: "example.com/log", size: 70_000, root, extensions: [] }, [signer]);
	const paths: string[] = [];
	const log = {
		checkpoint: async () => checkpoint,
		async *leaves() {
			for (let index = 0; index < 70_000; index++) yield leaf;
		},
	};
	await exportTiles(log, async (path) => {
		paths.push(path);
	});
	const tiles = paths.filter((path) => /^tile\/\d/.test(path));
	const full = (level: number) => tiles.filter((path) => path.startsWith(`tile/${level}/`) && !path.includes(".p/")).length;
	expect([full(0), full(1), full(2)]).toEqual([273, 1, 0]);
	expect(tiles.filter((path) => path.includes(".p/"))).toEqual(["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
	expect(new Set(paths).size).toBe(paths.length);
}, 60_000);

describe("exported files", () => {
	test.each([
		[0, ["checkpoint"]],
		[3, ["checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"]],
		[256, ["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"]],
		[300, ["checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]],
	])("of %i entries", async (count, paths) => {
		expect([...(await exported(count)).files.keys()].sort()).toEqual(paths);
	});

	test("give the signed root, and every proof", async () => {
		const { files } = await exported(600);
		const { root, size } = parseCheckpoint(new TextDecoder().decode(files.get("checkpoint")));
		const tree = openTiles(async (path) => files.get(path) ?? expect.fail(path), size);
		expect(toHex(await tree.root())).toBe(toHex(root));
		const leaves = files.get("tile/0/001") as Uint8Array;
		const proof = await tree.inclusionProof(300);
		expect(verifyInclusion(proof, { index: 300, size, leafHash: leaves.slice(44 * 32, 45 * 32), root })).toBe(true);
		for (const from of [1, 256, 257, 599, 600]) {
			const fromRoot = await tree.root(from);
			expect(verifyConsistency(await tree.consistencyProof(from), { from, to: size, fromRoot, toRoot: root })).toBe(true);
		}
	});

	test("hold entries that hash to the leaves, and no payload", async () => {
		const { files } = await exported(5);
		const bundle = files.get("tile/entries/000.p/5") as Uint8Array;
		const entries: Uint8Array[] = [];
		for (let at = 0; at < bundle.length; ) {
			const length = (bundle[at] as number) * 256 + (bundle[at + 1] as number);
			entries.push(bundle.slice(at + 2, at + 2 + length));
			at += 2 + length;
		}
		expect(toHex(rootHash(entries))).toBe(toHex(parseCheckpoint(new TextDecoder().decode(files.get("checkpoint"))).root));
		const text = new TextDecoder("latin1").decode(bundle);
		expect(text).toContain("data");
		expect(text).not.toContain("payload 1");
	});

	test("a wrong tile gives a wrong root, a short one an error", async () => {
		const { files } = await exported(300);
		const { root, size } = parseCheckpoint(new TextDecoder().decode(files.get("checkpoint")));
		const reading = (change: (bytes: Uint8Array) => Uint8Array) => openTiles(async (path) => change(files.get(path) as Uint8Array), size);
		expect(await reading((bytes) => bytes).root()).toEqual(root);
		expect(await reading((bytes) => bytes.map((byte) => byte ^ 1)).root()).not.toEqual(root);
		await expect(reading((bytes) => bytes.slice(1)).root()).rejects.toMatchObject({ code: "ERR_FORMAT" });
	});
});
