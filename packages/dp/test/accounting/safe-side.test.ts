import { gaussianRho, leastNoise, noiseThreshold, zcdpEpsilon } from "@veilkit/dp/accounting";
import { describe, expect, it } from "vitest";

describe("what protects nothing", () => {
	it("has infinite ε, not NaN, which would compare as small", () => {
		expect(zcdpEpsilon({ rho: Number.POSITIVE_INFINITY, delta: 1e-5 })).toBe(Number.POSITIVE_INFINITY);
		expect(zcdpEpsilon({ rho: gaussianRho({ sigma: 0, l2Sensitivity: 1 }), delta: 1e-5 })).toBe(Number.POSITIVE_INFINITY);
	});

	it("is never found to satisfy a target", () => {
		const least = leastNoise((noise) => (noise < 3 ? Number.NaN : 1 / noise), { epsilon: 1, tolerance: 1e-3 });
		expect(least).toBeGreaterThanOrEqual(3);
	});
});

describe("a threshold", () => {
	it("is not below the truth where the contribution dwarfs the noise", () => {
		const threshold = noiseThreshold({ law: "laplace", scale: 1 }, { delta: 1e-6, contribution: 1e6, maxGroups: 1 });
		// ln(0.5·10^6) = 13.122363377404328…
		expect(threshold - 1e6).toBeGreaterThanOrEqual(13.122363377404328);
		expect(threshold - 1e6).toBeLessThan(13.1223634);
	});
});
