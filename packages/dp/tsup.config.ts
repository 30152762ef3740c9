import { library } from "../../tsup.shared.ts";

export default library(["src/index.ts", "src/accounting/index.ts", "src/mechanism/index.ts"]);
