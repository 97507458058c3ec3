#ifndef TABULARIUM_VOCABULARIES_PREFIXES_H
#define TABULARIUM_VOCABULARIES_PREFIXES_H

/*
 * How the IRIs of each code list begin: the IRI of a concept is PREFIX_<list> and its code.
 * Literals, so that a table can be written as PREFIX code.
 */
#define PREFIX_data_theme           "http://publications.europa.eu/resource/authority/data-theme/"
#define PREFIX_file_type            "http://publications.europa.eu/resource/authority/file-type/"
#define PREFIX_media_type           "https://www.iana.org/assignments/media-types/"
#define PREFIX_language             "http://publications.europa.eu/resource/authority/language/"
#define PREFIX_frequency            "http://publications.europa.eu/resource/authority/frequency/"
#define PREFIX_access_right         "http://publications.europa.eu/resource/authority/access-right/"
#define PREFIX_planned_availability "http://publications.europa.eu/resource/authority/planned-availability/"
#define PREFIX_license              "http://dcat-ap.de/def/licenses/"
#define PREFIX_eu_licence           "http://publications.europa.eu/resource/authority/licence/"
#define PREFIX_licence_type         "http://purl.org/adms/licencetype/"
#define PREFIX_dataset_type         "http://publications.europa.eu/resource/authority/dataset-type/"
#define PREFIX_distribution_status  "http://publications.europa.eu/resource/authority/distribution-status/"
#define PREFIX_distribution_type    "http://publications.europa.eu/resource/authority/distribution-type/"
#define PREFIX_adms_status          "http://purl.org/adms/status/"
#define PREFIX_hvd_category         "http://data.europa.eu/bna/"
#define PREFIX_contributor          "http://dcat-ap.de/def/contributors/"
#define PREFIX_publisher_type       "http://purl.org/adms/publishertype/"
#define PREFIX_geocoding_level      "http://dcat-ap.de/def/politicalGeocoding/Level/"
#define PREFIX_checksum_algorithm   "http://spdx.org/rdf/terms#checksumAlgorithm_"
#define PREFIX_country              "http://publications.europa.eu/resource/authority/country/"
#define PREFIX_continent            "http://publications.europa.eu/resource/authority/continent/"
#define PREFIX_place                "http://publications.europa.eu/resource/authority/place/"
/* service_type: each row names its IRI */
#define PREFIX_service_type         ""
#define PREFIX_topic_category       "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/"
/* reference_system: each row names its IRI */
#define PREFIX_reference_system     ""
#define PREFIX_representation_technique "http://inspire.ec.europa.eu/metadata-codelist/SpatialRepresentationType/"
#define PREFIX_resource_type        "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/"
#define PREFIX_spatial_service_type "http://inspire.ec.europa.eu/metadata-codelist/SpatialDataServiceType/"

#endif
