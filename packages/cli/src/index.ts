export type { RunContext, Terminal } from "./context.ts";
export { EXIT, type ExitCode } from "./error/exit-code.ts";
export type { CliErrorCode } from "./error/usage.ts";
export { run } from "./run.ts";
