/**
 * Runs vector files against the public API of the packages.
 *
 * A vector file is told by its base name. Its adapter maps each group to cases; a case passes if `run` says true. A group without
 * an adapter counts as failed, case by case, unless the caller allows it: silence must never look like conformance.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A group of a vector file: an id, parameters, and a list of tests. */
export interface VectorGroup {
	readonly id: string;
	readonly [parameter: string]: unknown;
}

/** One vector, ready to run. */
export interface ConformanceCase {
	readonly id: string;
	/** Why the case does not apply to this implementation; it is then counted as skipped. */
	readonly skip?: string;
	/** Whether the implementation answers as the vector says. A throw is a failure. */
	readonly run: () => boolean | Promise<boolean>;
}

/** How the groups of one vector file are run. */
export interface FileAdapter {
	/** Base name of the file, without `.json`. */
	readonly file: string;
	/** The cases of each group this implementation handles, by group id. */
	readonly groups: Readonly<Record<string, (group: VectorGroup) => Iterable<ConformanceCase>>>;
	/** How a document without `groups` splits into groups, each with a list of tests; `folder` is where the file lies. */
	readonly split?: (document: Readonly<Record<string, unknown>>, folder: string) => readonly VectorGroup[];
}

/** Counts and failures of one file. */
export interface FileReport {
	readonly path: string;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** `<group>/<case>: <why>`, for each failure. */
	readonly failures: readonly string[];
	/** Groups that no adapter handles. */
	readonly unhandled: readonly string[];
}

/** The tests of a group, under whichever name the file uses. */
export function testsOf<T>(group: VectorGroup): readonly T[] {
	const tests = group["tests"] ?? group["cases"] ?? group["vectors"];
	if (!Array.isArray(tests)) throw new TypeError(`group ${group.id}: no list of tests`);
	return tests as T[];
}

/** All JSON files named by the arguments; folders are listed, not descended into. */
export async function vectorFiles(paths: readonly string[]): Promise<readonly string[]> {
	const found: string[] = [];
	for (const path of paths) {
		if (!(await stat(path)).isDirectory()) found.push(path);
		else for (const name of (await readdir(path)).sort()) if (name.endsWith(".json")) found.push(join(path, name));
	}
	return found;
}

async function outcome(test: ConformanceCase): Promise<string | undefined> {
	try {
		return (await test.run()) ? undefined : "wrong answer";
	} catch (error) {
		return error instanceof Error ? `${error.name}: ${error.message}` : "threw";
	}
}

/** Runs one file. */
export async function runFile(
	path: string,
	adapters: readonly FileAdapter[],
	options: { readonly allowUnhandled: boolean },
): Promise<FileReport> {
	const document = JSON.parse(await readFile(path, "utf8")) as Readonly<Record<string, unknown>> & {
		readonly groups?: readonly VectorGroup[];
	};
	const adapter = adapters.find((candidate) => candidate.file === basename(path, ".json"));
	const groups = document.groups ?? adapter?.split?.(document, dirname(path));
	let passed = 0;
	let skipped = 0;
	const failures: string[] = [];
	const unhandled: string[] = [];

	for (const group of groups ?? []) {
		const cases = adapter?.groups[group.id];
		if (cases === undefined) {
			unhandled.push(group.id);
			const count = testsOf(group).length;
			if (options.allowUnhandled) skipped += count;
			else for (let index = 0; index < count; index++) failures.push(`${group.id}/${index}: no adapter`);
			continue;
		}
		for (const test of cases(group)) {
			if (test.skip !== undefined) {
				skipped++;
				continue;
			}
			const failure = await outcome(test);
			if (failure === undefined) passed++;
			else failures.push(`${group.id}/${test.id}: ${failure}`);
		}
	}
	if (groups === undefined) {
		unhandled.push("(the whole document)");
		if (options.allowUnhandled) skipped++;
		else failures.push("(the whole document): no adapter");
	}
	return { path, passed, failed: failures.length, skipped, failures, unhandled };
}
