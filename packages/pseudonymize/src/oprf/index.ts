export { createOprfClient, type OprfClient, type OprfClientOptions, type OprfEndpoint, type OprfOutputs } from "./client.ts";
export type { OprfErrorCode } from "./error.ts";
export { createOprfKey, deriveOprfKey, OprfKey, type OprfKeyOptions } from "./key.ts";
export { createPseudonymClient, type OprfDomain, oprfInfo, type PseudonymClient, type PseudonymClientOptions } from "./pseudonym-client.ts";
export { createOprfServer, type OprfAdmission, type OprfCall, type OprfServer, type OprfServerOptions } from "./server.ts";
export type { OprfKeyPair, OprfMode, OprfSuite } from "./suite.ts";
