import { library } from "../../tsup.shared.ts";

export default library([
	"src/anonymize/index.ts",
	"src/fpe/index.ts",
	"src/index.ts",
	"src/ip/index.ts",
	"src/lint/index.ts",
	"src/oprf/index.ts",
	"src/perturb/index.ts",
	"src/recover/fpe.ts",
	"src/recover/index.ts",
	"src/recover/ip.ts",
	"src/risk/index.ts",
	"src/rotate/index.ts",
	"src/vault/index.ts",
]);
