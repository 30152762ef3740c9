/** Libraries do not write to the console: a test during which one does fails, even if the code under test swallows errors. */
import { afterEach } from "vitest";

const METHODS = ["log", "info", "warn", "error", "debug", "trace", "table", "dir"] as const;
const calls: string[] = [];

for (const method of METHODS) {
	console[method] = (first?: unknown) => {
		calls.push(`console.${method}(${String(first)})`);
	};
}

afterEach(() => {
	const [call] = calls.splice(0);
	if (call !== undefined) throw new Error(`a test must not write to the console: ${call}`);
});
