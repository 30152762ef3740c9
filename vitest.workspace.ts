import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const conditions = process.env.TEST_TARGET === "dist" ? [...defaultServerConditions] : ["@veilkit/source", ...defaultServerConditions];

export default defineConfig({
	test: {
		projects: [
			{
				resolve: { conditions },
				ssr: { resolve: { conditions, externalConditions: conditions } },
				test: {
					name: "node",
					include: ["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
					exclude: ["**/*.browser.test.ts", "**/*.postgres.test.ts", "**/node_modules/**"],
				},
			},
		],
	},
});
