import { library } from "../../tsup.shared.ts";

export default library(["src/index.ts", "src/oprf/index.ts", "src/recover/index.ts", "src/risk/index.ts"]);
