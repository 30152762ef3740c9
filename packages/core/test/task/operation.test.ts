import { createPacer, type Progress } from "@veilkit/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

/** A clock for `performance.now`, so that no test waits for the real one. */
let now = 0;
beforeEach(() => {
	now = 1000;
	vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

describe("a pacer", () => {
	test("is due once its slice is used up, and again a slice after each pause", async () => {
		const pacer = createPacer({ phase: "hash", sliceMs: 8 });
		expect(pacer.due()).toBe(false);
		now += 8;
		expect(pacer.due()).toBe(true);
		await pacer.pause(1);
		expect(pacer.due()).toBe(false);
		now += 8;
		expect(pacer.due()).toBe(true);
	});

	test("lets timers run during a pause, which a mere await would not", async () => {
		const pacer = createPacer({ phase: "hash" });
		const order: string[] = [];
		const timer = new Promise<void>((resolve) => {
			setTimeout(() => {
				order.push("timer");
				resolve();
			}, 0);
		});
		for (let round = 0; round < 50 && order.length === 0; round++) await pacer.pause(round);
		order.push("loop");
		await timer;
		expect(order).toEqual(["timer", "loop"]);
	});

	test("reports at most every 50 ms, and always at the end", async () => {
		const reports: Progress[] = [];
		const pacer = createPacer({ phase: "hash", total: 10, onProgress: (progress) => reports.push(progress) });
		for (let done = 1; done <= 9; done++) {
			now += 20;
			await pacer.pause(done);
		}
		pacer.finish(10);
		expect(reports.map((report) => report.done)).toEqual([3, 6, 9, 10]);
		expect(reports[0]).toEqual({ phase: "hash", done: 3, total: 10 });
	});

	test("leaves out a total that nobody knows", () => {
		const reports: Progress[] = [];
		createPacer({ phase: "read", onProgress: (progress) => reports.push(progress) }).finish(4);
		expect(reports).toEqual([{ phase: "read", done: 4 }]);
	});

	test("rejects with the signal's reason, untouched, at the start and in a pause", async () => {
		const reason = new Error("enough");
		const controller = new AbortController();
		const pacer = createPacer({ phase: "hash", signal: controller.signal });
		await expect(pacer.pause(1)).resolves.toBeUndefined();
		const pause = pacer.pause(2);
		controller.abort(reason);
		await expect(pause).rejects.toBe(reason);
		expect(() => createPacer({ phase: "hash", signal: controller.signal })).toThrow(reason);
	});
});
