/**
 * Key management services, as the two operations that every one of them has.
 */

/**
 * Wraps and unwraps small secrets under a key that never leaves the service (AWS KMS, Google Cloud KMS, Vault transit, an HSM).
 *
 * Errors of the service pass through Veilkit unchanged.
 */
export interface KeyProvider {
	/**
	 * Seals `material` (32 bytes).
	 *
	 * @param context - authenticated, not secret: AWS encryption context, Google's additional authenticated data
	 */
	wrap(material: Uint8Array, context: string): Promise<Uint8Array>;
	/** Opens what `wrap` sealed under the same context; rejects otherwise. */
	unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}
