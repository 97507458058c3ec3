/*
 * Help for properties that several classes share: HELP(German, English). Included by dcat.c only.
 */
#ifndef DCAT_HELP_H
#define DCAT_HELP_H

#define HELP(de, en) de, en

#define HELP_publisher HELP("Die Stelle, die für die Daten verantwortlich ist: der Name ihrer Datei in agents/ ohne Endung.", \
	"The body that answers for the data: the name of its file in agents/ without its ending.")
#define HELP_contact HELP("An wen sich Menschen mit Fragen wenden: am besten ein Postfach der Stelle, keine einzelne Person.", \
	"Whom people can ask: best a mailbox of the office, not a single person.")
#define HELP_themes HELP("Die Kategorie von GovData und data.europa.eu, in der die Daten gesucht werden; meist genügt eine.", \
	"The category of GovData and data.europa.eu under which people look for the data; one is mostly enough.")
#define HELP_keywords HELP("Wörter, nach denen jemand sucht, auch wenn sie nicht im Titel stehen: Alltagswörter, Fachwörter, Abkürzungen.", \
	"Words that somebody would search for, also those that are not in the title: everyday words, technical terms, abbreviations.")
#define HELP_language HELP("Die Sprache der Inhalte, als Code der EU-Liste: DEU, ENG, HSB.", \
	"The language of the content, as a code of the EU list: DEU, ENG, FRA.")
#define HELP_created HELP("Wann die Daten selbst entstanden sind, nicht wann sie hier erschienen („issued“).", \
	"When the data themselves came into being, not when they appeared here (“issued”).")
#define HELP_spatial HELP("Welches Gebiet gemeint ist: der amtliche Gemeindeschlüssel, ein Rechteck in Grad oder die IRI eines Ortes.", \
	"The area that is meant: the official municipality key, a box in degrees, or the IRI of a place.")
#define HELP_temporal HELP("Von wann bis wann die Daten berichten; „to“ fehlt, wenn sie fortlaufen.", \
	"From when to when the data report; leave out “to” when they go on.")
#define HELP_availability HELP("Wie lange die Daten voraussichtlich bleiben: AVAILABLE oder STABLE auf lange Sicht, EXPERIMENTAL auf Probe, TEMPORARY für kurze Zeit.", \
	"How long the data are meant to stay: AVAILABLE or STABLE for the long run, EXPERIMENTAL on trial, TEMPORARY for a short time.")
#define HELP_applicable_legislation HELP("Das Gesetz, das die Veröffentlichung verlangt, als ELI-Adresse. Bei hochwertigen Datensätzen setzt das Programm die Verordnung (EU) 2023/138 selbst ein.", \
	"The law that demands the publication, as an ELI address. For high-value datasets the program adds Regulation (EU) 2023/138 by itself.")
#define HELP_hvd HELP("Nur für hochwertige Datensätze nach der EU-Verordnung 2023/138: die genaueste zutreffende Kategorie.", \
	"Only for high-value datasets of EU Regulation 2023/138: the most specific category that fits.")
#define HELP_conforms_to HELP("Der Standard oder das Schema, dem die Daten folgen, als Web-Adresse des Standards.", \
	"The standard or schema that the data follow, as the web address of the standard.")
#define HELP_access_rights HELP("Ob jeder an die Daten kommt: PUBLIC, RESTRICTED (mit Bedingungen) oder NON_PUBLIC.", \
	"Whether everyone can get at the data: PUBLIC, RESTRICTED (under conditions) or NON_PUBLIC.")
#define HELP_landing_page HELP("Eine Webseite, die zu den Daten führt, etwa beim Fachamt. Die Seite dieses Portals muss hier nicht stehen.", \
	"A web page that leads to the data, for instance the office’s own. The page of this portal need not be given.")
#define HELP_page HELP("Eine Webseite oder ein Dokument mit Erläuterungen: Handbuch, Feldbeschreibung, Methodik.", \
	"A web page or document that explains more: manual, description of the columns, methods.")
#define HELP_identifier HELP("Die Kennung, unter der andere Portale den Eintrag kennen; sie ändert sich nie. Ohne Angabe gilt die Web-Adresse hier.", \
	"The identifier by which other portals know the entry; it never changes. Without it the web address here is used.")
#define HELP_creator HELP("Wer die Daten erstellt hat, wenn es nicht der Herausgeber ist.", \
	"Who made the data, when it was not the publisher.")
#define HELP_originator HELP("Von wem die Daten ursprünglich stammen, etwa das Amt, das sie erhoben hat.", \
	"Where the data originally come from, for instance the office that collected them.")
#define HELP_custodian HELP("Wer die Daten pflegt und für ihre Aktualität sorgt.", \
	"Who looks after the data and keeps them up to date.")
