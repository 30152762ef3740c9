import { formatIp, parseIp } from "@veilkit/pseudonymize/ip";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("addresses", () => {
	it.each([
		["192.0.2.1", "192.0.2.1"],
		["::ffff:192.0.2.1", "192.0.2.1"],
		["::FFFF:C000:201", "192.0.2.1"],
		["::", "::"],
		["::1", "::1"],
		["1::", "1::"],
		["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
		["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
		["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
		["0:0:1:2:3:4:5:6", "::1:2:3:4:5:6"],
		["1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"],
		["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
		["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
	])("%s is printed as %s (RFC 5952)", (text, expected) => {
		expect(formatIp(parseIp(text))).toBe(expected);
	});

	it.each(
		["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "0x1.2.3.4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":::", "1::2::3"]
			.concat([
				"12345::",
				"g::",
				":1:2:3:4:5:6:7",
				"1:2:3:4:5:6:7:",
				"::1.2.3",
				"1.2.3.4::",
				"fe80::1%eth0",
				"::1/128",
				"1:2:3:4:5:6:7:8::",
			])
			.concat(["1:2:3:4:5:6:7:1.2.3.4", ":", "1:2:3:4::5:6:7:8"]),
	)("%j is none", (text) => {
		expect(() => parseIp(text)).toThrow("an IPv4 or IPv6 address");
		if (text.length > 3) expect(() => parseIp(text)).not.toThrow(text);
	});

	it("survive printing and reading, whatever their bytes", () => {
		const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((address) => address.map((byte) => (byte < 160 ? 0 : byte)));
		fc.assert(
			fc.property(bytes, (address) => {
				expect([...parseIp(formatIp(address))]).toEqual([...address]);
				expect(formatIp(address)).not.toMatch(/[A-F]|(^|:)0\d/);
			}),
		);
	});

	it("have sixteen bytes", () => {
		expect(() => formatIp(new Uint8Array(4))).toThrow("16 bytes");
		expect(() => parseIp(17 as unknown as string)).toThrow("an IPv4 or IPv6 address");
	});
});
