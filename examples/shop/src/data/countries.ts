/**
 * The twelve markets of the shop: how many customers each has, the language of their names, and cities with their postcode areas.
 *
 * Cities and the first characters of postcodes are real, so that a postcode says about as much about a person as it does in life;
 * every `#` becomes a random digit and every `?` a random letter.
 */
import { cs_CZ, da, de, el, en_GB, fi, fr, type LocaleDefinition, nb_NO, nl, pl, sv, tr } from "@faker-js/faker";

/** A city and its share of the country's customers. */
export interface City {
	readonly name: string;
	readonly postcode: string;
	readonly weight: number;
}

/** A market. */
export interface Country {
	/** ISO 3166-1 alpha-2. */
	readonly code: string;
	/** Share of all customers, in tenths of a percent. */
	readonly weight: number;
	readonly locale: LocaleDefinition;
	readonly cities: readonly City[];
}

function city(name: string, postcode: string, weight: number): City {
	return { name, postcode, weight };
}

export const COUNTRIES: readonly Country[] = [
	{
		code: "DE",
		weight: 185,
		locale: de,
		cities: [city("Berlin", "10###", 5), city("Hamburg", "20###", 3), city("München", "80###", 3), city("Köln", "50###", 2)],
	},
	{
		code: "GB",
		weight: 160,
		locale: en_GB,
		cities: [city("London", "SE# #??", 6), city("Manchester", "M## #??", 2), city("Leeds", "LS# #??", 2), city("Cardiff", "CF# #??", 1)],
	},
	{
		code: "FR",
		weight: 140,
		locale: fr,
		cities: [city("Paris", "750##", 5), city("Lyon", "690##", 2), city("Besançon", "250##", 1), city("Nîmes", "300##", 1)],
	},
	{
		code: "PL",
		weight: 110,
		locale: pl,
		cities: [city("Warszawa", "00-###", 4), city("Kraków", "30-###", 2), city("Łódź", "90-###", 2), city("Gdańsk", "80-###", 2)],
	},
	{
		code: "SE",
		weight: 85,
		locale: sv,
		cities: [city("Stockholm", "11# ##", 4), city("Göteborg", "41# ##", 2), city("Malmö", "21# ##", 2)],
	},
	{
		code: "NL",
		weight: 70,
		locale: nl,
		cities: [city("Amsterdam", "10## ??", 3), city("Rotterdam", "30## ??", 2), city("'s-Hertogenbosch", "52## ??", 1)],
	},
	{
		code: "NO",
		weight: 60,
		locale: nb_NO,
		cities: [city("Oslo", "01##", 4), city("Bergen", "50##", 2), city("Tromsø", "90##", 1)],
	},
	{
		code: "TR",
		weight: 50,
		locale: tr,
		cities: [city("İstanbul", "34###", 5), city("İzmir", "35###", 2), city("Eskişehir", "26###", 1)],
	},
	{
		code: "DK",
		weight: 40,
		locale: da,
		cities: [city("København", "21##", 4), city("Århus", "80##", 2), city("Ærøskøbing", "59##", 1)],
	},
	{
		code: "CZ",
		weight: 40,
		locale: cs_CZ,
		cities: [city("Praha", "11# ##", 4), city("Brno", "60# ##", 2), city("Plzeň", "30# ##", 1)],
	},
	{
		code: "GR",
		weight: 35,
		locale: el,
		cities: [city("Αθήνα", "10# ##", 4), city("Θεσσαλονίκη", "54# ##", 2)],
	},
	{
		code: "FI",
		weight: 25,
		locale: fi,
		cities: [city("Helsinki", "00###", 3), city("Jyväskylä", "40###", 1)],
	},
];
