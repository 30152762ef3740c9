import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isVeilkitError } from "@veilkit/core";
import { fileStore } from "@veilkit/store/file";
import { afterAll, describe, expect, test } from "vitest";
import { keysOf, put } from "./helpers.ts";

const folder = mkdtempSync(join(tmpdir(), "veilkit-store-full-"));
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "veilkit-test", folder]).status === 0;

afterAll(() => {
	if (mounted) execFileSync("umount", [folder]);
	rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!mounted)("on a disk of 256 KiB (needs the right to mount one)", () => {
	test("a write that does not fit is refused as a whole, what was written stays, and space that is freed is used", async () => {
		const path = join(folder, "full.store");
		const store = await fileStore(path);
		const written: string[] = [];
		let refusal: unknown;
		for (let index = 0; refusal === undefined && index < 100; index++) {
			try {
				await put(store, `k${index}`, new Uint8Array(10_000));
				written.push(`k${index}`);
			} catch (error) {
				refusal = error;
			}
		}
		expect(isVeilkitError(refusal, "ERR_STORE_IO")).toBe(true);
		expect(refusal).toMatchObject({ details: { file: "full.store", code: "ENOSPC" } });
		expect(written.length).toBeGreaterThan(10);
		expect(await keysOf(store)).toEqual(written.toSorted());
		const again = await fileStore(path);
		expect(await keysOf(again)).toEqual(written.toSorted());
		execFileSync("mount", ["-o", "remount,size=512k", folder]);
		await put(again, "more", new Uint8Array(10_000));
		expect(await keysOf(store, "more")).toEqual(["more"]);
		await store.close();
		await again.close();
	});

	test("on a read-only file system reading works and writing is refused", async () => {
		const path = join(folder, "read-only.store");
		const writer = await fileStore(path);
		await put(writer, "k", "v");
		await writer.close();
		execFileSync("mount", ["-o", "remount,ro", folder]);
		const store = await fileStore(path);
		expect(await keysOf(store)).toEqual(["k"]);
		await expect(put(store, "k", "x")).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "EROFS" } });
		await expect(fileStore(join(folder, "new.store"))).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "EROFS" } });
		await store.close();
		execFileSync("mount", ["-o", "remount,rw", folder]);
	});
});