#define HELP_distributor HELP("Wer die Daten abgibt, wenn es eine andere Stelle als der Herausgeber ist.", \
	"Who hands the data out, when it is another body than the publisher.")
#define HELP_principal_investigator HELP("Wer die Untersuchung leitete, aus der die Daten stammen, etwa ein Institut.", \
	"Who led the study that the data come from, for instance an institute.")
#define HELP_processor HELP("Wer die Daten aufbereitet hat, etwa ein beauftragtes Ingenieurbüro.", \
	"Who processed the data, for instance an engineering office under contract.")
#define HELP_resource_provider HELP("Wer die Daten technisch bereitstellt, etwa ein Rechenzentrum.", \
	"Who provides the data technically, for instance a computing centre.")
#define HELP_user HELP("Wer die Daten bekanntermaßen nutzt und genannt werden soll.", \
	"Who is known to use the data and should be named.")
#define HELP_rights_holder HELP("Wem die Rechte an den Daten gehören, wenn es nicht der Herausgeber ist.", \
	"Who owns the rights in the data, when it is not the publisher.")
#define HELP_rights HELP("Was zu Rechten und Bedingungen zu sagen ist und nicht schon in der Lizenz steht, in einem Satz.", \
	"What there is to say about rights and conditions beyond the licence, in a sentence.")
#define HELP_qualified_attribution HELP("Weitere Beteiligte mit einer Rolle, für die es kein eigenes Feld gibt.", \
	"Further bodies with a role that has no field of its own.")
#define HELP_reference_system HELP("Das Koordinatensystem, mit seiner EPSG-Nummer: EPSG:25833 ist ETRS89/UTM Zone 33.", \
	"The coordinate reference system, by its EPSG number: EPSG:25833 is ETRS89/UTM zone 33.")
#define HELP_topic_category HELP("Das Thema nach ISO 19115, wie in Geodaten-Katalogen üblich.", \
	"The topic by ISO 19115, as usual in catalogues of geodata.")
#define HELP_spatial_resolution HELP("Wie fein Geodaten sind: der kleinste erkennbare Abstand, in Metern.", \
	"How fine geodata are: the smallest distance that shows, in metres.")
#define HELP_spatial_resolution_text HELP("Die Genauigkeit in Worten oder als Maßstab, wenn sie sich nicht in Metern sagen lässt.", \
	"The precision in words or as a scale, when it cannot be said in metres.")
#define HELP_temporal_resolution HELP("Der Abstand zwischen zwei Messungen, als Dauer nach ISO 8601: PT15M ist eine Viertelstunde, P1D ein Tag.", \
	"The time between two measurements, as an ISO 8601 duration: PT15M is a quarter of an hour, P1D a day.")
#define HELP_resource_type HELP("Was INSPIRE in dem Eintrag sieht: Datensatz, Reihe oder Dienst. Das Programm weiß es selbst.", \
	"What INSPIRE sees in the entry: dataset, series or service. The program knows by itself.")
#define HELP_provenance HELP("Wie die Daten entstanden sind, in ein, zwei Sätzen: Quelle, Verfahren, Genauigkeit.", \
	"How the data came about, in a sentence or two: source, method, accuracy.")
#define HELP_generated_by HELP("Die Tätigkeit, aus der die Daten hervorgingen, etwa eine Befliegung oder Befragung.", \
	"The activity that the data came out of, for instance an aerial survey or a questionnaire.")
#define HELP_issued HELP("Wann die Daten zum ersten Mal veröffentlicht wurden. Jahr oder Monat genügen, wenn der Tag unbekannt ist.", \
	"When the data were first published. Year or month will do when the day is not known.")
#define HELP_modified HELP("Von wann der jetzige Stand der Daten ist, nicht wann diese Beschreibung geändert wurde.", \
	"How recent the data are, not when this description was changed.")
#define HELP_former_ids HELP("Kennungen, unter denen der Eintrag früher stand: Alte Adressen führen dann hierher.", \
	"Ids that the entry had before: old addresses then lead here.")
#define HELP_version HELP("Die Nummer oder der Name der Fassung, wenn es mehrere gibt.", \
	"The number or name of the version, when there are several.")
#define HELP_street HELP("Straße und Hausnummer, oder das Postfach.", \
	"Street and house number, or the post office box.")
#define HELP_postcode HELP("Die Postleitzahl, in Anführungszeichen, damit die führende Null bleibt.", \
	"The postcode, in quotes so that a leading zero stays.")
#define HELP_city HELP("Der Ort.", \
	"The town.")
#define HELP_region HELP("Das Bundesland, wenn es zur Anschrift gehören soll.", \
	"The state or region, when the address should have it.")
#define HELP_country HELP("Der Staat, ausgeschrieben.", \
	"The country, in full.")

#endif
