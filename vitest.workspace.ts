/**
 * The test projects. `vitest run` is the `node` project: from source, no server, no browser, no build.
 *
 * `TEST_TARGET=dist` tests the built packages instead; `TEST_BROWSER=1` runs what runs everywhere in headless Chromium;
 * `VEILKIT_TEST_POSTGRES=<connection string>` adds the tests that need a server.
 */
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const source = process.env.TEST_TARGET === "dist" ? [] : ["@veilkit/source"];
const server = [...source, ...defaultServerConditions];
const shared = { setupFiles: ["./scripts/fail-on-console.ts"], testTimeout: 60_000, hookTimeout: 60_000 };
const everywhere = ["packages/*/test/**/*.test.ts"];

const node: TestProjectConfiguration = {
	resolve: { conditions: server },
	ssr: { resolve: { conditions: server, externalConditions: server } },
	test: {
		...shared,
		name: "node",
		include: [...everywhere, "examples/*/test/**/*.test.ts"],
		exclude: ["**/*.browser.test.ts", "**/*.postgres.test.ts", "**/node_modules/**"],
	},
};

const postgres: TestProjectConfiguration = {
	resolve: { conditions: server },
	ssr: { resolve: { conditions: server, externalConditions: server } },
	test: { ...shared, name: "postgres", include: ["packages/*/test/**/*.postgres.test.ts"] },
};

const browser: TestProjectConfiguration = {
	resolve: { conditions: [...source, ...defaultClientConditions] },
	test: {
		...shared,
		name: "browser",
		include: everywhere,
		exclude: ["**/*.node.test.ts", "**/*.postgres.test.ts", "packages/{cli,conformance}/**", "**/node_modules/**"],
		browser: {
			enabled: true,
			headless: true,
			screenshotFailures: false,
			provider: playwright({
				launchOptions: {
					executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
					args: [
						"--no-sandbox",
						"--disable-gpu",
						"--disable-quic",
						"--no-first-run",
						"--disable-background-networking",
						"--disable-component-update",
						"--disable-sync",
					],
				},
			}),
			instances: [{ browser: "chromium" }],
		},
	},
};

const projects = process.env.TEST_BROWSER ? [browser] : process.env.VEILKIT_TEST_POSTGRES ? [node, postgres] : [node];

export default defineConfig({ test: { projects } });
