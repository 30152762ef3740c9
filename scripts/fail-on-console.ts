/** Libraries do not write to the console: a test during which one does fails. */
import { afterEach, beforeEach, vi } from "vitest";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

beforeEach(() => {
	for (const method of METHODS) {
		vi.spyOn(console, method).mockImplementation(() => {
			throw new Error(`console.${method} was called`);
		});
	}
});

afterEach(() => {
	vi.restoreAllMocks();
});
