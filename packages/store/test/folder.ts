/**
 * Folders for tests that write files; each is removed after its test.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The path of a file, which does not exist yet, in a folder of its own. */
export function freshPath(): string {
	const folder = mkdtempSync(join(tmpdir(), "veilkit-store-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, "test.store");
}
