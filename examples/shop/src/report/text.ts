/**
 * Numbers and names as people read them, and text that is safe inside HTML.
 */
import type { Measure } from "../findings.ts";

const WHOLE = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const EUROS = new Intl.NumberFormat("en-GB", { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
const PERCENT = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });
const COUNTRY_NAMES = new Intl.DisplayNames("en-GB", { type: "region", fallback: "none" });

/** 12,345. */
export function whole(value: number): string {
	return WHOLE.format(value);
}

/** 12.3%. */
export function percent(share: number): string {
	return PERCENT.format(share);
}

/** A quantity in the unit of its measure. */
export function quantity(value: number, unit: Measure["unit"]): string {
	return unit === "euros" ? EUROS.format(value) : WHOLE.format(value);
}

/** A country's name for its code; any other group as it is. */
export function groupName(group: string): string {
	return /^[A-Z]{2}$/.test(group) ? (COUNTRY_NAMES.of(group) ?? group) : group;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as HTML content or attribute. */
export function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
