/**
 * PCI DSS 4.0.1, requirement 3: card numbers are unreadable wherever they are stored, and card verification codes are not stored at all.
 *
 * Truncation to the first six and last four digits is allowed for all lengths of card numbers; longer excerpts depend on brand and length
 * (FAQ 1091), so the profile does not take them.
 */
import type { Profile } from "./profile.ts";

/** PCI DSS 4.0.1. */
export const PCI_DSS: Profile = {
	name: "pci-dss",
	title: "PCI DSS 4.0.1, requirement 3",
	url: "https://www.pcisecuritystandards.org/document_library/",
	rules: [
		{
			id: "card-number",
			source: "PCI DSS 4.0.1, requirements 3.4.1, 3.5.1 and 3.5.1.1",
			what: "primary account numbers",
			categories: ["PaymentCardNumber"],
			allows: [
				"token.hmac",
				"token.blake3",
				"token.siv",
				{ treatment: "token.fpe", atMost: { keepLast: 4 } },
				{ treatment: "mask", atMost: { first: 6, last: 4 } },
				{ treatment: "generalize.prefix", atMost: { length: 6 } },
			],
			severity: "error",
			fix: "use token.siv, token.hmac, or mask({ first: 6, last: 4 })",
		},
		{
			id: "card-verification-code",
			source: "PCI DSS 4.0.1, requirement 3.3.1.2",
			what: "card verification codes",
			categories: ["CardVerificationCode"],
			allows: [],
			severity: "error",
			fix: "drop it: it is not stored after authorization, not even encrypted",
		},
		{
			id: "free-text",
			source: "PCI DSS 4.0.1, requirement 3.5.1",
			what: "free text, into which people write card numbers",
			categories: ["FreeText", "EmailContent"],
			allows: ["redact"],
			severity: "error",
			fix: "redact it with a detector of card numbers, or drop it",
		},
	],
};
