/**
 * Categories of personal data: a selection of the W3C Data Privacy Vocabulary's extension for personal data (DPV-PD 2.3).
 *
 * `kind` says which rules of the GDPR a category falls under: `special` is Article 9(1) as DPV marks it, `criminal` is Article 10.
 * Names, identifiers and labels are those of DPV (its spelling of "Vehical" included).
 *
 * Includes material derived from the Data Privacy Vocabulary 2.3, https://w3id.org/dpv. Copyright © 2019-2026 World Wide Web Consortium.
 * https://www.w3.org/copyright/software-license-2023/
 */

/** Data categories by DPV name. */
export const DATA_CATEGORIES = {
	// Who somebody is.
	Name: { iri: "https://w3id.org/dpv/pd#Name", label: "Name", kind: "ordinary" },
	Username: { iri: "https://w3id.org/dpv/pd#Username", label: "Username", kind: "ordinary" },
	UID: { iri: "https://w3id.org/dpv/pd#UID", label: "UID", kind: "ordinary" },
	Identifier: { iri: "https://w3id.org/dpv/pd#Identifier", label: "Identifier", kind: "ordinary" },
	OfficialID: { iri: "https://w3id.org/dpv/pd#OfficialID", label: "Official ID", kind: "ordinary" },
	Passport: { iri: "https://w3id.org/dpv/pd#Passport", label: "Passport", kind: "ordinary" },
	Citizenship: { iri: "https://w3id.org/dpv/pd#Citizenship", label: "Citizenship", kind: "ordinary" },
	Nationality: { iri: "https://w3id.org/dpv/pd#Nationality", label: "Nationality", kind: "ordinary" },
	BirthDate: { iri: "https://w3id.org/dpv/pd#BirthDate", label: "Birth Date", kind: "ordinary" },
	BirthPlace: { iri: "https://w3id.org/dpv/pd#BirthPlace", label: "Birth Place", kind: "ordinary" },
	Age: { iri: "https://w3id.org/dpv/pd#Age", label: "Age", kind: "ordinary" },
	AgeRange: { iri: "https://w3id.org/dpv/pd#AgeRange", label: "Age Range", kind: "ordinary" },
	Gender: { iri: "https://w3id.org/dpv/pd#Gender", label: "Gender", kind: "ordinary" },
	Picture: { iri: "https://w3id.org/dpv/pd#Picture", label: "Picture", kind: "ordinary" },
	Language: { iri: "https://w3id.org/dpv/pd#Language", label: "Language", kind: "ordinary" },
	// How to reach somebody.
	Contact: { iri: "https://w3id.org/dpv/pd#Contact", label: "Contact", kind: "ordinary" },
	EmailAddress: { iri: "https://w3id.org/dpv/pd#EmailAddress", label: "Email Address", kind: "ordinary" },
	TelephoneNumber: { iri: "https://w3id.org/dpv/pd#TelephoneNumber", label: "Telephone Number", kind: "ordinary" },
	PhysicalAddress: { iri: "https://w3id.org/dpv/pd#PhysicalAddress", label: "Physical Address", kind: "ordinary" },
	Street: { iri: "https://w3id.org/dpv/pd#Street", label: "Street", kind: "ordinary" },
	HouseNumber: { iri: "https://w3id.org/dpv/pd#HouseNumber", label: "House Number", kind: "ordinary" },
	PostalCode: { iri: "https://w3id.org/dpv/pd#PostalCode", label: "Postal Code", kind: "ordinary" },
	City: { iri: "https://w3id.org/dpv/pd#City", label: "City", kind: "ordinary" },
	Region: { iri: "https://w3id.org/dpv/pd#Region", label: "Region", kind: "ordinary" },
	Country: { iri: "https://w3id.org/dpv/pd#Country", label: "Country", kind: "ordinary" },
	// Money.
	Financial: { iri: "https://w3id.org/dpv/pd#Financial", label: "Financial", kind: "ordinary" },
	BankAccount: { iri: "https://w3id.org/dpv/pd#BankAccount", label: "Bank Account", kind: "ordinary" },
	FinancialAccountNumber: { iri: "https://w3id.org/dpv/pd#FinancialAccountNumber", label: "Financial Account Number", kind: "ordinary" },
	PaymentCardNumber: { iri: "https://w3id.org/dpv/pd#PaymentCardNumber", label: "Payment Card Number", kind: "ordinary" },
	PaymentCardExpiry: { iri: "https://w3id.org/dpv/pd#PaymentCardExpiry", label: "Payment Card Expiry", kind: "ordinary" },
	CreditScore: { iri: "https://w3id.org/dpv/pd#CreditScore", label: "Credit Score", kind: "ordinary" },
	Income: { iri: "https://w3id.org/dpv/pd#Income", label: "Income", kind: "ordinary" },
	Salary: { iri: "https://w3id.org/dpv/pd#Salary", label: "Salary", kind: "ordinary" },
	Tax: { iri: "https://w3id.org/dpv/pd#Tax", label: "Tax", kind: "ordinary" },
	Insurance: { iri: "https://w3id.org/dpv/pd#Insurance", label: "Insurance", kind: "ordinary" },
	Transaction: { iri: "https://w3id.org/dpv/pd#Transaction", label: "Transaction", kind: "ordinary" },
	Purchase: { iri: "https://w3id.org/dpv/pd#Purchase", label: "Purchase", kind: "ordinary" },
	PurchasesAndSpendingHabit: {
		iri: "https://w3id.org/dpv/pd#PurchasesAndSpendingHabit",
		label: "Purchases and Spending Habit",
		kind: "ordinary",
	},
	// Devices and traces.
	IPAddress: { iri: "https://w3id.org/dpv/pd#IPAddress", label: "IP Address", kind: "ordinary" },
	MACAddress: { iri: "https://w3id.org/dpv/pd#MACAddress", label: "MAC Address", kind: "ordinary" },
	DeviceBased: { iri: "https://w3id.org/dpv/pd#DeviceBased", label: "Device Based", kind: "ordinary" },
	BrowserFingerprint: { iri: "https://w3id.org/dpv/pd#BrowserFingerprint", label: "Browser Fingerprint", kind: "ordinary" },
	UserAgent: { iri: "https://w3id.org/dpv/pd#UserAgent", label: "User agent", kind: "ordinary" },
	BrowsingBehaviour: { iri: "https://w3id.org/dpv/pd#BrowsingBehaviour", label: "Browsing Behaviour", kind: "ordinary" },
	BrowserHistory: { iri: "https://w3id.org/dpv/pd#BrowserHistory", label: "Browser History", kind: "ordinary" },
	Location: { iri: "https://w3id.org/dpv/pd#Location", label: "Location", kind: "ordinary" },
	GPSCoordinate: { iri: "https://w3id.org/dpv/pd#GPSCoordinate", label: "GPS Coordinate", kind: "ordinary" },
	AuthenticationHistory: { iri: "https://w3id.org/dpv/pd#AuthenticationHistory", label: "Authentication History", kind: "ordinary" },
	Password: { iri: "https://w3id.org/dpv/pd#Password", label: "Password", kind: "ordinary" },
	CommunicationsMetadata: { iri: "https://w3id.org/dpv/pd#CommunicationsMetadata", label: "Communications Metadata", kind: "ordinary" },
	EmailContent: { iri: "https://w3id.org/dpv/pd#EmailContent", label: "Email Content", kind: "ordinary" },
	// Life and work.
	Family: { iri: "https://w3id.org/dpv/pd#Family", label: "Family", kind: "ordinary" },
	MaritalStatus: { iri: "https://w3id.org/dpv/pd#MaritalStatus", label: "Marital Status", kind: "ordinary" },
	Household: { iri: "https://w3id.org/dpv/pd#Household", label: "Household", kind: "ordinary" },
	Education: { iri: "https://w3id.org/dpv/pd#Education", label: "Education", kind: "ordinary" },
	Job: { iri: "https://w3id.org/dpv/pd#Job", label: "Job", kind: "ordinary" },
	EmploymentHistory: { iri: "https://w3id.org/dpv/pd#EmploymentHistory", label: "Employment History", kind: "ordinary" },
	PerformanceAtWork: { iri: "https://w3id.org/dpv/pd#PerformanceAtWork", label: "Performance at Work", kind: "ordinary" },
	Preference: { iri: "https://w3id.org/dpv/pd#Preference", label: "Preference", kind: "ordinary" },
	Interest: { iri: "https://w3id.org/dpv/pd#Interest", label: "Interest", kind: "ordinary" },
	Opinion: { iri: "https://w3id.org/dpv/pd#Opinion", label: "Opinion", kind: "ordinary" },
	SocialNetwork: { iri: "https://w3id.org/dpv/pd#SocialNetwork", label: "Social Network", kind: "ordinary" },
	VehicalLicenseNumber: { iri: "https://w3id.org/dpv/pd#VehicalLicenseNumber", label: "Vehicle License Number", kind: "ordinary" },
	// Special categories (GDPR Article 9).
	Health: { iri: "https://w3id.org/dpv/pd#Health", label: "Health", kind: "special" },
	HealthRecord: { iri: "https://w3id.org/dpv/pd#HealthRecord", label: "Health Record", kind: "special" },
	MedicalHealth: { iri: "https://w3id.org/dpv/pd#MedicalHealth", label: "Medical Health", kind: "special" },
	MentalHealth: { iri: "https://w3id.org/dpv/pd#MentalHealth", label: "Mental Health", kind: "special" },
	Disability: { iri: "https://w3id.org/dpv/pd#Disability", label: "Disability", kind: "special" },
	Prescription: { iri: "https://w3id.org/dpv/pd#Prescription", label: "Prescription", kind: "special" },
	BloodType: { iri: "https://w3id.org/dpv/pd#BloodType", label: "Blood Type", kind: "special" },
	Genetic: { iri: "https://w3id.org/dpv/pd#Genetic", label: "Genetic", kind: "special" },
	Biometric: { iri: "https://w3id.org/dpv/pd#Biometric", label: "Biometric", kind: "special" },
	Fingerprint: { iri: "https://w3id.org/dpv/pd#Fingerprint", label: "Fingerprint", kind: "special" },
	FacialPrint: { iri: "https://w3id.org/dpv/pd#FacialPrint", label: "Facial Print", kind: "special" },
	EthnicOrigin: { iri: "https://w3id.org/dpv/pd#EthnicOrigin", label: "Ethnic Origin", kind: "special" },
	Race: { iri: "https://w3id.org/dpv/pd#Race", label: "Race", kind: "special" },
	Religion: { iri: "https://w3id.org/dpv/pd#Religion", label: "Religion", kind: "special" },
	ReligiousBelief: { iri: "https://w3id.org/dpv/pd#ReligiousBelief", label: "Religious Belief", kind: "special" },
	PhilosophicalBelief: { iri: "https://w3id.org/dpv/pd#PhilosophicalBelief", label: "Philosophical Belief", kind: "special" },
	PoliticalOpinion: { iri: "https://w3id.org/dpv/pd#PoliticalOpinion", label: "Political Opinion", kind: "special" },
	PoliticalAffiliation: { iri: "https://w3id.org/dpv/pd#PoliticalAffiliation", label: "Political Affiliation", kind: "special" },
	TradeUnionMembership: { iri: "https://w3id.org/dpv/pd#TradeUnionMembership", label: "Trade Union Membership", kind: "special" },
	Sexual: { iri: "https://w3id.org/dpv/pd#Sexual", label: "Sexual", kind: "special" },
	SexualPreference: { iri: "https://w3id.org/dpv/pd#SexualPreference", label: "Sexual Preference", kind: "special" },
	// Criminal convictions and offences (GDPR Article 10).
	Criminal: { iri: "https://w3id.org/dpv/pd#Criminal", label: "Criminal", kind: "criminal" },
	CriminalCharge: { iri: "https://w3id.org/dpv/pd#CriminalCharge", label: "Criminal Charge", kind: "criminal" },
	CriminalConviction: { iri: "https://w3id.org/dpv/pd#CriminalConviction", label: "Criminal Conviction", kind: "criminal" },
	CriminalOffence: { iri: "https://w3id.org/dpv/pd#CriminalOffence", label: "Criminal Offence", kind: "criminal" },
} as const;

/** The name of a data category: `EmailAddress`. */
export type DataCategory = keyof typeof DATA_CATEGORIES;
