/**
 * `veilkit lint`: what a policy gives away, before any table is read. An error among the findings is exit code 1, for scripts and CI.
 */
import { policyHash } from "@veilkit/pseudonymize";
import { lint } from "@veilkit/pseudonymize/lint";
import { Command } from "commander";
import { type CommandContext, note, print, printJson, printThenCheck } from "../context.ts";
import { readPolicy } from "../io/policy.ts";
import { describeFinding, type ProfileFlags, profileFindings, profileOptions, readCategories, requireNoErrors } from "../io/profile.ts";

interface LintFlags extends ProfileFlags {
	readonly public?: true;
	readonly json?: true;
}

async function lintPolicy(path: string, flags: LintFlags, context: CommandContext): Promise<void> {
	const policy = await readPolicy(path);
	const categories = await readCategories(flags.columnsMap, policy);
	const findings = [
		...lint(policy, { audience: flags.public ? "public" : "restricted", categories }),
		...profileFindings(policy, flags.profile, categories),
	];
	const printing = flags.json
		? printJson(context, { policyHash: policyHash(policy), profile: flags.profile ?? null, findings })
		: print(context, findings.map((finding) => `${describeFinding(finding)}\n`).join(""));
	await printThenCheck(printing, () => requireNoErrors(findings, path));
	note(context, findings.length === 0 ? `${path}: no findings` : `${path}: ${findings.length} warnings, no errors`);
}

/** The command. */
export function lintCommand(context: CommandContext): Command {
	const command = new Command("lint")
		.description("find what a policy gives away; with --profile, what a law or standard does not allow")
		.argument("<policy>", "the policy, as JSON")
		.option("--public", "the release goes to anybody")
		.option("--json", "machine output");
	for (const option of profileOptions()) command.addOption(option);
	return command.action((path: string, flags: LintFlags) => lintPolicy(path, flags, context));
}
