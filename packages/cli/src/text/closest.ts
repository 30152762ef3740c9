/**
 * Suggestions for mistyped names.
 */

/** Levenshtein distance. */
function editDistance(left: string, right: string): number {
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (const [row, leftChar] of [...left].entries()) {
		const current = [row + 1];
		for (const [column, rightChar] of [...right].entries()) {
			const substitution = (previous[column] as number) + (leftChar === rightChar ? 0 : 1);
			current.push(Math.min(substitution, (previous[column + 1] as number) + 1, (current[column] as number) + 1));
		}
		previous = current;
	}
	return previous.at(-1) as number;
}

/**
 * The candidate most like `name`, if any is close: two letters in five may differ, ignoring case.
 *
 * @returns the candidate as a hint for the end of a message, or nothing
 */
export function suggestion(name: string, candidates: readonly string[]): string {
	let best: string | undefined;
	let bestDistance = Math.floor(name.length * 0.4) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
		const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
		if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
	}
	return best === undefined ? "" : ` (did you mean "${best}"?)`;
}
